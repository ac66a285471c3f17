package compose

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"text/template/parse"
)

const noBreak = "\u00a0"

var (
	// forms of address stand in the French templates as [vous|tu].
	politeness = regexp.MustCompile(`\[([^\[\]|{}\n]*)\|([^\[\]|{}\n]*)\]`)
	straight   = regexp.MustCompile(`(\pL)'(\pL)`)
	units      = regexp.MustCompile(`(\d|1er) (€|h\b|%|` + strings.Join(french.months[:], "|") + `)`)
)

// beside are the marks that no line may part from the word at their side.
var beside = strings.NewReplacer(" :", noBreak+":", " ;", noBreak+";", " !", noBreak+"!", " ?", noBreak+"?", " »", noBreak+"»", "« ", "«"+noBreak)

// addressForm keeps one side of every [vous|tu].
func addressForm(source, form string) string {
	keep := "$1"
	if form == "tu" {
		keep = "$2"
	}
	return politeness.ReplaceAllString(source, keep)
}

// typeset gives a letter's own prose the apostrophes and, in French, the
// no-break spaces of good printing: before : ; ! ? » and units, after «. They
// are all U+00A0: every font and terminal has it. People's words are never
// touched, since only a template's text passes here.
func typeset(text []byte, locale string) []byte {
	if bytes.IndexByte(text, '\'') >= 0 { // most texts of a letter are short, and have none
		text = straight.ReplaceAll(text, []byte("$1’$2"))
	}
	if locale != "fr" {
		return text
	}
	text = []byte(beside.Replace(string(text)))
	if bytes.ContainsAny(text, "0123456789") {
		text = units.ReplaceAll(text, []byte("$1"+noBreak+"$2"))
	}
	return text
}

// walk visits the nodes of a template, in their order.
func walk(node parse.Node, visit func(parse.Node) error) error {
	if err := visit(node); err != nil {
		return err
	}
	switch n := node.(type) {
	case *parse.ListNode:
		return walkAll(n.Nodes, visit)
	case *parse.ActionNode:
		return walkPipe(n.Pipe, visit)
	case *parse.TemplateNode:
		return walkPipe(n.Pipe, visit)
	case *parse.IfNode:
		return walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		return walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		return walkBranch(&n.BranchNode, visit)
	case *parse.CommandNode:
		return walkAll(n.Args, visit)
	case *parse.PipeNode:
		return walkPipe(n, visit)
	case *parse.ChainNode:
		return walk(n.Node, visit)
	}
	return nil
}

func walkAll(nodes []parse.Node, visit func(parse.Node) error) error {
	for _, n := range nodes {
		if err := walk(n, visit); err != nil {
			return err
		}
	}
	return nil
}

func walkPipe(pipe *parse.PipeNode, visit func(parse.Node) error) error {
	if pipe == nil {
		return nil
	}
	for _, command := range pipe.Cmds {
		if err := walkAll(command.Args, visit); err != nil {
			return err
		}
	}
	return nil
}

func walkBranch(n *parse.BranchNode, visit func(parse.Node) error) error {
	if err := walkPipe(n.Pipe, visit); err != nil {
		return err
	}
	if err := walk(n.List, visit); err != nil || n.ElseList == nil {
		return err
	}
	return walk(n.ElseList, visit)
}

// prepare typesets a parsed template, and checks that it names nothing that a
// letter does not have: a slip in an override is told at the start, with its
// line, and not on the day the letter is due.
func prepare(t *template.Template, locale string) error {
	if t.Tree == nil || t.Root == nil {
		return nil
	}
	return walk(t.Root, func(n parse.Node) error {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = typeset(n.Text, locale)
		case *parse.StringNode:
			n.Text = string(typeset([]byte(n.Text), locale))
		case *parse.FieldNode:
			return named(t.Tree, n, n.Ident)
		case *parse.VariableNode:
			return named(t.Tree, n, n.Ident[1:])
		case *parse.TemplateNode:
			if t.Lookup(n.Name) == nil {
				return misnamed(t.Tree, n, fmt.Sprintf("{{template %q}}", n.Name))
			}
		}
		return nil
	})
}

func named(tree *parse.Tree, n parse.Node, names []string) error {
	for _, name := range names {
		if !vocabulary[name] {
			return misnamed(tree, n, "."+name)
		}
	}
	return nil
}

func misnamed(tree *parse.Tree, n parse.Node, what string) error {
	place, _ := tree.ErrorContext(n)
	place = strings.TrimSuffix(place, ":")
	return fmt.Errorf("read letter %s: letters have no %s; compare with the letter that it overrides", place, what)
}
