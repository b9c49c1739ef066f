package platform

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
)

// Names of the attributes that every platform's block has.
const (
	attributeBaseURL           = "base_url"
	attributeRequestsPerSecond = "requests_per_second"
	attributeMaxConcurrency    = "max_concurrency"
	attributeBatchReads        = "batch_reads" // of a platform that lists
	attributeCheckOnPlan       = "check_on_plan"
)

// Block is the platform's part of the provider's schema. All attributes are optional: a required one would fail
// validation for every configuration without the block.
func (p Platform) Block() schema.Block {
	attributes := map[string]schema.Attribute{
		attributeBaseURL: schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Base URL of the API, instead of the platform's own. Must use `https`, except for a loopback address. Falls back to `%s`.", p.variableBaseURL()),
			Optional:            true,
			Validators:          []validator.String{SecureURL()},
		},
		attributeRequestsPerSecond: schema.Float64Attribute{
			MarkdownDescription: "Maximum number of requests per second to this platform; may be fractional. " + p.defaultRate(),
			Optional:            true,
			Validators:          []validator.Float64{argument.AtLeast(0.01)},
		},
		attributeMaxConcurrency: schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Maximum number of concurrent requests to this platform. Default %d.", p.Limit.Concurrency),
			Optional:            true,
			Validators:          []validator.Int64{argument.AtLeast(1)},
		},
	}
	attributes[attributeCheckOnPlan] = schema.BoolAttribute{
		MarkdownDescription: "Whether a plan that creates something checks that the platform accepts the credentials, and that the parent of the new object exists. " +
			"This takes one read for each parent. Default `true`.",
		Optional: true,
	}
	if p.Lists {
		attributes[attributeBatchReads] = schema.BoolAttribute{
			MarkdownDescription: strings.TrimSpace("Whether a refresh reads objects by listing them, which takes fewer requests than one for each object. Default `true`. " + p.ListingNote),
			Optional:            true,
		}
	}
	for i, set := range p.Credentials {
		for _, credential := range set {
			attributes[credential.Attribute] = p.credentialAttribute(i, credential)
		}
	}
	maps.Copy(attributes, p.Attributes)
	return schema.SingleNestedBlock{
		MarkdownDescription: fmt.Sprintf("How to reach %s. Needed only if this platform is used and the environment does not configure it.", p.Title),
		Attributes:          attributes,
	}
}

func (p Platform) variableBaseURL() string { return p.VariablePrefix + "_BASE_URL" }

func (p Platform) defaultRate() string {
	if p.Limit.PerSecond == 0 {
		return "Unlimited by default."
	}
	return fmt.Sprintf("Default %g, after a burst of %d.", p.Limit.PerSecond, p.Limit.Burst)
}

// credentialAttribute is a member of the credential set with the given index. Members of different sets exclude each other, which
// those of the later set report.
func (p Platform) credentialAttribute(set int, c Credential) schema.Attribute {
	validators := []validator.String{argument.Filled()}
	for _, other := range p.Credentials[:set] {
		for _, o := range other {
			validators = append(validators, argument.Without(o.Attribute, fmt.Sprintf("Keep one way to sign in to %s.", p.Title)))
		}
	}
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s Falls back to `%s`.", strings.TrimSpace(c.Description), c.Variable),
		Optional:            true,
		Sensitive:           !c.Public,
		Validators:          validators,
	}
}
