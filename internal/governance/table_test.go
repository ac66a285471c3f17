package governance

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The table of every request in every state: whatever a member sends, whatever
// the state of the action, there is an answer (rules.md, Actions).

// played are the lines that bring action #1 into each state. Where nobody can
// vote, the voter is on leave too.
var played = []struct{ state, lines string }{
	{"ordinary, open", "2026-02-02 09:00 Alice: [ORDINAIRE] Titre"},
	{"ordinary, paused", "2026-02-02 09:00 Alice: [ORDINAIRE] Titre\n2026-02-02 10:00 Bob: PAUSE"},
	{"ordinary, past its deadline, closing awaited", "closings wait\n2026-02-02 09:00 Alice: [ORDINAIRE] Titre\n2026-02-12 09:01 Bob: Bonjour"},
	{"ordinary, settled", "2026-02-02 09:00 Alice: [ORDINAIRE] Titre\nuntil 2026-02-12 09:00"},
	{"ordinary, settled and done", "2026-02-02 09:00 Alice: [ORDINAIRE] Titre\nuntil 2026-02-12 09:00\n2026-02-12 10:00 Alice: FAIT"},
	{"ordinary, stopped", "2026-02-02 09:00 Alice: [ORDINAIRE] Titre\n2026-02-02 10:00 Bob: CONTRE\n2026-02-02 10:01 Carol: CONTRE\n2026-02-02 10:02 Dave: CONTRE"},
	{"extraordinary, open", "2026-02-02 09:00 Alice: [EXTRA] Titre"},
	{"extraordinary, past its deadline, closing awaited", "closings wait\n2026-02-02 09:00 Alice: [EXTRA] Titre\n2026-02-12 09:01 Bob: Bonjour"},
	{"extraordinary, waiting for somebody who can vote", "2026-02-02 08:00 Alice: VACANCES\n2026-02-02 08:01 Bob: VACANCES\n2026-02-02 08:02 Carol: VACANCES\n2026-02-02 08:03 Dave: VACANCES\n2026-02-02 08:04 Frank: VACANCES\n2026-02-02 09:00 Alice: [EXTRA] Titre"},
	{"extraordinary, adopted", "2026-02-02 09:00 Alice: [EXTRA] Titre\n2026-02-02 10:00 Bob: POUR\n2026-02-02 10:01 Dave: POUR\n2026-02-02 10:02 Carol: POUR"},
	{"extraordinary, adopted and done", "2026-02-02 09:00 Alice: [EXTRA] Titre\n2026-02-02 10:00 Bob: POUR\n2026-02-02 10:01 Dave: POUR\n2026-02-02 10:02 Carol: POUR\n2026-02-02 11:00 Alice: FAIT"},
	{"extraordinary, rejected", "2026-02-02 09:00 Alice: [EXTRA] Titre\n2026-02-02 10:00 Bob: CONTRE\n2026-02-02 10:01 Dave: CONTRE\n2026-02-02 10:02 Carol: CONTRE\nuntil 2026-02-12 09:00"},
	{"extraordinary, adopted, its effects carried out", "2026-02-02 09:00 Alice: [EXTRA] Titre — Règle : voting_delay = 5 jours\n2026-02-02 10:00 Bob: POUR\n2026-02-02 10:01 Dave: POUR\n2026-02-02 10:02 Carol: POUR"},
	{"withdrawn", "2026-02-02 09:00 Alice: [EXTRA] Titre\n2026-02-02 10:00 Alice: RETRAIT"},
}

// askers are who may write, and the line that makes them what they are.
var askers = []struct{ as, name, lines string }{
	{"proposer", "Alice", ""},
	{"voter", "Frank", ""},
	{"newcomer", "Erin", ""},
	{"on leave", "Frank", "2026-02-13 08:00 Frank: VACANCES"},
	{"unreachable", "Frank", "2026-02-13 08:00 bounce of Frank: 5.1.1\n2026-02-16 08:00 bounce of Frank: 5.1.1"},
}

