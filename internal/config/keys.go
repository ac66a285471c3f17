package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"toutdoux/internal/governance"
)

// keys maps each dotted key and table that a file may have to its Go type.
func keys() map[string]reflect.Type {
	found := map[string]reflect.Type{"statutes": reflect.TypeFor[map[string]any]()}
	for _, key := range governance.StatuteKeys() {
		found["statutes."+key] = reflect.TypeFor[string]()
	}
	addKeys(found, "", reflect.TypeFor[Config]())
	return found
}

func addKeys(found map[string]reflect.Type, table string, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || isText(t) {
		return
	}
	for field := range t.Fields() {
		switch name := field.Tag.Get("toml"); name {
		case "-":
		case "":
			addKeys(found, table, field.Type) // embedded: its keys are the table's own
		default:
			key := strings.TrimPrefix(table+"."+name, ".")
			found[key] = field.Type
			addKeys(found, key, field.Type)
		}
	}
}

// kindOf is the TOML that a value of that Go type is written as.
func kindOf(t reflect.Type) unstable.Kind {
	if isText(t) {
		return unstable.String
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.String:
		return unstable.String
	case reflect.Int:
		return unstable.Integer
	case reflect.Bool:
		return unstable.Bool
	case reflect.Slice:
		return unstable.Array
	}
	return unstable.InlineTable
}

// wants says in words what a key of that type is given as.
func wants(t reflect.Type) string {
	switch kindOf(t) {
	case unstable.String:
		return "a text in quotes"
	case unstable.Integer:
		return "a whole number"
	case unstable.Bool:
		return "true or false"
	case unstable.Array:
		return "a list in brackets"
	}
	return "a table, as in [table]"
}

// isText tells whether values of that type are read from a text.
func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func unknownKey(key string) error {
	return fmt.Errorf("unknown key: the nearest known key is %s", nearest(key))
}

// nearest is the known key that takes the fewest changes to reach; of two
// alike, the first in the alphabet.
func nearest(unknown string) string {
	best, fewest := "", 1<<30
	known := make([]string, 0, 64)
	for key := range keys() {
		known = append(known, key)
	}
	slices.Sort(known)
	for _, key := range known {
		if n := distance(unknown, key); n < fewest {
			best, fewest = key, n
		}
	}
	return best
}

// distance is Levenshtein's: how many letters to add, drop or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
