package intake

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// The seeds of each target are in testdata/fuzz, named for what they try;
// those that a table of cases holds already are added from it.

// sound fails where a request could not be stored, or would decide by itself
// what it may not.
func sound(t *testing.T, q governance.Request) {
	t.Helper()
	if q.Kind == "" || q.Why == "" {
		t.Fatalf("no kind or no reason: %+v", q)
	}
	if q.Uncertain && len(q.Votes) > 0 {
		t.Fatalf("votes in an uncertain mail: %+v", q)
	}
	switch q.Kind {
	case governance.KindAutoReply, governance.KindBounce, governance.KindLoop, governance.KindUnreadable:
		if len(q.Votes) > 0 || q.Verb != "" || q.Proposal != nil || q.Uncertain || q.Yes || q.No {
			t.Fatalf("a machine's wish: %+v", q)
		}
	}
	if q.Kind != governance.KindBounce && q.Bounces != nil {
		t.Fatalf("failures in what is no bounce: %+v", q)
	}
	if q.From == "" && len(q.Votes) > 0 {
		t.Fatalf("a vote of nobody: %+v", q)
	}
	if q.Yes && q.No {
		t.Fatalf("yes and no: %+v", q)
	}
	for _, v := range q.Votes {
		said(t, q, v.Reason)
	}
	said(t, q, q.Reason)
}

// said fails on a reason that holds a line its author did not write.
func said(t *testing.T, q governance.Request, reason string) {
	t.Helper()
	for l := range strings.SplitSeq(reason, "\n") {
		if l = strings.TrimSpace(l); !strings.Contains(q.Words, l) && !strings.Contains(q.Subject, l) {
			t.Fatalf("the reason %q is not in the words %q", l, q.Words)
		}
	}
}

// stored is a request as it is stored.
func stored(t *testing.T, q governance.Request) string {
	t.Helper()
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatalf("a request that cannot be stored: %v", err)
	}
	return string(text)
}

// FuzzRead reads any bytes as a mail: the reading is sound, of a bounded
// length, and the same each time.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, "tdc@picasoft.test")
	}
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, raw []byte, recipient string) {
		reading := reader.Read(raw, []string{recipient}, corpusTime)
		q := reading.Request
		sound(t, q)
		text := stored(t, q)
		if len(raw)%8 == 0 { // reading is most of the work: one input in eight is read twice
			if again := stored(t, reader.Read(raw, []string{recipient}, corpusTime).Request); again != text {
				t.Fatalf("read twice:\n%s\n%s", text, again)
			}
		}
		if len(q.Words) > 8*len(raw)+4096 || len(reading.Proofs) > maxProofs || len(q.Votes) > maxWishes {
			t.Fatalf("%d bytes of words, %d proofs and %d votes in %d bytes", len(q.Words), len(reading.Proofs), len(q.Votes), len(raw))
		}
		if !utf8.ValidString(q.Words + q.Subject + q.Name + q.From + q.MessageID + q.Argument) {
			t.Fatalf("what is to be stored is no text: %+v", q)
		}
		if mixed := bytes.Contains(raw, []byte("\r\r")); !mixed && Identity(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))) != Identity(raw) {
			t.Fatal("line ends make another mail of it")
		}
	})
}

// FuzzMIME takes any bytes apart: each body is a piece of them and stands in
// one part only, the limits hold, and lines may end as they like.
func FuzzMIME(f *testing.F) {
	limits := Limits{Size: 1 << 20, Header: 4096, Depth: 4, Parts: 20, Text: 1 << 16}
	f.Fuzz(func(t *testing.T, raw []byte) {
		root, p, err := parseMail(raw, limits)
		left, parts := raw, 0
		root.each(func(e *part) {
			parts++
			at := bytes.Index(left, e.body)
			if at < 0 {
				t.Fatalf("the body %q is not in what is left of the mail", e.body)
			}
			left = left[at+len(e.body):]
			if e.media == "" || !strings.Contains(e.media, "/") {
				t.Fatalf("media type %q", e.media)
			}
		})
		if deep := depth(root); deep > limits.Depth+1 || parts > limits.Parts+1 || p.pos > len(raw) {
			t.Fatalf("%d parts, %d deep, %d of %d bytes read", parts, deep, p.pos, len(raw))
		}
		if err != nil || bytes.IndexByte(raw, '\r') >= 0 {
			return
		}
		crlf, _, err := parseMail(bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n")), limits)
		if outline(crlf) != outline(root) || err != nil {
			t.Fatalf("with LF: %s; with CRLF: %s, %v", outline(root), outline(crlf), err)
		}
	})
}

func depth(e *part) int {
	deepest := 0
	for _, child := range e.parts {
		deepest = max(deepest, depth(child))
	}
	return deepest + 1
}

// outline writes a mail's tree with its fields and texts.
func outline(e *part) string {
	var b strings.Builder
	b.WriteString(e.media)
	for _, f := range e.header {
		b.WriteString(" " + f.name + ":" + f.value)
	}
	b.WriteString("{" + strings.ReplaceAll(string(e.body), "\r\n", "\n"))
	for _, child := range e.parts {
		b.WriteString(outline(child))
	}
	b.WriteString("}")
	return b.String()
}

// FuzzBounces reads what a mail system reports, as RFC 3464 has it or freely:
// whoever failed has an address, is named once and has a status or none, and
// the report asks for nothing.
func FuzzBounces(f *testing.F) {
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, report, text string) {
		raw := []byte("From: MAILER-DAEMON@picasoft.test\nSubject: Undelivered mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" +
			"--b\n\n" + text + "\n--b\nContent-Type: message/delivery-status\n\n" + report + "\n--b--\n")
		q := reader.Read(raw, nil, corpusTime).Request
		sound(t, q)
		if q.Kind != governance.KindBounce && q.Kind != governance.KindAutoReply && q.Kind != governance.KindUnreadable {
			t.Fatalf("a report is read as %s", q.Kind)
		}
		if q.Kind == governance.KindBounce && len(q.Bounces) > 500 {
			t.Fatalf("%d failures", len(q.Bounces))
		}
		var named []string
		for _, b := range q.Bounces {
			if normal, err := address.Normalize(b.Recipient); err != nil || normal != b.Recipient || slices.Contains(named, normal) {
				t.Fatalf("%q failed, after %q: %v", b.Recipient, named, err)
			}
			named = append(named, b.Recipient)
			if b.Status != "" && !status(b.Status) {
				t.Fatalf("%q failed with status %q", b.Recipient, b.Status)
			}
		}
	})
}

// status tells a status of RFC 3463 section 2, read another way.
func status(s string) bool {
	fields := strings.Split(s, ".")
	if len(fields) != 3 || !strings.Contains("245", fields[0]) || len(fields[0]) != 1 {
		return false
	}
	return !slices.ContainsFunc(fields[1:], func(field string) bool {
		return field == "" || strings.Trim(field, "0123456789") != ""
	})
}
