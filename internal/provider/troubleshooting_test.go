package provider_test

import (
	"cmp"
	"go/ast"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The guide "Troubleshooting" has an entry for every title of an error or a warning that the provider shows, and none for one
// that it does not show. What varies in a title is "…" there.
func TestTroubleshootingHasEveryTitle(t *testing.T) {
	page, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	ofProvider, _, found := strings.Cut(string(page), "\n## Messages of Terraform itself\n")
	if !found {
		t.Fatal(`the guide has no section "Messages of Terraform itself" at its end`)
	}
	explained := map[string]bool{}
	for _, heading := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(ofProvider, -1) {
		for title := range strings.SplitSeq(heading[1], " · ") {
			explained[title] = true
		}
	}
	shown := titles(t)
	if len(shown) < 50 {
		t.Fatalf("only %d titles are found in the code", len(shown))
	}
	for _, title := range slices.Sorted(maps.Keys(shown)) {
		if !explained[title] {
			t.Errorf("%s shows %q: explain it in templates/guides/troubleshooting.md.tmpl, and run make docs", shown[title], title)
		}
	}
	for title := range explained {
		if shown[title] == "" {
			t.Errorf("the guide explains %q, which the provider does not show", title)
		}
	}
}

// titleArgument is which argument of a function is the title of a diagnostic.
var titleArgument = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
}

// titles returns where the provider shows each title.
func titles(t *testing.T) map[string]string {
	t.Helper()
	shown, files := map[string]string{}, sources(t)
	verbs := []string{"delete"}
	for _, file := range files {
		verbs = append(verbs, behaviors(file)...)
	}
	for name, file := range files {
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || function.Body == nil || function.Name.Name == "Failed" { // its callers say what failed
				continue
			}
			for _, title := range titlesOf(t, function, verbs) {
				shown[title] = cmp.Or(shown[title], name)
			}
		}
	}
	return shown
}

// behaviors returns the verbs, beside "delete", for what a platform does on destroy: the field Behavior of resource.Destroy.
func behaviors(file *ast.File) (verbs []string) {
	ast.Inspect(file, func(node ast.Node) bool {
		if pair, ok := node.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Behavior" {
				verbs = append(verbs, texts(pair.Value, nil)...)
			}
		}
		return true
	})
	return verbs
}

func titlesOf(t *testing.T, function *ast.FuncDecl, verbs []string) (found []string) {
	t.Helper()
	ast.Inspect(function, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch called := call.Fun.(type) {
		case *ast.SelectorExpr:
			name = called.Sel.Name
		case *ast.Ident:
			name = called.Name
		}
		var these []string
		if at, known := titleArgument[name]; known && len(call.Args) > at+1 {
			these = texts(call.Args[at], function)
		} else if name == "Failed" && len(call.Args) == 4 { // of the package resource: diagnostics, action, object, error
			actions := texts(call.Args[1], function)
			if function.Name.Name == "delete" { // its argument is the verb
				actions = verbs
			}
			for _, action := range actions {
				these = append(these, "Cannot "+action+" …")
			}
		}
		for _, title := range these {
			if passedOn(call) {
				continue
			}
			if !regexp.MustCompile(`[a-z]`).MatchString(title) || strings.HasPrefix(title, "Cannot … ") {
				t.Errorf("%s: the title of a diagnostic cannot be read from the code: %q", function.Name.Name, title)
			}
			found = append(found, title)
		}
		return true
	})
	return found
}

// passedOn reports whether a diagnostic has the title of another one.
func passedOn(call *ast.CallExpr) bool {
	return slices.ContainsFunc(call.Args, func(argument ast.Expr) bool {
		inner, ok := argument.(*ast.CallExpr)
		if !ok {
			return false
		}
		selector, ok := inner.Fun.(*ast.SelectorExpr)
		return ok && selector.Sel.Name == "Summary"
	})
}

// texts returns what an expression of a function may be, with "…" for what is not a constant.
func texts(expression ast.Expr, function *ast.FuncDecl) []string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return []string{text}
		}
	case *ast.BinaryExpr:
		var both []string
		for _, left := range texts(e.X, function) {
			for _, right := range texts(e.Y, function) {
				both = append(both, left+right)
			}
		}
		return both
	case *ast.CallExpr:
		if selector, ok := e.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Sprintf" {
			var formatted []string
			for _, format := range texts(e.Args[0], function) {
				formatted = append(formatted, regexp.MustCompile(`%(\[\d+\])?[a-z]`).ReplaceAllString(format, "…"))
			}
			return formatted
		}
	case *ast.Ident:
		if function == nil {
			break
		}
		if assigned := assignments(e.Name, function); len(assigned) > 0 {
			return assigned
		}
	}
	return []string{"…"}
}

// assignments returns what is assigned to a variable of a function.
func assignments(name string, function *ast.FuncDecl) (assigned []string) {
	ast.Inspect(function, func(node ast.Node) bool {
		assignment, ok := node.(*ast.AssignStmt)
		if !ok || len(assignment.Lhs) != len(assignment.Rhs) {
			return true
		}
		for i, left := range assignment.Lhs {
			if variable, ok := left.(*ast.Ident); ok && variable.Name == name {
				assigned = append(assigned, texts(assignment.Rhs[i], function)...)
			}
		}
		return true
	})
	return assigned
}
