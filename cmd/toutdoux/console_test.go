package main

import "testing"

func TestFolded(t *testing.T) {
	for line, want := range map[string]string{
		"":                              "",
		"un mot":                        "un mot",
		"dix lettres et dix":            "dix\nlettres et\ndix",
		"éééé ééééé":                    "éééé ééééé",
		"anticonstitutionnellement dit": "anticonstitutionnellement\ndit",
	} {
		if got := folded(line, 10); got != want {
			t.Errorf("%q is folded to %q, want %q", line, got, want)
		}
	}
}
