package trust

import (
	"strings"
	"testing"
	"time"
)

func TestInstant(t *testing.T) {
	at := func(clock string) time.Time {
		parsed, err := time.Parse(time.RFC3339, "2026-"+clock)
		if err != nil {
			t.Fatal(err)
		}
		return parsed.UTC()
	}
	dated := func(date string) string {
		head, _, _ := strings.Cut(outside, ";")
		return head + "; " + date + "\n"
	}
	for name, c := range map[string]struct {
		header string
		a      Arrival
		want   time.Time
	}{
		"the boundary's line":                {outside + sent, byLMTP, at("02-03T09:42:00Z")},
		"the topmost of that host":           {dovecot + outside, byLMTP, at("02-03T09:43:00Z")},
		"below an inner host of ours":        {stored + outside, byLMTP, at("02-03T09:42:00Z")},
		"not a forged one below":             {outside + lies, byLMTP, at("02-03T09:42:00Z")},
		"not a forged one under others":      {sent + lies, byLMTP, noon},
		"a stranger at the door":             {outside, fromWorld, noon},
		"a trusted relay":                    {outside, fromRelay, at("02-03T09:42:00Z")},
		"no line":                            {"", byLMTP, noon},
		"another host alone":                 {sent, byLMTP, noon},
		"the host's name begins alike":       {strings.Replace(outside, "by mx.asso.test", "by mx.asso.test.evil.test", 1), byLMTP, noon},
		"a relay that queued for days":       {dated("Thu, 29 Jan 2026 13:00:00 +0100"), byLMTP, at("01-29T12:00:00Z")},
		"too long ago":                       {dated("Thu, 29 Jan 2026 12:59:59 +0100"), byLMTP, noon},
		"the future":                         {dated("Tue, 3 Feb 2026 12:00:01 +0000"), byLMTP, noon},
		"no date":                            {dated(""), byLMTP, noon},
		"a broken date":                      {dated("yesterday"), byLMTP, noon},
		"the date behind the last semicolon": {strings.Replace(outside, "id 4ABC", "id 4ABC; Mon, 2 Feb 2026 10:42:00 +0100", 1), byLMTP, at("02-03T09:42:00Z")},
	} {
		if got := Instant([]byte(c.header+plain), pinned, c.a); !got.Equal(c.want) || got.Location() != time.UTC {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestInstantIsWholeSecondsOfTheAcceptance(t *testing.T) {
	late := Arrival{Accepted: noon.Add(1500 * time.Millisecond).In(time.FixedZone("x", 3600)), LMTP: true}
	if got := Instant([]byte(plain), pinned, late); got != noon.Add(time.Second) {
		t.Errorf("%v", got)
	}
	if got := Instant([]byte(outside+plain), Policy{AuthservID: "mx.asso.test"}, byLMTP); got != noon {
		t.Errorf("without received_by: %v", got)
	}
}
