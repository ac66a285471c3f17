package explain

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/trust"
)

// constants are the values of a type's constants in a file of another room.
func constants(t *testing.T, file, of string) (values []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "../"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is || spec.Type == nil || fmt.Sprint(spec.Type) != of {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
		return true
	})
	if len(values) < 5 {
		t.Fatalf("%d constants of %s in %s", len(values), of, file)
	}
	return values
}

// Whatever the other rooms may say has words here.
func TestEverythingHasWords(t *testing.T) {
	for _, why := range constants(t, "intake/evidence.go", "Why") {
		if _, said := reasons[intake.Why(why)]; !said {
			t.Errorf("nothing is said for %q", why)
		}
	}
	for _, g := range constants(t, "trust/grounds.go", "Grounds") {
		if _, said := grounds[trust.Grounds(g)]; !said {
			t.Errorf("nothing is said for %q", g)
		}
	}
	for _, reason := range constants(t, "trust/shape.go", "Reason") {
		told := (&teller{}).problem("refuse mail: " + reason)
		if told == reason {
			t.Errorf("nothing is said for %q", reason)
		}
	}
	for _, b := range constants(t, "governance/belief.go", "Belief") {
		_, said := beliefs[governance.Belief(b)]
		switch governance.Belief(b) {
		case governance.ByDomain, governance.NotOnFile, governance.Unproven: // grounds tell
			said = true
		}
		if !said {
			t.Errorf("nothing is said for %q", b)
		}
	}
	for _, kind := range constants(t, "governance/request.go", "LeftOut") {
		if _, said := files[governance.LeftOut(kind)]; !said {
			t.Errorf("nothing is said for a file left out as %q", kind)
		}
	}
}

// sentences are all that is said, in both languages.
func sentences() (all [][2]string) {
	add := func(table any) {
		switch table := table.(type) {
		case map[string][2]string:
			for _, s := range table {
				all = append(all, s)
			}
		case map[trust.Grounds][2]string:
			for _, s := range table {
				all = append(all, s)
			}
		case map[intake.Why][2]string:
			for _, s := range table {
				all = append(all, s)
			}
		case map[governance.Belief][2]string:
			for _, s := range table {
				all = append(all, s)
			}
		case map[governance.Why][2]string:
			for _, s := range table {
				all = append(all, s)
			}
		}
	}
	for _, table := range []any{words, senders, thens, events, problems, labels, grounds, reasons, beliefs, ignoredFor} {
		add(table)
	}
	for _, forms := range counts {
		all = append(all, [2]string{forms[0][0], forms[1][0]}, [2]string{forms[0][1], forms[1][1]})
	}
	return all
}

var slot = regexp.MustCompile(`%[sd]`)

// Both languages say the same of the same things, and French is well printed.
func TestSentences(t *testing.T) {
	french := compose.SpeechOf("fr", time.UTC)
	for _, s := range sentences() {
		if got, want := fmt.Sprint(slot.FindAllString(s[1], -1)), fmt.Sprint(slot.FindAllString(s[0], -1)); got != want {
			t.Errorf("%q is said of %s, %q of %s", s[0], want, s[1], got)
		}
		printed := french.Typeset(s[1])
		for _, wrong := range []string{" :", " ;", " ?", " !", "« ", " »", "'", "!"} {
			if strings.Contains(printed, wrong) {
				t.Errorf("%q has %q", printed, wrong)
			}
		}
		if strings.Contains(s[0], "!") || s[0] == "" || s[1] == "" {
			t.Errorf("%q", s)
		}
	}
}

// What was written down in English is said in French, what goes on from other
// words too.
func TestGrounds(t *testing.T) {
	french := &teller{language: 1, speech: compose.SpeechOf("fr", time.UTC)}
	for why, want := range map[string]string{
		trust.DMARCPasses.Of("exemple.fr"):                         "DMARC réussit pour exemple.fr",
		trust.AndSPF.Of(trust.NoneHolds.Of("exemple.fr"), "fail"):  "aucune signature DKIM du domaine exemple.fr n’est bonne, et SPF dit fail",
		trust.AndEnvelope.Of(string(trust.NotNamed)):               "la liste n’est pas nommée dans un To ou un Cc signé, et l’enveloppe n’est pas de ce domaine",
		trust.TooFar.Of("reject", "exemple.fr", "mail.exemple.fr"): "DMARC échoue (p=reject)\u00a0: exemple.fr veut son nom exact, et c’est mail.exemple.fr qui réussit",
		"whatever": "whatever",
	} {
		if got := french.ground(why); got != want {
			t.Errorf("%q: %q, want %q", why, got, want)
		}
	}
}
