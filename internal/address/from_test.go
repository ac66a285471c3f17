package address

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// fromCases also seeds the fuzz targets.
var fromCases = []struct{ header, name, addr string }{
	{"alice@x.fr", "", "alice@x.fr"},
	{" Alice <Alice@X.fr> ", "Alice", "alice@x.fr"},
	{"<alice@x.fr>", "", "alice@x.fr"},
	{"alice@x.fr (Alice Martin)", "Alice Martin", "alice@x.fr"},
	{`"Martin, Alice" <alice@x.fr>`, "Martin, Alice", "alice@x.fr"},
	{`"Alice \"Al\" M" <alice@x.fr>`, `Alice "Al" M`, "alice@x.fr"},
	{"Dupont, Jean <j@d.fr>", "Dupont, Jean", "j@d.fr"},
	{"Dupont, Jean, Dr. <j@d.fr>", "Dupont, Jean, Dr.", "j@d.fr"},
	{"boss@asso.fr <evil@x.fr>", "boss@asso.fr", "evil@x.fr"},
	{`"boss@asso.fr" <evil@x.fr>`, "boss@asso.fr", "evil@x.fr"},
	{`"<boss@asso.fr>" <evil@x.fr>`, "<boss@asso.fr>", "evil@x.fr"},
	{"evil@x.fr (<boss@asso.fr>)", "<boss@asso.fr>", "evil@x.fr"},
	{"=?utf-8?q?=3Cboss=40asso=2Efr=3E?= <evil@x.fr>", "<boss@asso.fr>", "evil@x.fr"},
	{"=?UTF-8?B?SMOpbMOobmU=?= <h@x.fr>", "Hélène", "h@x.fr"},
	{`"=?iso-8859-15?Q?H=E9l=E8ne?=" <h@x.fr>`, "Hélène", "h@x.fr"},
	{"=?windows-1252?Q?L=92asso?= <h@x.fr>", "L’asso", "h@x.fr"},
	{"=?utf-8?Q?Dupont,_Jean?= <j@d.fr>", "Dupont, Jean", "j@d.fr"},
	{"=?no-such?Q?a=20b?= <j@d.fr>", "=?no-such?Q?a=20b?=", "j@d.fr"},
	{"Caf\xe9 <cafe@x.fr>", "Café", "cafe@x.fr"},
	{"Hélène <hélène@x.fr>", "Hélène", "hélène@x.fr"},
	{"(a (nested) one) Pete(a \\) mean one) <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test"},
	{"Alice\u202e <a@x.fr>", "Alice", "a@x.fr"},
	{"=?utf-8?q?A=0D=0ABcc=3A_x=00=E2=80=8B?= <a@x.fr>", "A Bcc: x", "a@x.fr"},
	{`"john.doe"@x.fr`, "", "john.doe@x.fr"},
	{"Alice <a@x.fr>,", "Alice", "a@x.fr"},
	{"Alice <a@x.fr>;", "Alice", "a@x.fr"},
	{"Alice Martin < a@x.fr >", "Alice Martin", "a@x.fr"},
}

func TestParseFrom(t *testing.T) {
	for _, c := range fromCases {
		name, addr, err := ParseFrom(c.header)
		if err != nil || name != c.name || addr != c.addr {
			t.Errorf("ParseFrom(%q) = %q, %q, %v; want %q, %q", c.header, name, addr, err, c.name, c.addr)
		}
	}
}

