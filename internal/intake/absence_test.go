package intake

import (
	"os"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// TestAbsences: what a machine sends for somebody who is away is told, whoever
// wrote the machine, and nothing that a person writes about it.
func TestAbsences(t *testing.T) {
	text, err := os.ReadFile("testdata/absences.txt")
	if err != nil {
		t.Fatal(err)
	}
	reader := picasoft(t)
	var machines, people score
	for _, block := range strings.Split(string(text), "\n##### ")[1:] {
		about, raw, _ := strings.Cut(block, "\n")
		q := reader.Read([]byte(raw), nil, corpusTime).Request
		told := q.Kind == governance.KindAutoReply
		who, _, _ := strings.Cut(about, " ")
		if who == "machine" {
			machines.add(told)
		} else {
			people.add(!told)
		}
		if told != (who == "machine") || told && (len(q.Votes) > 0 || q.Verb != "" || q.Uncertain) {
			t.Errorf("%s: got %s, %s (%s)", about, q.Kind, saying(q), q.Why)
		}
	}
	if machines.n < 40 {
		t.Errorf("%d automatic replies, not 40", machines.n)
	}
	machines.atLeast(t, "automatic replies found", 100)
	people.atLeast(t, "people's mail left alone", 100)
}

// TestAutomatic: each field that marks an automatic reply does so alone,
// whatever the mail says.
func TestAutomatic(t *testing.T) {
	text, err := os.ReadFile("testdata/automatic.txt")
	if err != nil {
		t.Fatal(err)
	}
	var told score
	for l := range strings.Lines(string(text)) {
		want, field, ok := strings.Cut(strings.TrimSpace(l), " | ")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		name, _, _ := strings.Cut(field, ":")
		var head strings.Builder
		head.WriteString(field + "\n")
		for _, other := range []string{"From: Bob Durand <bob@exemple.test>", "To: tdc@picasoft.test", "Subject: Le local", "Message-ID: <1@exemple.test>", "Content-Type: text/plain; charset=utf-8"} {
			if !strings.HasPrefix(other, name+":") {
				head.WriteString(other + "\n")
			}
		}
		q := picasoft(t).Read([]byte(head.String()+"\nOn verra bien.\n"), nil, corpusTime).Request
		machine := q.Kind == governance.KindAutoReply
		told.add(machine == (want == "machine"))
		if machine != (want == "machine") {
			t.Errorf("%s: got %s (%s)", field, q.Kind, q.Why)
		}
	}
	told.atLeast(t, "automatic replies told by one field", 100)
}
