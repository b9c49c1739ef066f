package resource

import (
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/httpapi"
)

// Listing describes the list resource of a type, by which `terraform query` shows the objects that exist. C is the type of
// the platform's client, M a pointer to the resource's model, and A the model of the arguments.
type Listing[C, M, A any] struct {
	// Description is a sentence in markdown.
	Description string
	// Arguments are those of the list block.
	Arguments map[string]schema.Attribute
	// Objects reads the objects that the arguments ask for, page by page as they are taken. An error ends them.
	Objects func(ctx context.Context, client C, arguments A) iter.Seq2[Listed[C, M], error]
}

// Listed is one object of a list.
type Listed[C, M any] struct {
	// ID are the parts of its import id.
	ID []string
	// Name is what people call it.
	Name string
	// Flatten fills in a model that has the id and the defaults only with everything that a Read shows.
	Flatten func(ctx context.Context, client C, model M) error
}

// ListResource makes the list resource of a type.
func ListResource[C any, M ManagedModel[C, M], A any](of *Managed[C, M], listing Listing[C, M, A]) list.ListResource {
	return &listResource[C, M, A]{Managed: of, listing: listing}
}

type listResource[C any, M ManagedModel[C, M], A any] struct {
	*Managed[C, M]
	listing Listing[C, M, A]
}

// ListResourceConfigSchema implements list.ListResource.
func (r *listResource[C, M, A]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: r.listing.Description, Attributes: r.listing.Arguments}
}

// List implements list.ListResource.
func (r *listResource[C, M, A]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var arguments A
	var diags diag.Diagnostics
	diags.Append(req.Config.Get(ctx, &arguments)...)
	client, ok := r.Client(&diags)
	if !ok || diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var count int64
		for object, err := range r.listing.Objects(ctx, client, arguments) {
			result := list.ListResult{}
			if err != nil {
				Failed(&result.Diagnostics, "list", "objects", err)
			} else {
				result = r.result(ctx, client, req, object)
			}
			if !push(result) || result.Diagnostics.HasError() {
				return
			}
			if result.Identity != nil { // else it is a warning about one that is left out
				count++
			}
			if count > 0 && count == req.Limit {
				return
			}
		}
	}
}

// result is an object as it is listed. One that cannot be shown, such as one that is gone since or is of a type that the
// provider cannot manage, is left out with a warning.
func (r *listResource[C, M, A]) result(ctx context.Context, client C, req list.ListRequest, object Listed[C, M]) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = object.Name
	result.Diagnostics.Append(setParts(ctx, r.ID, object.ID, result.Identity)...)
	if !req.IncludeResource {
		return result
	}
	state := tfsdk.State{Raw: result.Resource.Raw, Schema: result.Resource.Schema}
	result.Diagnostics.Append(setDefaults(ctx, &state)...)
	result.Diagnostics.Append(setParts(ctx, r.ID, object.ID, &state)...)
	model := r.New()
	result.Diagnostics.Append(state.Get(ctx, model)...)
	if err := object.Flatten(ctx, client, model); err != nil {
		return r.leftOut(model.Object(), err)
	}
	result.Diagnostics.Append(state.Set(ctx, model)...)
	result.Resource.Raw = state.Raw
	return result
}

func (r *listResource[C, M, A]) leftOut(object string, err error) (result list.ListResult) {
	if _, isRequest := errors.AsType[*httpapi.Error](err); isRequest && !r.IsGone(err) {
		Failed(&result.Diagnostics, "read", object, err)
		return result
	}
	result.Diagnostics.AddWarning("The "+object+" is left out of the list", sentence(err.Error()))
	return result
}

// setParts sets the parts of an id in a state or an identity.
func setParts(ctx context.Context, id ID, values []string, in interface {
	SetAttribute(ctx context.Context, p path.Path, value any) diag.Diagnostics
},
) (diags diag.Diagnostics) {
	for i, part := range id {
		diags.Append(in.SetAttribute(ctx, path.Root(part.Attribute), values[i])...)
	}
	return diags
}

// ListedFrom turns the objects of a client's stream into those of a list.
func ListedFrom[T, C, M any](stream iter.Seq2[T, error], describe func(T) Listed[C, M]) iter.Seq2[Listed[C, M], error] {
	return func(yield func(Listed[C, M], error) bool) {
		for found, err := range stream {
			if err != nil {
				yield(Listed[C, M]{}, err)
				return
			}
			if !yield(describe(found), nil) {
				return
			}
		}
	}
}
