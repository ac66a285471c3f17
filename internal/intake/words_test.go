package intake

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// saying writes in one line what a request asks for, as testdata/words.txt does.
func saying(q governance.Request) string {
	if q.Uncertain {
		return "ask"
	}
	var parts []string
	for _, v := range q.Votes {
		p := string(v.Choice)
		if v.Assent {
			p = "yes-" + p
		}
		if len(q.Votes) > 1 || v.Action != 12 {
			p = fmt.Sprintf("%d %s", v.Action, p)
		}
		parts = append(parts, p)
	}
	if q.Verb != "" {
		p := string(q.Verb)
		if q.Target != 0 && q.Verb != governance.VerbAccept {
			p = fmt.Sprintf("%d %s", q.Target, p)
		}
		parts = append(parts, p)
	}
	if q.Beside != "" {
		parts = append(parts, string(q.Beside)+"?")
	}
	if len(parts) == 0 {
		return "talk"
	}
	return strings.Join(parts, ", ")
}

// answer is a plain answer to action 12.
func answer(body string) []byte {
	return []byte("From: Alice Martin <alice@exemple.test>\r\nTo: tdc@exemple.test\r\n" +
		"Subject: Re: [Picasoft] [EXTRA #12] X\r\nMessage-ID: <1@exemple.test>\r\nIn-Reply-To: <a@exemple.test>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n")
}

func TestWords(t *testing.T) {
	file, err := os.Open("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cases := 0
	for scan := bufio.NewScanner(file); scan.Scan(); {
		want, body, ok := strings.Cut(scan.Text(), "|")
		if !ok || strings.HasPrefix(want, "#") {
			continue
		}
		cases++
		body = strings.ReplaceAll(strings.TrimSpace(body), `\n`, "\n")
		q := Reader{}.Read(answer(body), nil, corpusTime).Request
		got := saying(q)
		if strings.HasPrefix(strings.TrimSpace(want), "ask ") { // about a command
			got += " " + string(q.Verb)
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%q: got %s, want %s (%s)", body, got, strings.TrimSpace(want), q.Why)
		}
	}
	t.Logf("%d cases", cases)
}

// TestFold: the short cut gives what the tables of Unicode give.
func TestFold(t *testing.T) {
	for r := range common {
		if short, long := fold(string(r)), foldAll(string(r)); short != long {
			t.Errorf("%q: %q and %q", r, short, long)
		}
	}
	if got := fold("ÉTAT d’où ça, ŒUVRE　ＰＯＵＲ e\u0301"); got != "etat d'ou ca, oeuvre pour e" {
		t.Errorf("got %q", got)
	}
}

// TestTables: what the tables hold is what fold leaves, or it is never found.
func TestTables(t *testing.T) {
	all := slices.Concat(glyphs, quoters, announced, passers, borders, sendings, sent, apps, systems, gadgets, pockets, disclaimers, claimers, claims, scanners, leavers, slips, trees, printings,
		openings, menus, feet, absences, absentees, habits, serverMailers, hints, aways, promises, avowals, daemons, returns, failures, prologues, delays, headings, registrars, readings, reads, recalls, subjects, ends, traces, challenges, reasons, firms, headings, registrars, readings, reads, recalls)
	for _, table := range []map[string]bool{originals, forwards, dayWords, sentential, articles, regards, greetings, closings, conditions, reservations, doubts, firsts, preposed, objects, matters, determiners, whole, insistences, ordinals, conclusions, refusals, possessives, audience, reports, retractions, governed, leads, negation, turns, particles, limits, refusing, adversatives, ifs, mains, linked, minds, selves, others, past, nominal, commonplace, tells, wavers, conditionals, counters, companions, speaking, courteous, tellings, hangs, titles, introductions, pollWords} {
		all = slices.AppendSeq(all, maps.Keys(table))
	}
	all = slices.AppendSeq(all, maps.Keys(names))
	all = slices.AppendSeq(all, maps.Keys(verbs))
	all = slices.AppendSeq(all, maps.Keys(phrases))
	all = slices.AppendSeq(all, maps.Keys(labels))
	all = slices.AppendSeq(all, maps.Keys(orders))
	all = slices.AppendSeq(all, maps.Keys(replies))
	for _, entry := range all {
		if got := fold(entry); got != entry {
			t.Errorf("%q is %q once folded", entry, got)
		}
	}
}
