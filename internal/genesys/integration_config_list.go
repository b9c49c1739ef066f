package genesys

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/argument"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedConfig = resource.Listed[*Client, *integrationConfigModel]

type integrationConfigListModel struct {
	IntegrationType types.String `tfsdk:"integration_type"`
}

func newIntegrationConfigList() list.ListResource {
	return resource.ListResource(&describeIntegrationConfig().Managed, resource.Listing[*Client, *integrationConfigModel, integrationConfigListModel]{
		Description: "The integrations of Genesys Cloud, each for its current configuration. Needs the permission `integrations:integration:view`. " +
			"With `include_resource`, each configuration takes a request of its own.",
		Arguments: map[string]schema.Attribute{
			"integration_type": schema.StringAttribute{
				MarkdownDescription: "Only integrations of the type with this id, such as `custom-rest-actions`.",
				Optional:            true,
				Validators:          []validator.String{argument.Filled()},
			},
		},
		Objects: listIntegrationConfigs,
	})
}

func listIntegrationConfigs(ctx context.Context, client *Client, arguments integrationConfigListModel) iter.Seq2[listedConfig, error] {
	integrations := client.StreamIntegrations(ctx, arguments.IntegrationType.ValueString())
	return resource.ListedFrom(integrations, func(found Integration) listedConfig {
		return listedConfig{
			ID:   []string{found.ID},
			Name: fmt.Sprintf("%s (%s)", cmp.Or(found.Name, found.ID), found.Type),
			Flatten: func(ctx context.Context, client *Client, m *integrationConfigModel) error {
				return m.Read(ctx, client, nil)
			},
		}
	})
}
