package resource

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-credentials/terraform-provider-credentials/internal/secret/triple"
)

// Source is a resource type of another provider, from which a moved block takes an object over.
type Source struct {
	// Type is the name of the type, such as genesyscloud_integration_credential.
	Type string
	// Provider is the provider's namespace and name, such as MyPureCloud/genesyscloud. Its registry may be any.
	Provider string
}

// Providers of REST objects of any API. The states of all their schema versions have what [movedPaths] reads.
var (
	restAPIObject   = Source{Type: "restapi_object", Provider: "Mastercard/restapi"}
	restfulResource = Source{Type: "restful_resource", Provider: "magodo/restful"}
)

func (s Source) String() string { return fmt.Sprintf("%s (%s)", s.Type, s.Provider) }

// is reports whether a request is about an object of this type. An address is host/namespace/name, in lower case.
func (s Source) is(req resource.MoveStateRequest) bool {
	_, provider, _ := strings.Cut(req.SourceProviderAddress, "/")
	return req.SourceTypeName == s.Type && strings.EqualFold(provider, s.Provider)
}

// keyMoved is where private state keeps from which type of resource an object was moved, until it has been read.
const keyMoved = "moved_from"

// MoveState implements resource.ResourceWithMoveState. A move is an import by other means: of the other provider's state it
// takes the id, and nothing else.
func (l *life[C, M]) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: l.move}}
}

func (l *life[C, M]) move(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	values, err := l.movedID(req)
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot move %s to credentials_%s", req.SourceTypeName, l.Name), fmt.Sprintf(
			"%s Remove the moved block, and import the object by its id:\n\n  terraform import ADDRESS '%s'", sentence(err.Error()), l.ID))
		return
	}
	resp.Diagnostics.Append(setDefaults(ctx, &resp.TargetState)...)
	resp.Diagnostics.Append(setParts(ctx, l.ID, values, &resp.TargetState)...)
	resp.Diagnostics.Append(setParts(ctx, l.ID, values, resp.TargetIdentity)...)
	mark, _ := json.Marshal(req.SourceTypeName) // a text marshals
	resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, keyMoved, mark)...)
}

// movedID returns the parts of the id of the object that another provider's state is about.
func (l *life[C, M]) movedID(req resource.MoveStateRequest) ([]string, error) {
	sources := l.sources()
	if !slices.ContainsFunc(sources, func(s Source) bool { return s.is(req) }) {
		return nil, fmt.Errorf("the source is a %s of the provider %s, and credentials_%s takes objects over from %s",
			req.SourceTypeName, req.SourceProviderAddress, l.Name, oneOf(sources))
	}
	var state movedState
	if err := json.Unmarshal(req.SourceRawState.JSON, &state); err != nil {
		return nil, errors.New("the state of the source cannot be decoded") // the error could quote a secret
	}
	if l.Vendor.is(req) {
		if state.ID == "" {
			return nil, errors.New("the state of the source has no id")
		}
		return l.ID.Parse(state.ID)
	}
	paths := state.paths(restAPIObject.is(req))
	if len(paths) == 0 {
		return nil, errors.New("the state of the source has no id, or no path that it belongs to")
	}
	for _, path := range paths {
		for _, template := range l.Paths {
			if values, ok := matchPath(template, path); ok {
				return values, l.ID.check(values)
			}
		}
	}
	return nil, fmt.Errorf("the path %q of the source is not that of a credentials_%s, which ends in %s", paths[0], l.Name, strings.Join(l.Paths, " or "))
}

// sources are the types of which the resource takes objects over.
func (l *life[C, M]) sources() (all []Source) {
	if l.Vendor != (Source{}) {
		all = append(all, l.Vendor)
	}
	if len(l.Paths) > 0 {
		all = append(all, restAPIObject, restfulResource)
	}
	return all
}

func oneOf(sources []Source) string {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.String()
	}
	if len(names) == 0 {
		return "no other type, since its object cannot be read"
	}
	return strings.Join(names, ", ")
}

// movedState is as much of another provider's state as is read: never a body, a map of fields or anything else that may hold a
// secret.
type movedState struct {
	ID       string `json:"id"`
	Path     string `json:"path"`
	ReadPath string `json:"read_path"`
}

// paths are the paths on which the other provider may have read the object, the likeliest first. Queries are cut off. A
// restful_resource keeps its path as its id. A restapi_object reads read_path, in which {id} stands for its id, or else the id
// below path; where it searches a list, read_path is that of the list.
func (s movedState) paths(isRestAPIObject bool) []string {
	if s.ID == "" {
		return nil
	}
	if !isRestAPIObject {
		return []string{withoutQuery(s.ID)}
	}
	const placeholder = "{id}"
	var paths []string
	if s.ReadPath != "" {
		paths = append(paths, strings.ReplaceAll(withoutQuery(s.ReadPath), placeholder, s.ID))
	}
	if s.Path != "" && !strings.Contains(s.ReadPath, placeholder) {
		path := withoutQuery(s.Path)
		if !strings.Contains(path, placeholder) {
			path = strings.TrimSuffix(path, "/") + "/" + placeholder
		}
		paths = append(paths, strings.ReplaceAll(path, placeholder, s.ID))
	}
	return paths
}

func withoutQuery(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path
}

// matchPath compares a path with a template from their ends, and returns what stands for the template's parameters. What leads
// both may be missing from the path, since the other provider's base URL may hold it, and be longer there; but a parameter has
// the segment before it.
func matchPath(template, path string) (values []string, ok bool) {
	wanted, given := strings.Split(strings.Trim(template, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
	first := slices.IndexFunc(wanted, isParameter)
	if len(given) < len(wanted)-max(first-1, 0) {
		return nil, false
	}
	most := min(len(wanted), len(given))
	wanted, given = wanted[len(wanted)-most:], given[len(given)-most:]
	for i, segment := range wanted {
		value, err := url.PathUnescape(given[i])
		if err != nil {
			value = given[i]
		}
		switch {
		case isParameter(segment):
			values = append(values, value)
		case !strings.EqualFold(segment, value):
			return nil, false
		}
	}
	return values, true
}

func isParameter(segment string) bool { return strings.HasPrefix(segment, "{") }

// movedFrom returns the type of resource from which an object was moved that has not been read yet; "": none.
func movedFrom(ctx context.Context, private triple.Private) string {
	mark, diags := private.GetKey(ctx, keyMoved)
	var from string
	if diags.HasError() || json.Unmarshal(mark, &from) != nil {
		return ""
	}
	return from
}

// goneBeforeMove reports that an object that was to be moved does not exist: a mover has no client to find that out.
func goneBeforeMove(diags *diag.Diagnostics, object, from string, err error) {
	diags.AddError(fmt.Sprintf("The %s does not exist", object), fmt.Sprintf(
		"The moved block takes it over from a %s. It was deleted, or it belongs to another account. %s\n\n"+
			"No other object is created in its place. To have one created, remove the moved block, and remove the old object from the state with `terraform state rm`.",
		from, sentence(err.Error())))
}
