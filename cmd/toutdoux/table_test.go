package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Columns stay straight whatever the script, and nothing in a cell moves the
// cursor.
func TestTable(t *testing.T) {
	var out strings.Builder
	rows := table{{"NAME", "N"}, {"漢字", "1"}, {"E\u0301ve", "2"}, {"a\x1b[2J\u202e", "3"}, {"Zoé", ""}}
	if err := rows.print(&out); err != nil {
		t.Fatal(err)
	}
	want := "NAME    N\n漢字    1\nE\u0301ve     2\na\ufffd[2J\ufffd  3\nZoé\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// JSON says the same to a program, and nothing to a terminal.
func TestInertJSON(t *testing.T) {
	got, err := inertJSON(map[string]string{"a<b": "é 漢 🎉 \x1b \x7f \u009b \u202e \U000e0041 \\u001b"})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"a<b":"é 漢 🎉 \u001b \u007f \u009b \u202e \udb40\udc41 \\u001b"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