var asked = []string{
	"POUR", "BLANC", "CONTRE", "PAUSE", "PAUSE, parlons-en", "RETRAIT", "FAIT", "FAIT : un rapport", "EXTRA", "CONTESTER",
	"Je n'ai pas tout compris.", "Pour ma part (unclear)", "POUR (unproven)", "DÉMISSION", "REGISTRE #1",
}

// TestTable plays every request in every state by every asker, and holds the
// answers against testdata/table.txt.
func TestTable(t *testing.T) {
	var out strings.Builder
	for _, p := range played {
		fmt.Fprintf(&out, "== %s\n", p.state)
		for _, words := range asked {
			fmt.Fprintf(&out, "%s\n", words)
			for _, row := range rows(t, p.lines, words) {
				fmt.Fprintf(&out, "    %s\n", row)
			}
		}
	}
	golden(t, "testdata/table.txt", out.String())
}

// rows are the answers to one request in one state: a row for all askers who
// get the same, they being X.
func rows(t *testing.T, state, words string) []string {
	t.Helper()
	var answers []string
	same := map[string][]string{}
	for _, who := range askers {
		answer := strings.ReplaceAll(answerTo(t, state, who.lines, who.name, words), who.name, "X")
		reached, back := strings.CutPrefix(answer, "X is within reach again; ")
		if back != (who.as == "unreachable" && !strings.HasSuffix(words, "(unproven)")) {
			t.Errorf("%s, %s: %s", who.as, words, answer)
		}
		if same[reached] == nil {
			answers = append(answers, reached)
		}
		same[reached] = append(same[reached], who.as)
	}
	if len(answers) == 1 {
		return []string{"all: " + answers[0]}
	}
	for i, answer := range answers {
		answers[i] = strings.Join(same[answer], ", ") + ": " + answer
	}
	return answers
}

// answerTo plays one cell of the table, and says what was answered.
func answerTo(t *testing.T, state, asker, name, words string) string {
	t.Helper()
	p := &player{world: newWorld(t, paris), start: time.Date(2026, 1, 1, 0, 0, 0, 0, paris), statutes: DefaultStatutes()}
	script := "members Alice Bob Carol Dave Frank\nnewcomer Erin votes from 2026-06-01 09:00\n2026-02-01 09:00 Frank: AIDE\n"
	at := "2026-02-10 10:00"
	if !strings.Contains(state, "closings wait") && !strings.Contains(state, "until") {
		asker = strings.NewReplacer("2026-02-13", "2026-02-03", "2026-02-16", "2026-02-06").Replace(asker)
	} else {
		at = "2026-02-17 09:00"
	}
	for line := range strings.Lines(script + state + "\n" + asker) {
		if err := p.line(strings.TrimSpace(line)); err != nil {
			t.Fatal(err)
		}
	}
	instant, _, _ := p.instant(at)
	p.ticks(instant, false, nil)
	sentBefore, logBefore := len(p.sent), len(p.log)
	if err := p.line(at + " " + name + ": " + words); err != nil {
		t.Fatal(err)
	}
	return p.answer(t, p.log[logBefore:], p.sent[sentBefore:], p.member(name).ID)
}

// answer says what a member was answered, and fails where they met silence.
func (p *player) answer(t *testing.T, records []Record, sent []sent, member int) string {
	t.Helper()
	var what, told []string
	for _, r := range records {
		if line := p.tell(r); line != "" {
			what = append(what, line)
		}
	}
	others := map[LetterKind]int{}
	answered := false
	for _, l := range sent {
		if l.member != member {
			others[l.Kind]++
			continue
		}
		answered = true
		told = append(told, "✉ "+string(l.Kind)+either(l.Why != "", " ("+string(l.Why)+")"))
	}
	if len(what) == 0 || !answered {
		t.Errorf("%s met silence: %q", p.name(member), what)
	}
	for kind, n := range others {
		if !strings.Contains(strings.Join(told, ","), string(kind)) {
			t.Errorf("%d others have a letter %s that %s has not", n, kind, p.name(member))
		}
	}
	return strings.Join(what, "; ") + " → " + strings.Join(told, ", ")
}
