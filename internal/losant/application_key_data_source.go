package losant

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
)

// applicationKeys finds access keys.
var applicationKeys = lookup[ApplicationKey, shownApplicationKey]{
	typeName: "application_key", plural: "application_keys", title: "access key", titles: "access keys",
	filters:    []string{"key", "status", "name"},
	attributes: shownKeyAttributes,
	show:       newShownApplicationKey,
	arguments: func(m shownApplicationKey) (applicationID, id, name types.String) {
		return m.ApplicationID, m.ID, m.Name
	},
	objects: func(c *Client) *collection[ApplicationKey] { return c.keys },
}

func newApplicationKeyDataSource() datasource.DataSource { return applicationKeys.one() }

func newApplicationKeysDataSource() datasource.DataSource {
	return resource.DataSource[*Client, applicationKeysModel]{
		Name: applicationKeys.plural, Description: applicationKeys.listText(), Attributes: applicationKeys.allAttributes(),
		Read: func(ctx context.Context, client *Client, m *applicationKeysModel, diags *diag.Diagnostics) {
			m.ApplicationKeys = applicationKeys.all(ctx, client, m.listModel, diags)
		},
	}.New()
}

type applicationKeysModel struct {
	listModel
	ApplicationKeys []shownApplicationKey `tfsdk:"application_keys"`
}

// shownApplicationKey is an access key as the data sources show it.
type shownApplicationKey struct {
	ID                types.String     `tfsdk:"id"`
	ApplicationID     types.String     `tfsdk:"application_id"`
	Name              types.String     `tfsdk:"name"`
	Description       types.String     `tfsdk:"description"`
	Status            types.String     `tfsdk:"status"`
	Key               types.String     `tfsdk:"key"`
	DeviceIDs         types.Set        `tfsdk:"device_ids"`
	DeviceTags        []shownDeviceTag `tfsdk:"device_tags"`
	FilterType        types.String     `tfsdk:"filter_type"`
	PubTopics         types.Set        `tfsdk:"pub_topics"`
	SubTopics         types.Set        `tfsdk:"sub_topics"`
	AddressFilterType types.String     `tfsdk:"address_filter_type"`
	Addresses         types.Set        `tfsdk:"addresses"`
	CreationDate      types.String     `tfsdk:"creation_date"`
	CreatedByID       types.String     `tfsdk:"created_by_id"`
	CreatedByType     types.String     `tfsdk:"created_by_type"`
	LastUpdated       types.String     `tfsdk:"last_updated"`
	LastUpdatedByID   types.String     `tfsdk:"last_updated_by_id"`
	LastUpdatedByType types.String     `tfsdk:"last_updated_by_type"`
}

type shownDeviceTag struct {
	Key   types.String `tfsdk:"key"`
	Value types.String `tfsdk:"value"`
}

func newShownApplicationKey(k *ApplicationKey) shownApplicationKey {
	tags := []shownDeviceTag{}
	for _, tag := range k.DeviceTags {
		tags = append(tags, shownDeviceTag{Key: resource.TextOrNull(tag.Key), Value: resource.TextOrNull(tag.Value)})
	}
	return shownApplicationKey{
		ID: types.StringValue(k.ID), ApplicationID: resource.TextOrNull(k.ApplicationID),
		Name: resource.TextOrNull(k.Name), Description: resource.TextOrNull(k.Description),
		Status: resource.TextOrNull(k.Status), Key: resource.TextOrNull(k.Key),
		DeviceIDs: resource.SetOf(k.DeviceIDs), DeviceTags: tags,
		FilterType: resource.TextOrNull(k.FilterType), PubTopics: resource.SetOf(k.PubTopics), SubTopics: resource.SetOf(k.SubTopics),
		AddressFilterType: resource.TextOrNull(k.AddressFilterType), Addresses: resource.SetOf(k.Addresses),
		CreationDate: resource.TextOrNull(k.CreationDate), CreatedByID: resource.TextOrNull(k.CreatedByID), CreatedByType: resource.TextOrNull(k.CreatedByType),
		LastUpdated: resource.TextOrNull(k.LastUpdated), LastUpdatedByID: resource.TextOrNull(k.LastUpdatedByID), LastUpdatedByType: resource.TextOrNull(k.LastUpdatedByType),
	}
}

func shownKeyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             resource.Shown("Id of the access key."),
		"application_id": resource.Shown("Id of the application."),
		"name":           resource.Shown("Name."),
		"description":    resource.Shown("Description."),
		"status":         resource.Shown("`active` or `inactive`."),
		"key":            resource.Shown("The access key itself, which is the user name at the MQTT broker."),
		"device_ids":     shownTexts("Ids of the devices that it is for."),
		"device_tags": schema.ListNestedAttribute{
			MarkdownDescription: "Tags of the devices that it is for.", Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"key": resource.Shown("Key of the tag."), "value": resource.Shown("Value of the tag."),
			}},
		},
		"filter_type":          resource.Shown("Which topics beside the devices' own may be used."),
		"pub_topics":           shownTexts("Topics to publish to: those that `filter_type` allows or, for a `blacklist`, forbids."),
		"sub_topics":           shownTexts("Topics to subscribe to: those that `filter_type` allows or, for a `blacklist`, forbids."),
		"address_filter_type":  resource.Shown("Which IP addresses it can be used from."),
		"addresses":            shownTexts("IP addresses or ranges that `address_filter_type` applies to."),
		"creation_date":        resource.Shown("When it was created."),
		"created_by_id":        resource.Shown("Id of the creator."),
		"created_by_type":      resource.Shown("Kind of creator: `flow`, `user` or `apiToken`."),
		"last_updated":         resource.Shown("When it was last changed."),
		"last_updated_by_id":   resource.Shown("Id of the last editor."),
		"last_updated_by_type": resource.Shown("Kind of last editor: `flow`, `user` or `apiToken`."),
	}
}

// shownTexts are texts that a data source shows.
func shownTexts(doc string) schema.Attribute {
	return schema.SetAttribute{MarkdownDescription: doc, ElementType: types.StringType, Computed: true}
}

type listedApplicationKey = resource.Listed[*Client, *applicationKeyModel]

func newApplicationKeyList() list.ListResource {
	return resource.ListResource(&describeApplicationKey().Managed, resource.Listing[*Client, *applicationKeyModel, listModel]{
		Description: applicationKeys.listText(),
		Arguments:   applicationKeys.listArguments(),
		Objects: func(ctx context.Context, client *Client, arguments listModel) iter.Seq2[listedApplicationKey, error] {
			return resource.ListedFrom(applicationKeys.listed(ctx, client, arguments), func(found *ApplicationKey) listedApplicationKey {
				return listedApplicationKey{
					ID: []string{arguments.ApplicationID.ValueString(), found.ID}, Name: cmp.Or(found.Name, found.Key),
					Flatten: func(_ context.Context, _ *Client, m *applicationKeyModel) error { m.flatten(found); return nil },
				}
			})
		},
	})
}
