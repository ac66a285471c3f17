package compose

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	g "toutdoux/internal/governance"
)

func houseWith(t *testing.T, files fstest.MapFS) House {
	return House{Name: "Picasoft", Locale: "fr", List: testList(t, "+"), Zone: paris, Overrides: files}
}

func TestAnOperatorsOwnLetter(t *testing.T) {
	c, err := New(houseWith(t, fstest.MapFS{"fr/pause.txt": {Data: []byte("Subject: on s'arrête : {{.Title}}\n\n# [Bonjour|Salut], parlons-en ?\n")}}))
	if err != nil {
		t.Fatal(err)
	}
	w := withOrdinary(t).ask(day2, from("Bob Durand", verb(1, g.VerbPause, "")))
	letter := compose(t, c, w.letter(g.LetterPause, alice))
	if want := "[Picasoft] On s’arrête\u00a0: Activer le direct sur PeerTube"; letter.Subject != want {
		t.Errorf("subject %q, want %q", letter.Subject, want)
	}
	if !strings.HasPrefix(letter.Text, "Bonjour, parlons-en\u00a0?\n") {
		t.Errorf("text %q", letter.Text)
	}
}

// A letter that cannot be read is told at the start, with its file and line.
func TestABrokenLetterIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"Subject: x\n\n{{if}}\n":              "fr/pause.txt:3",
		"Subject: x\n\n\n{{.Titel}}\n":        "fr/pause.txt:4",
		"Subject: x\n\n{{template \"song\"}}": "fr/pause.txt:3",
		"Subject: x\n{{frob .Title}}":         "fr/pause.txt:2",
	} {
		_, err := New(houseWith(t, fstest.MapFS{"fr/pause.txt": {Data: []byte(text)}}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error that names %s", text, err, want)
		}
	}
	if _, err := New(houseWith(t, fstest.MapFS{"fr/pose.txt": {Data: []byte("Subject: x")}})); err == nil || !strings.Contains(err.Error(), "fr/pose.txt") {
		t.Errorf("a letter of a name that does not exist: %v", err)
	}
	if _, err := New(houseWith(t, fstest.MapFS{"letter.html": {Data: []byte("\n{{")}})); err == nil || !strings.Contains(err.Error(), "letter.html:2") {
		t.Errorf("a broken layout: %v", err)
	}
}

// Every reason that governance gives to a member has its own words, in both
// languages: a new one fails here until it has.
func TestEveryReasonHasItsWords(t *testing.T) {
	groups := reasons(t)
	for group, kind := range map[string]g.LetterKind{
		"Asked": g.LetterAskVote, "Declined": g.LetterRefusal, "Held": g.LetterConfirm,
	} {
		if len(groups[group]) < 3 {
			t.Fatalf("only %q found in the group %s of governance/letter.go", groups[group], group)
		}
		for _, locale := range []string{"fr", "en"} {
			c := newComposer(t, locale, "vous")
			for _, why := range groups[group] {
				if c.library.letters[kind].Lookup(why) == nil {
					t.Errorf("%s/%s.txt has no block %q", locale, kind, why)
				}
			}
		}
	}
}

// reasons reads the table of reasons, by the first word of each group's
// comment.
func reasons(t *testing.T) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../governance/letter.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	groups, group := map[string][]string{}, ""
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		if spec.Doc != nil {
			group, _, _ = strings.Cut(spec.Doc.Text(), " ")
		}
		if kind, named := spec.Type.(*ast.Ident); named && kind.Name == "Why" {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			groups[group] = append(groups[group], value)
		}
		return true
	})
	return groups
}
