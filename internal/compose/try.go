package compose

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"toutdoux/internal/specimen"
)

// Try writes every letter of the sample association with an operator's own
// words, in each form of address, before any member's letter is. Own words must
// say what there is to say, have their subject, and offer every word that the
// letters they override offer to answer with. An error names file and line.
func Try(h House) error {
	if h.Overrides == nil {
		return nil
	}
	for _, form := range addressForms[h.Locale == "fr"] {
		h.AddressForm = form
		if err := tryForm(h); err != nil {
			return err
		}
	}
	return nil
}

// addressForms are the forms of address that letters have in French, and elsewhere.
var addressForms = map[bool][]string{true: {"vous", "tu"}, false: {""}}

func tryForm(h House) error {
	theirs, err := read(h, true)
	if err != nil {
		return err
	}
	h.Overrides = nil
	ours, err := New(h)
	if err != nil {
		return err
	}
	for _, scene := range specimen.Scenes() {
		owed, err := scene.Owed()
		if err == nil {
			err = theirs.try(ours, sampleOrder(owed))
		}
		if err != nil {
			return fmt.Errorf("try the letter %s (%s): %s", scene.Kind, strings.TrimSpace(scene.Name), inWords(err))
		}
	}
	return nil
}

// executing is how text/template says where a letter could not be written.
var executing = regexp.MustCompile(`^template: (\S+): executing "[^"]*" at <(.*)>: (?:error calling ` + demanded + `: )?(.*)$`)

// inWords says where a letter could not be written, and what to do, in words
// that are not those of the program.
func inWords(err error) string {
	found := executing.FindStringSubmatch(err.Error())
	if found == nil {
		return err.Error()
	}
	why := found[3]
	if strings.HasPrefix(found[2], demanded) {
		return found[1] + ": " + why
	}
	if strings.HasPrefix(why, "can't evaluate field") {
		why = "this letter has no such thing: compare with the letter that it overrides"
	}
	return fmt.Sprintf("%s: {{%s}}: %s", found[1], found[2], why)
}

// try writes one letter, and compares what it offers with what another does.
func (c *Composer) try(ours *Composer, o Order) error {
	t, text, err := c.draft(o)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(text, "Subject: ") {
		return fmt.Errorf("%s: its first line must be its subject, \"Subject: …\"", place(t))
	}
	_, model, err := ours.draft(o)
	if err != nil {
		return err
	}
	offered := offers(text)
	for _, word := range offers(model) {
		if !slices.Contains(offered, word) {
			return fmt.Errorf("%s: it no longer offers %s to answer with: take that line from the letter that it overrides", place(t), word)
		}
	}
	_, err = c.Compose(o)
	return err
}

// draft is a letter in its markup, with the template that it is of.
func (c *Composer) draft(o Order) (*template.Template, string, error) {
	t, err := c.template(o)
	if err != nil {
		return nil, "", err
	}
	text, err := execute(t, c.view(o))
	return t, strings.TrimLeft(text, "\n"), err
}

// place is where a template begins: file and line.
func place(t *template.Template) string {
	where, _ := t.ErrorContext(t.Root)
	return strings.TrimSuffix(where, ":")
}

// offers are the words that a letter offers to answer with, those it quotes
// left out.
func offers(text string) (words []string) {
	_, body, _ := strings.Cut(text, "\n")
	for _, b := range parseBlocks(body) {
		if b.Form != menu {
			continue
		}
		for _, r := range b.Rows {
			words = append(words, r.Key)
		}
	}
	return words
}

// demanded is the name by which strict templates call there.
const demanded = "demanded"

// demand has everything that a template prints be there: a letter that tells an
// hour which it does not have would say so in no language.
func demand(t *template.Template) {
	if t.Tree == nil || t.Root == nil {
		return
	}
	_ = walk(t.Root, func(n parse.Node) error { // it fails never
		if action, is := n.(*parse.ActionNode); is && len(action.Pipe.Decl) == 0 {
			said := action.String()
			call := []parse.Node{
				parse.NewIdentifier(demanded).SetTree(t.Tree).SetPos(action.Pos),
				&parse.StringNode{NodeType: parse.NodeString, Pos: action.Pos, Quoted: strconv.Quote(said), Text: said},
			}
			action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: action.Pos, Args: call})
		}
		return nil
	})
}

// there passes on what is there, as the template said it.
func there(said string, value any) (any, error) {
	if v := reflect.ValueOf(value); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, fmt.Errorf("%s: there is none in this letter: ask for it first with {{if}}, as the letter that it overrides does", said)
	}
	return value, nil
}
