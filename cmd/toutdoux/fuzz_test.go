package main

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"toutdoux/internal/address"
	"toutdoux/internal/explain"
)

// FuzzExplain explains any bytes as a mail: one object of JSON that says what
// the contract says that it may, and lines that move no terminal's cursor.
func FuzzExplain(f *testing.F) {
	kinds := []string{"action", "reply", "command", "post", "auto-reply", "bounce", "loop", "unreadable"}
	keys := []string{"kind", "from", "subject", "message_id", "why", "problem", "action", "votes", "request", "uncertain", "command", "until", "reply_text", "attachments", "bounces"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		answer, err := explain.Read(nil, time.UTC, raw, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		answer.Look(t.Context())
		var out, told bytes.Buffer
		if err := printInert(&out, explanationOf(answer.Request, time.UTC)); err != nil {
			t.Fatal(err)
		}
		said := out.Bytes()
		if bytes.ContainsFunc(said, func(r rune) bool { return r != '\n' && unicode.Is(unicode.Cc, r) }) {
			t.Fatalf("%q", said)
		}
		var object map[string]any
		decoder := json.NewDecoder(&out)
		if err := decoder.Decode(&object); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		if _, err := decoder.Token(); err != io.EOF {
			t.Fatalf("something follows the object: %s", said)
		}
		for key := range object {
			if !slices.Contains(keys, key) {
				t.Fatalf("an unknown key %q", key)
			}
		}
		kind, _ := object["kind"].(string)
		uncertain, sure := object["uncertain"].(bool)
		votes, _ := object["votes"].([]any)
		if !slices.Contains(kinds, kind) || !sure || uncertain && len(votes) > 0 || object["why"] == nil {
			t.Fatalf("%s", said)
		}
		if kind == "unreadable" && object["problem"] == nil {
			t.Fatalf("unreadable, and no problem: %s", said)
		}
		for _, language := range []string{"fr", "en"} {
			told.Reset()
			if err := printLines(&told, answer.Tell(language)); err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(told.String(), "\n") {
				if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) }) {
					t.Fatalf("%q moves the cursor", line)
				}
			}
		}
	})
}

// FuzzMembers reads any file as the members of a replay, or says on which line
// it is none.
func FuzzMembers(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		members, err := membersIn(strings.NewReader(text))
		if err != nil {
			if len(members) > 0 || !strings.HasPrefix(err.Error(), "line ") {
				t.Fatalf("%d members and %q", len(members), err)
			}
			return
		}
		if len(members) > strings.Count(text, "\n") {
			t.Fatalf("%d members in %q", len(members), text)
		}
		for _, m := range members {
			if normal, err := address.Normalize(m.Address); err != nil || normal != m.Address || m.VotesFrom.Location() != time.UTC {
				t.Fatalf("%+v", m)
			}
		}
	})
}
