package platform_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/platform"
)

func TestSecureURL(t *testing.T) {
	t.Parallel()
	for value, want := range map[types.String]bool{
		types.StringNull():                                  true,
		types.StringUnknown():                               true,
		types.StringValue("https://api.example.com"):        true,
		types.StringValue("https://api.example.com:8443/v"): true,
		types.StringValue("HTTPS://api.example.com"):        true,
		types.StringValue("http://localhost:8080"):          true,
		types.StringValue("http://127.0.0.1"):               true,
		types.StringValue("http://[::1]:8080"):              true,
		types.StringValue("http://api.example.com"):         false,
		types.StringValue("http://127.0.0.1.example.com"):   false,
		types.StringValue("http://localhost.example.com"):   false,
		types.StringValue("http://localhost@example.com"):   false,
		types.StringValue("ftp://localhost"):                false,
		types.StringValue("api.example.com"):                false,
		types.StringValue("https://"):                       false,
		types.StringValue("https://:443"):                   false,
		types.StringValue("https://user@api.example.com"):   false,
		types.StringValue("https://api.example.com?a=b"):    false,
		types.StringValue("https://api.example.com?"):       false,
		types.StringValue("https://api.example.com#a"):      false,
		types.StringValue("https://api.example.com:port"):   false,
		types.StringValue(""):                               false,
	} {
		var resp validator.StringResponse
		platform.SecureURL().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("base_url"), ConfigValue: value}, &resp)
		if valid := !resp.Diagnostics.HasError(); valid != want {
			t.Errorf("%s: valid is %v, want %v", value, valid, want)
		}
	}
}
