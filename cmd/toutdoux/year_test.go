package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"toutdoux/internal/replay"
)

var update = flag.Bool("update", false, "write the year's mailbox and goldens anew; read the difference before you keep it")

// TestYear lives a year of an association of 29 in one mailbox: story.txt tells
// it, year.mbox holds the same as mails, and what replay makes of them is kept:
// outcome.json in figures, chronicle.txt with the subject of every letter.
func TestYear(t *testing.T) {
	cast := readCast(t)
	story := readStory(t, cast)
	if *update {
		keep(t, "year.mbox", mailbox(answering(t, story)))
	}
	sameStory(t, story)
	began := time.Now()
	out := replayYear(t)
	t.Logf("%d mails are replayed in %v", len(story), time.Since(began).Round(time.Millisecond))
	var report replay.Report
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	ends := map[string]string{}
	for _, a := range report.Actions {
		ends[a.Title] = fmt.Sprintf("%s %s %d/%d/%d of %d", a.State, a.How, a.For, a.Blank, a.Against, a.Electorate)
	}
	for title, want := range map[string]string{
		"Acheter une scie à ruban d’occasion": "adopted majority 15/1/0 of 29", "Jonas tient la caisse": "withdrawn  3/0/0 of 30",
		"Changer de banque": "adopted silence 15/1/0 of 31", "Jonas tient la caisse, cette fois": "adopted majority 16/0/0 of 31",
		"Louer une sono pour la fête de l’hiver": "rejected  3/0/16 of 30", "Dissoudre l’association": "rejected  18/1/29 of 52",
	} {
		if ends[title] != want {
			t.Errorf("%s: %s, want %s", title, ends[title], want)
		}
	}
	for _, l := range report.Letters { // the mandate is confidential
		if strings.Contains(l.Subject, "Le bail, mardi soir") && l.To != cast["Irène"].Address && l.To != cast["Rachid"].Address {
			t.Errorf("%s reads what the holders of a mandate write: %s", l.To, l.Subject)
		}
	}
	golden(t, "chronicle.txt", chronicle(story, report.Letters, cast))
	golden(t, "outcome.json", figures(t, out, report.Letters))
}

const (
	list       = "atelier@etabli.test"
	yearBegins = "2025-09-01T08:00:00+02:00"
	yearEnds   = "2026-08-31T23:00:00+02:00"
)

func yearFile(name string) string { return filepath.Join("testdata", "year", name) }

// replayYear is what the program prints.
func replayYear(t *testing.T) []byte {
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs([]string{
		"replay", "--json", "--config", yearFile("toutdoux.toml"), "--members", yearFile("members.csv"), "--mbox", yearFile("year.mbox"),
		"--since", yearBegins, "--until", yearEnds,
	})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// figures is what replay prints, with the letters counted by kind.
func figures(t *testing.T, out []byte, letters []replay.Letter) []byte {
	var whole map[string]any
	if err := json.Unmarshal(out, &whole); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, l := range letters {
		kinds[string(l.Kind)]++
	}
	whole["letters"] = kinds
	text, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// golden compares with a file of the year, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		keep(t, name, got)
	}
	want, err := os.ReadFile(yearFile(name))
	if err != nil {
		t.Fatal(err)
	}
	if d := diff.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		t.Errorf("%s (go test ./cmd/toutdoux -run Year -update writes it anew): %s", name, d)
	}
}

func keep(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(yearFile(name), content, 0o644); err != nil {
		t.Fatal(err)
	}
}
