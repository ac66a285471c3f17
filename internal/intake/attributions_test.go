package intake

import (
	"html"
	"os"
	"strings"
	"testing"
)

// TestAttributions: what stands above a quote is told from an author's words in
// every language and wherever it is wrapped, above the answer and below it.
func TestAttributions(t *testing.T) {
	text, err := os.ReadFile("testdata/attributions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var exact score
	for l := range strings.Lines(string(text)) {
		mark, says, ok := strings.Cut(strings.TrimSpace(l), " ")
		if !ok || mark == "#" {
			continue
		}
		for name, raw := range quoting(says, mark == "u") {
			got := Reader{}.Read(raw, nil, corpusTime).Request.Words
			exact.add(got == "OK then.")
			if got != "OK then." {
				t.Errorf("%s, %s: %q", name, says, got)
			}
		}
	}
	exact.atLeast(t, "attributions told", 100)
}

// quoting is a mail for each way in which an attribution may stand.
func quoting(says string, unmarked bool) map[string][]byte {
	all := map[string][]byte{
		"tight":   answer("OK then.\n" + says + "\n> Hello\n> there"),
		"apart":   answer("OK then.\n\n" + says + "\n\n> Hello\n> there\n"),
		"wrapped": answer("OK then.\n\n" + wrap(says, 50) + "\n\n> Hello\n> there\n"),
		"short":   answer("OK then.\n\n" + wrap(says, 30) + "\n> Hello\n> there\n"),
		"above":   answer(says + "\n> Hello\n> there\n\nOK then."),
		"html":    htmlAnswer("<div>OK then.</div><br><div>" + html.EscapeString(says) + "</div><blockquote>Hello<br>there</blockquote>"),
	}
	if unmarked {
		all["unmarked"] = answer("OK then.\n\n" + says + "\n\nHello\nthere\n")
		all["html unmarked"] = htmlAnswer("<div>OK then.</div><br><div>" + html.EscapeString(says) + "</div><div>Hello<br>there</div>")
	}
	return all
}

// wrap breaks a line at the last blank before a width, as programs do.
func wrap(s string, width int) string {
	var out strings.Builder
	for len(s) > width {
		at := strings.LastIndexByte(s[:width], ' ')
		if at <= 0 {
			break
		}
		out.WriteString(s[:at] + "\n")
		s = s[at+1:]
	}
	return out.String() + s
}

// TestHeaders: the header of a mail in the text ends an author's words, in
// every language.
func TestHeaders(t *testing.T) {
	text, err := os.ReadFile("testdata/headers.txt")
	if err != nil {
		t.Fatal(err)
	}
	var exact score
	for l := range strings.Lines(string(text)) {
		names := strings.Split(strings.TrimSpace(l), " | ")
		if strings.HasPrefix(l, "#") || len(names) != 4 {
			continue
		}
		for form, raw := range headed(names) {
			got := Reader{}.Read(raw, nil, corpusTime).Request.Words
			exact.add(got == "OK then.")
			if got != "OK then." {
				t.Errorf("%s, %v: %q", form, names, got)
			}
		}
	}
	exact.atLeast(t, "headers told", 100)
}

// headed is a mail for each form in which a header of some names may stand.
func headed(names []string) map[string][]byte {
	values := map[string]string{"from": "Bob Durand", "date": "2/2/2026 9:00", "to": "tdc", "subject": "[Picasoft] [EXTRA #12] X"}
	rows := map[string]string{}
	for _, name := range names {
		value := values[headerName(name+":")]
		rows["tight"] += name + ": " + value + "\n"
		rows["blank"] += name + "\u00a0: " + value + "\n"
		rows["bold"] += "*" + name + ":* " + value + "\n"
		rows["html"] += "<b>" + name + " :</b> " + value + "<br>"
	}
	all := map[string][]byte{"html": htmlAnswer("<p>OK then.</p><div>" + rows["html"] + "</div><p>Hello</p>")}
	for form, block := range rows {
		if form != "html" {
			all[form] = answer("OK then.\n\n" + block + "\nHello\nthere\n")
		}
	}
	all["ruled"] = answer("OK then.\n________________________________\n" + rows["tight"] + "\nHello\nthere\n")
	return all
}

// TestSignatures: what programs, lists and lawyers put under all mail is no
// word of its author's, above a quote and at the end.
func TestSignatures(t *testing.T) {
	text, err := os.ReadFile("testdata/signatures.txt")
	if err != nil {
		t.Fatal(err)
	}
	var exact score
	for l := range strings.Lines(string(text)) {
		below := strings.ReplaceAll(strings.TrimRight(l, "\n"), `\n`, "\n")
		if below == "" || strings.HasPrefix(l, "#") {
			continue
		}
		for _, raw := range [][]byte{
			answer("OK then.\n\n" + below + "\n"),
			answer("OK then.\n\n" + below + "\n\nOn Mon, Feb 2, 2026 at 9:00 AM Bob <b@x.test> wrote:\n> Hello\n"),
			answer("OK then.\n\nLe lun. 2 févr. 2026 à 09:00, Bob <b@x.test> a écrit :\n> Hello\n\n" + below),
			htmlAnswer("<p>OK then.</p><p>" + strings.ReplaceAll(html.EscapeString(below), "\n", "<br>") + "</p>"),
		} {
			got := Reader{}.Read(raw, nil, corpusTime).Request.Words
			exact.add(got == "OK then.")
			if got != "OK then." {
				t.Errorf("%q", got)
			}
		}
	}
	exact.atLeast(t, "signatures told", 100)
}
