package genesystest_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/genesys/genesystest"
)

func TestIntegrationFilters(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	send(t, f, "PATCH", integrations+"/"+genesystest.AudioHookID, `{"intendedState":"ENABLED"}`).want(t, 200)
	all := []string{genesystest.WebServicesID, genesystest.DataActionsID, genesystest.AudioHookID, genesystest.ClientAppID}
	for query, want := range map[string][]string{
		"":                                  all,
		"?ids=" + all[0] + "&ids=" + all[2]: {all[0], all[2]},
		"?ids=" + all[0] + "," + all[2]:     {all[0], all[2]},
		"?ids=" + ids(100):                  nil,
		"?integrationType=audiohook":        {all[2]},
		"?reportedState=ACTIVE":             {all[2]},
		"?reportedState=INACTIVE&expand=x&expand=y": {all[0], all[1], all[3]},
		"?credentialId=" + unknownID:                nil,
		"?pageSize=2&pageNumber=2":                  {all[2], all[3]},
		"?pageSize=2&pageNumber=3":                  nil,
	} {
		t.Run(query, func(t *testing.T) {
			got := send(t, f, "GET", integrations+query, "").want(t, 200)
			if diff := cmp.Diff(want, idsOf(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func idsOf(list object) []string {
	var found []string
	for _, entity := range list["entities"].([]any) {
		found = append(found, entity.(object)["id"].(string))
	}
	return found
}

// follow reads a list from a path along the links of that name.
func follow(t *testing.T, f *genesystest.Fake, path, link string) (pages [][]string) {
	t.Helper()
	for path != "" {
		list := send(t, f, "GET", path, "").want(t, 200)
		pages = append(pages, idsOf(list))
		path, _ = list[link].(string)
	}
	return pages
}

func TestPaging(t *testing.T) {
	f := genesystest.NewServer(t, genesystest.Options{})
	var made []string
	for i := range 5 {
		made = append(made, create(t, f, strconv.Itoa(i)))
	}
	forward := [][]string{made[:2], made[2:4], made[4:]}
	backward := [][]string{made[4:], made[2:4], made[:2]}
	listing := credentials + "/listing?pageSize=2"
	for name, tt := range map[string]struct {
		path, link string
		want       [][]string
	}{
		"cursor forward":     {listing, "nextUri", forward},
		"cursor backward":    {listing + "&after=" + made[3], "previousUri", backward},
		"pages forward":      {credentials + "?pageSize=2", "nextUri", forward},
		"pages backward":     {credentials + "?pageSize=2&pageNumber=3", "previousUri", backward},
		"the largest page":   {credentials + "/listing?pageSize=200", "nextUri", [][]string{made}},
		"the default page":   {credentials + "/listing", "nextUri", [][]string{made}},
		"after the last one": {listing + "&after=" + made[4], "nextUri", [][]string{nil}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, follow(t, f, tt.path, tt.link)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, query := range []string{"pageSize=201", "pageSize=0", "after=x", "before=x", "before=" + made[0] + "&after=" + made[1]} {
		send(t, f, "GET", credentials+"/listing?"+query, "").want(t, 400)
	}
	f.RemoveCredential(made[1])
	if diff := cmp.Diff(made[2:4], idsOf(send(t, f, "GET", listing+"&after="+made[1], "").want(t, 200))); diff != "" {
		t.Errorf("a deleted cursor: %s", diff)
	}
	first := send(t, f, "GET", credentials+"?pageSize=3", "").want(t, 200)
	delete(first, "entities")
	uri := func(n int) string { return fmt.Sprintf("%s?pageNumber=%d&pageSize=3", credentials, n) }
	want := object{
		"pageSize": 3.0, "pageNumber": 1.0, "pageCount": 2.0, "total": 4.0,
		"selfUri": uri(1), "firstUri": uri(1), "nextUri": uri(2), "lastUri": uri(2),
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	entity := send(t, f, "GET", credentials+"/listing", "").want(t, 200)["entities"].([]any)[0].(object)
	if entity["createdDate"] == nil || entity["modifiedDate"] == nil || entity["credentialFields"] != nil {
		t.Errorf("got %v", entity)
	}
}

func TestEndlessPages(t *testing.T) {
	for _, options := range []genesystest.Options{{}, {OmitNextURI: true}} {
		options.EndlessPages = true
		f := genesystest.NewServer(t, options)
		id := create(t, f, "a")
		for _, query := range []string{"?pageSize=2", "?pageSize=2&after=" + id} {
			page := send(t, f, "GET", credentials+"/listing"+query, "").want(t, 200)
			if got := idsOf(page); len(got) != 2 || got[1] != id || (page["nextUri"] == nil) != options.OmitNextURI {
				t.Errorf("%s: got %v", query, page)
			}
		}
		if page := send(t, f, "GET", integrations+"?pageNumber=900&pageSize=3", "").want(t, 200); len(idsOf(page)) != 3 || page["nextUri"] == nil {
			t.Errorf("got %v", page)
		}
	}
}
