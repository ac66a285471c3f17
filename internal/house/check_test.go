package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// source is one Go file of the module.
type source struct {
	*ast.File
	set  *token.FileSet
	path string
	room string // as the plan names it
	test bool
}

// sources reads every Go file below the module's top.
func sources(module fs.FS) ([]source, error) {
	var found []source
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		raw, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, raw, parser.ParseComments|parser.SkipObjectResolution)
		room := strings.TrimPrefix(path.Dir(name), "internal/")
		found = append(found, source{file, set, name, room, strings.HasSuffix(name, "_test.go")})
		return err
	})
	return found, err
}

// complain gives one line about a place in the file.
func (s source) complain(at ast.Node, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: %s", s.path, s.set.Position(at.Pos()).Line, fmt.Sprintf(format, args...))
}

// arrows complains about imports that the plan does not have.
func arrows(s source) (complaints []string) {
	here, known := plan[s.room]
	if !known {
		return []string{s.complain(s.Name, "room %s is not in the plan of internal/house", s.room)}
	}
	for _, spec := range s.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		name, ours := strings.CutPrefix(target, "toutdoux/")
		name = strings.TrimPrefix(name, "internal/")
		switch {
		case s.test:
		case ours && !slices.Contains(here.rooms, name):
			complaints = append(complaints, s.complain(spec, "%s must not import %s", s.room, name))
		case ours && plan[name].tests && !here.tests, target == "testing" && !here.tests:
			complaints = append(complaints, s.complain(spec, "%s is for tests", name))
		case !ours && isModule(target) && !within(target, here.modules):
			complaints = append(complaints, s.complain(spec, "%s must not import %s", s.room, target))
		case here.pure && within(target, impure) && !within(target, purePart):
			complaints = append(complaints, s.complain(spec, "%s is pure and must not import %s", s.room, target))
		}
	}
	return complaints
}

// isModule tells another module's package from the standard library's.
func isModule(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return strings.Contains(first, ".")
}

func within(target string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool { return target == tree || strings.HasPrefix(target, tree+"/") })
}

// purity complains about clocks in pure rooms.
func purity(s source) (complaints []string) {
	if !plan[s.room].pure || s.test {
		return nil
	}
	ast.Inspect(s.File, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok && s.packageOf(selector.X) == "time" && slices.Contains(clocks, selector.Sel.Name) {
			complaints = append(complaints, s.complain(n, "%s is pure and must not use time.%s", s.room, selector.Sel.Name))
		}
		return true
	})
	return complaints
}

// packageOf is the path of the package that an expression names, if it does.
func (s source) packageOf(x ast.Expr) string {
	name, ok := x.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, spec := range s.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil && spec.Name.Name == name.Name || spec.Name == nil && path.Base(target) == name.Name {
			return target
		}
	}
	return ""
}

// globals complains about init functions and package variables that change.
func globals(s source) (complaints []string) {
	if s.test {
		return nil
	}
	for _, decl := range s.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				complaints = append(complaints, s.complain(d, "init runs unasked: call it by name"))
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR && !isTable(s.room, v) {
					complaints = append(complaints, s.complain(v, "package variable %s is no error and no table", v.Names[0].Name))
				}
			}
		}
	}
	return complaints
}

// isTable tells errors, literal tables, embedded files and assertions on types
// (var _ I = T{}) from state.
func isTable(room string, v *ast.ValueSpec) bool {
	if v.Names[0].Name == "_" {
		return true
	}
	if selector, ok := v.Type.(*ast.SelectorExpr); ok && selector.Sel.Name == "FS" && len(v.Values) == 0 {
		return true
	}
	for _, value := range v.Values {
		switch x := value.(type) {
		case *ast.CompositeLit, *ast.BasicLit:
		case *ast.CallExpr:
			maker := spell(x.Fun)
			if !strings.Contains(maker, ".") {
				maker = room + "." + maker
			}
			if !slices.Contains(makers, maker) {
				return false
			}
		default:
			return false
		}
	}
	return len(v.Values) > 0
}

// spell writes a dotted name, with calls on the way left out.
func spell(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return spell(x.X) + "." + x.Sel.Name
	case *ast.CallExpr:
		return spell(x.Fun)
	}
	return ""
}

// lengths complains about long files, and long functions outside tests.
func lengths(s source) (complaints []string) {
	if lines := s.set.File(s.Pos()).LineCount(); lines > longestFile+1 {
		complaints = append(complaints, fmt.Sprintf("%s: %d lines, of %d at most", s.path, lines, longestFile))
	}
	for _, f := range functions(s) {
		if lines := s.linesOf(f); lines > longestFunction && !s.test {
			complaints = append(complaints, s.complain(f, "%s has %d lines, of %d at most", f.Name.Name, lines, longestFunction))
		}
	}
	return complaints
}

func functions(s source) (found []*ast.FuncDecl) {
	for _, decl := range s.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			found = append(found, f)
		}
	}
	return found
}

func (s source) linesOf(f *ast.FuncDecl) int {
	return s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1
}

// names complains about types that are called nothing in particular.
func names(s source) (complaints []string) {
	ast.Inspect(s.File, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if ok && slices.ContainsFunc(vague, func(word string) bool { return strings.HasSuffix(spec.Name.Name, word) }) {
			complaints = append(complaints, s.complain(n, "type %s is named vaguely", spec.Name.Name))
		}
		return true
	})
	return complaints
}

// pageTops complains about packages that do not say what their job is.
func pageTops(all []source) (complaints []string) {
	told := map[string]bool{}
	for _, s := range all {
		if !s.test {
			told[s.room] = told[s.room] || s.Doc != nil
		}
	}
	for room, ok := range told {
		if !ok {
			complaints = append(complaints, room+": no comment at the top says what the package is for")
		}
	}
	return complaints
}

// strays complains about folders at the top that the plan does not have.
func strays(module fs.FS) (complaints []string, err error) {
	entries, err := fs.ReadDir(module, ".")
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(folders, e.Name()) {
			complaints = append(complaints, e.Name()+": no such folder in the plan of internal/house")
		}
	}
	return complaints, err
}
