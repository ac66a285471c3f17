package config

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2/unstable"
)

// manual is the page that tells what each key is.
const manual = "../../contrib/man/toutdoux.toml.5.scd"

// tables is the least that a file with every table has.
const tables = `organisation.name = "Asso"
list.address = "tdc@asso.example"
receive.lmtp.listen = "127.0.0.1:2424"
receive.smtp.listen = "127.0.0.1:2525"
receive.imap.address = "imap.asso.example:993"
receive.imap.username = "tdc"
receive.imap.password = "sesame"
send.smtp.address = "127.0.0.1:25"
`

var entry = regexp.MustCompile(`(?m)^\*([a-z_.]+)\* = (.*)$`)

// entries are the keys of the page with what stands after "=".
func entries(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, m := range entry.FindAllStringSubmatch(string(page), -1) {
		if _, twice := found[m[1]]; twice {
			t.Errorf("%s tells twice of %s: keep one", manual, m[1])
		}
		found[m[1]] = m[2]
	}
	return found
}

func TestManualHasEveryKeyAndNoOther(t *testing.T) {
	told := entries(t)
	for key, kind := range keys() {
		table := kindOf(kind) == unstable.InlineTable && !strings.HasPrefix(key, "statutes.") || key == "statutes"
		if _, ok := told[key]; !ok && !table {
			t.Errorf("%s does not tell of %s: add the line\n*%s* = DEFAULT, or _what is to be written_\nand, after a tab on the next, what it means", manual, key, key)
		}
	}
	known := slices.Collect(maps.Keys(keys()))
	for key := range told {
		if !slices.Contains(known, key) {
			t.Errorf("%s tells of %s, which no configuration has: drop it", manual, key)
		}
	}
}

// A file that spells out every default of the page says what one without says.
func TestManualGivesTheDefaults(t *testing.T) {
	told := entries(t)
	var text strings.Builder
	text.WriteString(tables)
	for _, key := range slices.Sorted(maps.Keys(told)) {
		if value := told[key]; !strings.HasPrefix(value, "_") && !strings.Contains(tables, key+" = ") {
			text.WriteString(key + " = " + value + "\n")
		}
	}
	want, err := Parse("toutdoux.toml", []byte(tables))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse("toutdoux.toml", []byte(text.String()))
	if err != nil {
		t.Fatalf("the defaults that %s gives: %v\n%s", manual, err, text.String())
	}
	if diff := cmp.Diff(want, got, compare); diff != "" {
		t.Errorf("%s gives other defaults than the program has (-program +page)\n%s", manual, diff)
	}
}
