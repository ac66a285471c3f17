package config

import (
	"errors"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// outline is where each key of a document stands, and the first that is
// unknown or of the wrong kind. The decoder could say that too, but in terms of
// Go types, and what is found after decoding needs a line as well.
type outline struct {
	parser unstable.Parser
	known  map[string]reflect.Type
	at     map[string]int // line of each dotted key and table, from 1
	fault  *Error         // without file
}

// outlineOf stops where the document is no TOML: the decoder says so.
func outlineOf(raw []byte) *outline {
	o := &outline{known: keys(), at: map[string]int{}}
	o.parser.Reset(raw)
	var table string
	for o.parser.NextExpression() {
		switch node := o.parser.Expression(); node.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = o.note("", node)
			o.check(table, node)
		case unstable.KeyValue:
			o.noteValue(table, node)
		}
	}
	return o
}

// noteValue notes a key, and those of the inline tables in it.
func (o *outline) noteValue(table string, node *unstable.Node) {
	key, value := o.note(table, node), node.Value()
	o.check(key, value)
	o.descend(key, value)
}

func (o *outline) descend(key string, value *unstable.Node) {
	for each := value.Children(); each.Next(); {
		switch value.Kind {
		case unstable.InlineTable:
			o.noteValue(key, each.Node())
		case unstable.Array:
			o.descend(key, each.Node())
		}
	}
}

// note notes the key of a node, and the tables that its dots imply.
func (o *outline) note(table string, node *unstable.Node) string {
	path := table
	for part := node.Key(); part.Next(); {
		path = strings.TrimPrefix(path+"."+string(part.Node().Data), ".")
		if o.at[path] == 0 {
			o.at[path] = o.parser.Shape(part.Node().Raw).Start.Line
		}
	}
	return path
}

// check leaves the statutes to the rules.
func (o *outline) check(key string, value *unstable.Node) {
	t, known := o.known[key]
	switch {
	case o.fault != nil || strings.HasPrefix(key, "statutes."):
	case !known:
		o.fault = &Error{Line: o.at[key], Key: key, Err: unknownKey(key)}
	case !fits(t, value):
		o.fault = &Error{Line: o.at[key], Key: key, Err: errors.New("wrong kind of value: write " + wants(t))}
	}
}

// fits tells whether the decoder would take that value for that type.
func fits(t reflect.Type, value *unstable.Node) bool {
	switch kind := kindOf(t); {
	case value.Kind == unstable.Array && kind == unstable.Array:
		for each := value.Children(); each.Next(); {
			if !fits(t.Elem(), each.Node()) {
				return false
			}
		}
		return true
	case value.Kind == unstable.Table:
		return kind == unstable.InlineTable
	case value.Kind == unstable.ArrayTable:
		return kind == unstable.Array && kindOf(t.Elem()) == unstable.InlineTable
	default:
		return value.Kind == kind
	}
}

// lineOf is the line of a key, or of the table that lacks it; 0 for neither.
func (o *outline) lineOf(key string) int {
	for o.at[key] == 0 && key != "" {
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
	return o.at[key]
}
