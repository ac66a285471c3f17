package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whoever copies a command from a guide gets one that exists.
func TestGuidesNameOnlyCommandsThatExist(t *testing.T) {
	pages := []string{"../../README.md"}
	for _, pattern := range []string{"../../contrib/*/*.md", "../../contrib/man/*.scd"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	seen := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range invocations(string(text)) {
			seen++
			if err := exists(words); err != nil {
				t.Errorf("%s: toutdoux %s: %v", page, strings.Join(words, " "), err)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d commands found in %q: are they looked for as they are written?", seen, pages)
	}
}

// Guides in French have French typography: a line never begins with what ends a
// sentence. With -update they get it.
func TestGuidesAreTypeset(t *testing.T) {
	for _, page := range []string{"../../contrib/doc/membres.md", "../../contrib/doc/benevoles.md"} {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		want := typeset(string(raw))
		if *update {
			if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(want, string(raw)); diff != "" {
			t.Errorf("%s lacks no-break spaces or apostrophes: go test ./cmd/toutdoux -run Typeset -update (-want +got)\n%s", page, diff)
		}
	}
}

var highMark = regexp.MustCompile(` ([;:!?»%€])`)

// typeset puts no-break spaces and typographic apostrophes outside of code.
func typeset(text string) string {
	var b strings.Builder
	last := 0
	mend := func(part string) string {
		part = highMark.ReplaceAllString(part, "\u00a0$1")
		return strings.NewReplacer("« ", "«\u00a0", "'", "’").Replace(part)
	}
	for _, at := range code.FindAllStringIndex(text, -1) {
		b.WriteString(mend(text[last:at[0]]))
		b.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(mend(text[last:]))
	return b.String()
}

func TestGuidesAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"Écrivez `toutdoux membre list` !":                                 "no such command",
		"Écrivez\n`sudo -u toutdoux toutdoux member list --json`.":         "",
		"```\ntoutdoux log --before 3 | grep x\n```":                       "no flag --before",
		"```\ngo run ./cmd/toutdoux member add x --reason \"y\" && z\n```": "",
		"`toutdoux member enlist`":                                         "no such command",
	} {
		found := invocations(text)
		if len(found) != 1 {
			t.Errorf("%q: found %q", text, found)
			continue
		}
		if err := exists(found[0]); fmt.Sprint(err) != want && (err != nil || want != "") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	for _, text := range []string{"toutdoux lit le courrier", "`journalctl -u toutdoux`", "`adduser exim toutdoux`", "`toutdoux.toml`"} {
		if found := invocations(text); len(found) > 0 {
			t.Errorf("%q: found %q", text, found)
		}
	}
}

var code = regexp.MustCompile("(?s)```.*?```|`[^`\n]+`")

// invocations are the words after the program's name, wherever text shows a
// command that runs it.
func invocations(text string) (found [][]string) {
	for _, block := range code.FindAllString(text, -1) {
		block = strings.ReplaceAll(strings.Trim(block, "`"), "\\\n", " ")
		for line := range strings.Lines(strings.ReplaceAll(block, "$(", "\n")) {
			words := strings.Fields(line)
			for i := range words {
				if isRun(words, i) {
					rest := words[i+1:]
					if end := slices.IndexFunc(rest, isBoundary); end >= 0 {
						rest = rest[:end]
					}
					found = append(found, rest)
				}
			}
		}
	}
	return found
}

var lower = regexp.MustCompile(`^[a-z]+$`)

// isRun tells whether that word is the program, and not somebody's name: what
// follows it is then a command.
func isRun(words []string, i int) bool {
	name := words[i] == "toutdoux" || strings.HasSuffix(words[i], "/toutdoux")
	return name && i+1 < len(words) && lower.MatchString(words[i+1]) && words[i+1] != "toutdoux" && (i == 0 || words[i-1] != "-u")
}

func isBoundary(word string) bool { return slices.Contains([]string{"|", "&&", ";", "#", ">"}, word) }

// exists looks a command up, with its flags.
func exists(words []string) error {
	root := newRoot()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(words...)
	cmd, rest, err := root.Find(words)
	if err != nil || cmd == root || cmd.HasSubCommands() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
		return errors.New("no such command")
	}
	for _, word := range rest {
		name, _, _ := strings.Cut(word, "=")
		if flag, is := strings.CutPrefix(name, "--"); is && cmd.Flag(flag) == nil {
			return fmt.Errorf("no flag --%s", flag)
		}
	}
	return nil
}
