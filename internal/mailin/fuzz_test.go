package mailin_test

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

// FuzzDialogue says anything to the server: a mail that it takes is for
// recipients that are known here, and is what stands in the dialogue up to the
// first line with nothing but a dot, no more and no less.
func FuzzDialogue(f *testing.F) {
	f.Fuzz(func(t *testing.T, said string, lmtp bool) {
		synctest.Test(t, func(t *testing.T) {
			p := &post{}
			_, l := serve(t, mailin.Config{LMTP: lmtp}, p)
			conn, err := l.Dial(t.Context(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			k := mailtest.NewTalk(t, conn)
			go io.WriteString(conn, said)
			heard := k.Rest() // up to the end that comes of silence, at once in a bubble
			if !strings.HasPrefix(heard, "220 ") {
				t.Fatalf("heard %q", heard)
			}
			rest := said
			for _, e := range p.mails() {
				raw := string(e.Raw)
				if len(e.To) == 0 {
					t.Fatalf("a mail for nobody: %q", raw)
				}
				for _, to := range e.To {
					if !p.Knows(to) {
						t.Fatalf("taken for %q", to)
					}
				}
				end := mailEnd(rest, raw)
				if end < 0 {
					t.Fatalf("%q was not sent in %q", raw, rest)
				}
				rest = rest[end:]
			}
		})
	})
}

// mailEnd is where a mail ends in a dialogue, found another way than it was
// read: it begins at a line's head, and ends at the first line with nothing but
// a dot; -1 where there is no such mail.
func mailEnd(said, raw string) int {
	for at := range said {
		if at > 0 && said[at-1] != '\n' {
			continue
		}
		text := "\r\n" + said[at:]
		end := strings.Index(bareCRs.Replace(text), "\r\n.\r\n")
		if end >= 0 && unstuffed.Replace(text[:end])+"\r\n" == "\r\n"+raw {
			return at + end + len(".\r\n")
		}
	}
	return -1
}

// go-smtp takes a CR that follows a CR for text: the LF behind it ends no line,
// and the dot behind that one neither ends the mail nor was put there by the
// client. It takes a CR behind a line's first dot for the beginning of the end,
// and lets it go.
var (
	bareCRs   = strings.NewReplacer("\r\r", "??")
	unstuffed = strings.NewReplacer("\r\r", "\r\r", "\r\n.\r\r", "\r\n\r", "\r\n.\r", "\r\n", "\r\n.", "\r\n")
)
