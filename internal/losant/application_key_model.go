package losant

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/resource"
	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/issued"
)

type applicationKeyModel struct {
	issued.Attributes
	ApplicationID     types.String `tfsdk:"application_id"`
	Name              types.String `tfsdk:"name"`
	Description       types.String `tfsdk:"description"`
	Status            types.String `tfsdk:"status"`
	DeviceIDs         types.Set    `tfsdk:"device_ids"`
	DeviceTags        types.Set    `tfsdk:"device_tags"`
	FilterType        types.String `tfsdk:"filter_type"`
	PubTopics         types.Set    `tfsdk:"pub_topics"`
	SubTopics         types.Set    `tfsdk:"sub_topics"`
	AddressFilterType types.String `tfsdk:"address_filter_type"`
	Addresses         types.Set    `tfsdk:"addresses"`
	Key               types.String `tfsdk:"key"`
	Secret            types.String `tfsdk:"secret"`
	EncryptedSecret   types.String `tfsdk:"encrypted_secret"`
	ID                types.String `tfsdk:"id"`
	CreationDate      types.String `tfsdk:"creation_date"`
	CreatedByID       types.String `tfsdk:"created_by_id"`
	CreatedByType     types.String `tfsdk:"created_by_type"`
	LastUpdated       types.String `tfsdk:"last_updated"`
	LastUpdatedByID   types.String `tfsdk:"last_updated_by_id"`
	LastUpdatedByType types.String `tfsdk:"last_updated_by_type"`
}

// deviceTagTypes are the types of a block device_tags.
var deviceTagTypes = map[string]attr.Type{"key": types.StringType, "value": types.StringType}

// Object implements resource.ManagedModel.
func (m *applicationKeyModel) Object() string {
	return resource.ObjectOf("application key", m.Name, m.ID)
}

// expand is the body of a POST.
func (m *applicationKeyModel) expand() ApplicationKeySettings {
	return ApplicationKeySettings{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(),
		DeviceIDs: resource.TextsOf(m.DeviceIDs), DeviceTags: m.tags(),
		FilterType: m.FilterType.ValueString(), PubTopics: resource.TextsOf(m.PubTopics), SubTopics: resource.TextsOf(m.SubTopics),
		AddressFilterType: m.AddressFilterType.ValueString(), Addresses: resource.TextsOf(m.Addresses),
	}
}

func (m *applicationKeyModel) tags() (tags []DeviceTag) {
	for _, element := range m.DeviceTags.Elements() {
		if block, ok := element.(types.Object); ok {
			key, _ := block.Attributes()["key"].(types.String)
			value, _ := block.Attributes()["value"].(types.String)
			tags = append(tags, DeviceTag{Key: key.ValueString(), Value: value.ValueString()})
		}
	}
	return tags
}

// expandChanges is the body of a PATCH: what changed. The name is cleared by null, the description by an empty text.
func (m *applicationKeyModel) expandChanges(state *applicationKeyModel) map[string]any {
	body := map[string]any{}
	now, before := m.expand(), state.expand()
	for member, value := range map[string][2]string{
		"name": {now.Name, before.Name}, "description": {now.Description, before.Description},
		"status":     {m.Status.ValueString(), state.Status.ValueString()},
		"filterType": {now.FilterType, before.FilterType}, "addressFilterType": {now.AddressFilterType, before.AddressFilterType},
	} {
		switch {
		case value[0] == value[1]:
		case value[0] != "" || member == "description":
			body[member] = value[0]
		case member == "name":
			body[member] = nil
		}
	}
	for member, texts := range map[string][2][]string{
		"pubTopics": {now.PubTopics, before.PubTopics}, "subTopics": {now.SubTopics, before.SubTopics}, "addresses": {now.Addresses, before.Addresses},
	} {
		if !sameTexts(texts[0], texts[1]) {
			body[member] = append([]string{}, texts[0]...)
		}
	}
	return body
}

// complete fills in what the plan left open from the answer to a write.
func (m *applicationKeyModel) complete(found *ApplicationKey) {
	completeTexts(m.readTexts(found))
	completeTexts(map[*types.String]string{&m.FilterType: found.FilterType, &m.AddressFilterType: found.AddressFilterType})
}

// flatten takes everything that Losant shows. Its secret, which it does not, stays as it is.
func (m *applicationKeyModel) flatten(found *ApplicationKey) {
	for value, text := range m.readTexts(found) {
		if shown := resource.TextOrNull(text); !resource.SameID(*value, shown) {
			*value = shown
		}
	}
	m.Name = resource.TextOrNull(found.Name)
	m.Description = keepAbsent(m.Description, types.StringValue(found.Description))
	m.Status = types.StringValue(found.Status)
	m.FilterType, m.AddressFilterType = resource.TextOrNull(found.FilterType), resource.TextOrNull(found.AddressFilterType)
	m.PubTopics, m.SubTopics, m.Addresses = resource.SetOf(found.PubTopics), resource.SetOf(found.SubTopics), resource.SetOf(found.Addresses)
	m.DeviceIDs = keepDevices(m.DeviceIDs, found.DeviceIDs)
	if m.DeviceTags.IsNull() || !sameTags(m.tags(), found.DeviceTags) {
		m.DeviceTags = deviceTags(found.DeviceTags)
	}
}

// keepDevices returns the ids of devices, but keeps a set of the same ids as it is spelled: none at all may be null or empty.
func keepDevices(known types.Set, found []string) types.Set {
	switch {
	case sameTexts(lower(resource.TextsOf(known)), lower(found)):
		return known
	case len(found) == 0:
		return types.SetNull(types.StringType)
	}
	return resource.SetOf(found)
}

func deviceTags(tags []DeviceTag) types.Set {
	values := []attr.Value{}
	for _, tag := range tags {
		values = append(values, types.ObjectValueMust(deviceTagTypes, map[string]attr.Value{
			"key": resource.TextOrNull(tag.Key), "value": resource.TextOrNull(tag.Value),
		}))
	}
	return types.SetValueMust(types.ObjectType{AttrTypes: deviceTagTypes}, values)
}

// readTexts pairs the attributes that Losant alone sets with what it shows.
func (m *applicationKeyModel) readTexts(found *ApplicationKey) map[*types.String]string {
	return map[*types.String]string{
		&m.ID: found.ID, &m.Key: found.Key,
		&m.CreationDate: found.CreationDate, &m.CreatedByID: found.CreatedByID, &m.CreatedByType: found.CreatedByType,
		&m.LastUpdated: found.LastUpdated, &m.LastUpdatedByID: found.LastUpdatedByID, &m.LastUpdatedByType: found.LastUpdatedByType,
	}
}

// completeTexts sets what a plan left open.
func completeTexts(texts map[*types.String]string) {
	for value, text := range texts {
		if value.IsUnknown() {
			*value = resource.TextOrNull(text)
		}
	}
}
