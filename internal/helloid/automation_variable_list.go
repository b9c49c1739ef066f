package helloid

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

type listedAutomationVariable = resource.Listed[*Client, *automationVariableModel]

func newAutomationVariableList() list.ListResource {
	return resource.ListResource(&describeAutomationVariable().Managed, resource.Listing[*Client, *automationVariableModel, struct{}]{
		Description: "The global automation variables of a HelloID tenant, without the values of secrets.",
		Objects:     listAutomationVariables,
	})
}

func listAutomationVariables(ctx context.Context, client *Client, _ struct{}) iter.Seq2[listedAutomationVariable, error] {
	return func(yield func(listedAutomationVariable, error) bool) {
		all, err := client.ListVariables(ctx)
		if err != nil {
			yield(listedAutomationVariable{}, err)
			return
		}
		for _, found := range all {
			listed := listedAutomationVariable{
				ID: []string{found.Name}, Name: found.Name,
				Flatten: func(_ context.Context, _ *Client, m *automationVariableModel) error { m.flatten(found); return nil },
			}
			if !yield(listed, nil) {
				return
			}
		}
	}
}