var fromRefusals = map[string]error{
	"":                               ErrNone,
	" \t ":                           ErrNone,
	"<>":                             ErrNone,
	"Alice":                          ErrNone,
	"(alice@x.fr)":                   ErrNone,
	`"alice@x.fr"`:                   ErrNone,
	"undisclosed-recipients:;":       ErrGroup,
	"Asso: a@x.fr, b@y.fr;":          ErrGroup,
	"Asso: <a@x.fr>":                 ErrGroup,
	"a@x.fr, b@y.fr":                 ErrSeveral,
	"a@x.fr; b@y.fr":                 ErrSeveral,
	"A <a@x.fr>, B <b@y.fr>":         ErrSeveral,
	"A <a@x.fr> <b@y.fr>":            ErrSeveral,
	"boss@asso.fr, <evil@x.fr>":      ErrSeveral,
	"boss@asso.fr, Evil <evil@x.fr>": ErrSeveral,
	"a@x.fr b@y.fr":                  ErrMalformed,
	"Dupont, j@d.fr":                 ErrMalformed,
	"A <a@x.fr>, B":                  ErrMalformed,
	"A <a@x.fr> B":                   ErrMalformed,
	"A <a@x.fr":                      ErrMalformed,
	"A a@x.fr>":                      ErrMalformed,
	"A <<a@x.fr>>":                   ErrMalformed,
	"<@relay.fr:a@x.fr>":             ErrMalformed,
	"<a@x.fr, b@y.fr>":               ErrMalformed,
	`"A <a@x.fr>`:                    ErrMalformed,
	"(A <a@x.fr>":                    ErrMalformed,
	"a@b@x.fr":                       ErrMalformed,
	"a b@x.fr":                       ErrMalformed,
	`"a b"@x.fr`:                     ErrMalformed,
	`a@"x.fr"`:                       ErrMalformed,
	"@x.fr":                          ErrMalformed,
	"a@x.fr.evil.example@":           ErrMalformed,
	"a@pаypal.example":               ErrMalformed,
	"a@[192.0.2.1]":                  ErrMalformed,
	"a\u200b@x.fr":                   ErrMalformed,
	"A <a@x.fr\x00>":                 ErrMalformed,
}

func TestParseFromRefuses(t *testing.T) {
	for header, want := range fromRefusals {
		if name, addr, err := ParseFrom(header); !errors.Is(err, want) || name+addr != "" {
			t.Errorf("ParseFrom(%q) = %q, %q, %v; want %v", header, name, addr, err, want)
		}
	}
}

func TestNameIsCutAtEightyRunes(t *testing.T) {
	name, _, err := ParseFrom(strings.Repeat("é", 5000) + " <a@x.fr>")
	if err != nil || name != strings.Repeat("é", 80) {
		t.Errorf("%d runes, %v", utf8.RuneCountInString(name), err)
	}
}

func TestParseListGivesWhatCanBeRead(t *testing.T) {
	got := ParseList(
		`Alice <A@x.fr>, "b, c" <b@x.fr>; d@x.fr`,
		"Friends: e@x.fr, <f@x.fr>;, junk, <>, g h@x.fr, Dupont, Jean <j@d.fr>",
		"a@X.fr, k@x.fr \"unclosed, l@x.fr",
		"M <m@x.fr> and more, <n@x.fr",
		"",
	)
	want := []string{"a@x.fr", "b@x.fr", "d@x.fr", "e@x.fr", "f@x.fr", "j@d.fr", "m@x.fr", "n@x.fr"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// adversaries are fields of n units that make careless readers go back.
func adversaries(n int) map[string]string {
	units := []string{"(", ")", `"`, `"\`, "<", "<<a@b", ",", ":", ";", "@", "a@b,", "a@b.fr,", "(a)", `""`, "=?", "=?u?q?", "\\", " ", "a ", "é", "\xe9", "[", "a.", "a@b <"}
	texts := map[string]string{}
	for _, u := range units {
		texts[u] = strings.Repeat(u, n)
	}
	return texts
}

// TestTokensOnlyMoveForward counts the work of reading a field: every token
// takes at least a byte away, and what is left is always the end of what was.
func TestTokensOnlyMoveForward(t *testing.T) {
	for unit, text := range adversaries(500) {
		l := lexer{rest: text}
		tokens := 0
		for tok := l.next(); tok.kind != end; tok = l.next() {
			tokens++
			if !strings.HasSuffix(text, l.rest) || tokens > len(text)-len(l.rest) {
				t.Fatalf("%q: %d tokens for %d bytes", unit, tokens, len(text)-len(l.rest))
			}
			if tok.kind == broken && l.rest != "" {
				t.Fatalf("%q: something is left behind what cannot be read", unit)
			}
		}
	}
}

// TestReadingGrowsWithTheField counts allocations: ten times the field costs
// no more than about ten times as many.
func TestReadingGrowsWithTheField(t *testing.T) {
	small, large := adversaries(200), adversaries(2000)
	for unit := range small {
		work := func(text string) float64 {
			return testing.AllocsPerRun(1, func() {
				_, _, _ = ParseFrom(text)
				ParseList(text)
			})
		}
		if a, b := work(small[unit]), work(large[unit]); b > 11*a+100 {
			t.Errorf("%q: %v allocations, then %v for ten times as much", unit, a, b)
		}
	}
}
