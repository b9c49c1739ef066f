// Package issued writes the attributes of a secret once that a platform makes and shows once: x, encrypted_x, store_secret,
// encrypt_to, rotate and secret_issued_at.
package issued

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The names of the attributes that do not depend on the secret's.
const (
	storeSecret = "store_secret"
	encryptTo   = "encrypt_to"
	rotate      = "rotate"
	issuedAt    = "secret_issued_at"
)

// Secret describes the issued secret of a resource. The configuration says where the secret goes: into the state as it is
// (store_secret), or encrypted to public keys (encrypt_to). A plan decides whether the apply has another secret issued
// ([Secret.ModifyPlan]); the write asks once more ([Secret.Begin]) and puts the secret where it belongs ([Write.Place]).
type Secret struct {
	// Platform is the platform's name in messages and descriptions.
	Platform string
	// Name is x, as the API calls it: "secret" or "token".
	Name string
	// Description is a sentence in Markdown about x.
	Description string
	// InPlace says that the platform can issue another secret for an object. Else another secret is another object: the plan
	// replaces it.
	InPlace bool
	// None reports whether an object, as a plan or a state has it, is of a kind that has no secret. Nil: each has one.
	None func(ctx context.Context, object Data) bool
}

// Attributes are those of the model of a resource with an issued secret x, but for x and encrypted_x.
type Attributes struct {
	StoreSecret    types.Bool   `tfsdk:"store_secret"`
	EncryptTo      types.Set    `tfsdk:"encrypt_to"`
	Rotate         types.String `tfsdk:"rotate"`
	SecretIssuedAt types.String `tfsdk:"secret_issued_at"`
}

// Arguments are the paths of the arguments that only the provider knows: a change of them alone is no write of the object.
func Arguments() []path.Path {
	return []path.Path{path.Root(storeSecret), path.Root(encryptTo), path.Root(rotate)}
}

// AddTo adds the attributes to those of a resource.
func (s Secret) AddTo(attributes map[string]schema.Attribute) {
	another := fmt.Sprintf("replaces the object, since %s cannot issue another %s for it", s.Platform, s.Name)
	if s.InPlace {
		another = "makes the platform issue a new secret; the old one stops working at once"
	}
	attributes[s.Name] = schema.StringAttribute{
		Computed: true, Sensitive: true,
		MarkdownDescription: fmt.Sprintf("%s Null unless `store_secret` is true.", s.Description),
	}
	attributes[s.encrypted()] = schema.StringAttribute{
		Computed: true,
		MarkdownDescription: fmt.Sprintf("The %[1]s, encrypted to the keys in `encrypt_to`: an armored [age](https://age-encryption.org) file. "+
			"`terraform output -raw encrypted_%[1]s | age -d -i key.txt` opens it.", s.Name),
	}
	attributes[storeSecret] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: fmt.Sprintf("Whether `%s` is kept in the state as plain text. Either this is true, or `encrypt_to` is set.", s.Name),
		Validators:          []validator.Bool{onePlace{s}},
	}
	attributes[encryptTo] = schema.SetAttribute{
		ElementType: types.StringType, Optional: true,
		MarkdownDescription: fmt.Sprintf("Public keys that `%s` is encrypted to: `age1…`, `age1pq1…` (not together with other kinds), `ssh-ed25519 …` or `ssh-rsa …`. "+
			"Another set of keys %s.", s.encrypted(), another),
		Validators: []validator.Set{publicKeys{}},
	}
	attributes[rotate] = schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: fmt.Sprintf("Any text, such as a date. Another text %s. Removing it changes nothing on the platform.", another),
	}
	attributes[issuedAt] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("When the %s was issued (RFC 3339). Null if that was not by this resource, as after an import.", s.Name),
	}
}

func (s Secret) encrypted() string { return "encrypted_" + s.Name }

// paths of x, encrypted_x and secret_issued_at.
func (s Secret) paths() (plain, encrypted, at path.Path) {
	return path.Root(s.Name), path.Root(s.encrypted()), path.Root(issuedAt)
}
