package genesys

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// regions are the domains of Genesys Cloud by the name of the AWS region, as the vendor's JavaScript SDK and its Terraform
// provider list them. A domain has the API at api.<domain> and issues tokens at login.<domain>.
var regions = map[string]string{
	"ap-northeast-1": "mypurecloud.jp",
	"ap-northeast-2": "apne2.pure.cloud",
	"ap-northeast-3": "apne3.pure.cloud",
	"ap-south-1":     "aps1.pure.cloud",
	"ap-southeast-1": "apse1.pure.cloud",
	"ap-southeast-2": "mypurecloud.com.au",
	"ca-central-1":   "cac1.pure.cloud",
	"eu-central-1":   "mypurecloud.de",
	"eu-central-2":   "euc2.pure.cloud",
	"eu-west-1":      "mypurecloud.ie",
	"eu-west-2":      "euw2.pure.cloud",
	"eusc-de-east-1": "edee1.eusc-pure.cloud",
	"me-central-1":   "mec1.pure.cloud",
	"mx-central-1":   "mxc1.pure.cloud",
	"sa-east-1":      "sae1.pure.cloud",
	"us-east-1":      "mypurecloud.com",
	"us-east-2":      "use2.us-gov-pure.cloud",
	"us-west-2":      "usw2.pure.cloud",
}

// domainOf returns the domain of a region that is called by its name or by its domain.
func domainOf(region string) (string, error) {
	if domain, ok := regions[region]; ok {
		return domain, nil
	}
	for _, domain := range regions {
		if domain == region {
			return domain, nil
		}
	}
	return "", fmt.Errorf("%q is no region of Genesys Cloud. It must be one of %s", region, regionList())
}

// regionList names all regions, for people.
func regionList() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(regions)) {
		all = append(all, fmt.Sprintf("%s (%s)", name, regions[name]))
	}
	return strings.Join(all, ", ")
}
