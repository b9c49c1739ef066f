package issued

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// publicKeys accepts sets of public keys that something can be encrypted to together.
type publicKeys struct{}

func (publicKeys) Description(context.Context) string { return "public keys of age or SSH" }

func (v publicKeys) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (publicKeys) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	texts, _ := textsOf(req.ConfigValue) // those that are known
	switch _, err := parseKeys(texts); {
	case errors.Is(err, errPrivateKey), errors.Is(err, errLines): // an error at the attribute would have the engine show its lines
		resp.Diagnostics.AddError("Invalid encrypt_to", fmt.Sprintf("In `%s`, %s.", req.Path, err))
	case err != nil:
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid encrypt_to", fmt.Sprintf("In `%s`, %s.", req.Path, err))
	case len(req.ConfigValue.Elements()) == 0:
		resp.Diagnostics.AddAttributeError(req.Path, "Empty encrypt_to", fmt.Sprintf("`%s` must have a public key. Without one, the secret cannot be encrypted.", req.Path))
	}
}

// onePlace asks for exactly one of store_secret and encrypt_to. It sits on store_secret.
type onePlace struct{ secret Secret }

func (onePlace) Description(context.Context) string {
	return "exactly one of store_secret = true and encrypt_to must be set"
}

func (v onePlace) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v onePlace) ValidateBool(ctx context.Context, req validator.BoolRequest, resp *validator.BoolResponse) {
	var to types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(encryptTo), &to)...)
	if problem := v.secret.placeProblem(req.ConfigValue, to); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "The secret needs exactly one place", problem)
	}
}

// placeProblem returns what is wrong with the place of a secret; "" as long as the place is not known.
func (s Secret) placeProblem(store types.Bool, to types.Set) string {
	switch {
	case store.IsUnknown() || to.IsUnknown():
		return ""
	case store.ValueBool() && !to.IsNull():
		return "`store_secret` and `encrypt_to` cannot be set together: the secret is kept either as plain text or encrypted."
	case !store.ValueBool() && to.IsNull():
		return fmt.Sprintf("%s shows the %s only once. Set `encrypt_to` to the public keys that it is encrypted to, or `store_secret = true` to keep it in the state as plain text.", s.Platform, s.Name)
	}
	return ""
}

// textsOf returns the elements of a set that are known, and whether all are.
func textsOf(set types.Set) (texts []string, known bool) {
	known = !set.IsUnknown()
	for _, element := range set.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() {
			known = false
			continue
		}
		texts = append(texts, text.ValueString())
	}
	return texts, known
}
