package intake

import (
	"bytes"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// bounce tells mail that could not be delivered: the reports of RFC 3464, then
// X-Failed-Recipients, then the free texts of mail systems. Bounces are told
// before automatic replies, which they often claim to be.
func (m *mail) bounce() bool {
	failures, failed, delivered := reported(m.root)
	if delivered && !failed {
		return false
	}
	if len(failures) == 0 {
		found, ok := m.freely()
		if !ok && !failed {
			return false
		}
		failures = found
	}
	for _, b := range m.wrapped(true) {
		failures = addFailure(failures, b)
	}
	m.returned()
	m.discard(governance.KindBounce, WhyBounce, m.failed())
	m.Request.Bounces = failures
	return true
}

// failed is the line that shows a bounce.
func (m *mail) failed() string {
	switch {
	case m.root.media == "multipart/report":
		return m.reportType()
	case m.head.has("x-failed-recipients"):
		return m.head.written("x-failed-recipients")
	case holdsAny(fold(m.head.text("subject")), returns):
		return m.head.written("subject")
	}
	lines, _ := render(m.root, false, m.Limits.Text)
	return m.lineThat(lines, failures)
}

// reported reads a report of RFC 3464: who failed, and whether it says that
// anybody failed or that the mail was delivered, which is no bounce.
func reported(root *part) (failures []governance.Bounce, failed, delivered bool) {
	root.each(func(e *part) {
		if e.media != "message/delivery-status" && e.media != "message/global-delivery-status" {
			return
		}
		for _, group := range groups(e.decoded()) {
			if b, ok := failure(group); ok {
				failures = addFailure(failures, b)
			}
			switch strings.ToLower(firstWord(group.get("action"))) {
			case "delivered", "relayed", "expanded":
				delivered = true
			case "failed", "delayed", "expired":
				failed = true
			}
		}
	})
	return failures, failed || len(failures) > 0, delivered
}

// failure reads one recipient's group of a report. A delay is one that is not
// for good.
func failure(group header) (governance.Bounce, bool) {
	b := governance.Bounce{Recipient: recipientOf(group), Status: enhanced(group.get("status"))}
	if b.Status == "" || strings.HasSuffix(b.Status, ".0.0") {
		if better := enhanced(group.get("diagnostic-code")); better != "" {
			b.Status = better
		}
	}
	action := strings.ToLower(firstWord(group.get("action")))
	b.Permanent = action == "failed" || action == "" && strings.HasPrefix(b.Status, "5")
	return b, b.Recipient != "" && (b.Permanent || action == "delayed" || action == "expired")
}

// groups cuts a report into its groups of fields (RFC 3464 section 2.1).
func groups(body []byte) []header {
	var all []header
	for len(body) > 0 && len(all) < 500 {
		p := &parser{raw: body, limits: DefaultLimits()}
		e := &part{}
		_, _, err := p.readHeader(e)
		if len(e.header) > 0 {
			all = append(all, e.header)
		}
		if body = body[p.pos:]; err != nil {
			return all
		}
	}
	return all
}

// recipientOf gives the address that a group is about: the final one, or the
// original where the final is none.
func recipientOf(group header) string {
	for _, name := range []string{"final-recipient", "original-recipient", "x-actual-recipient"} {
		value := group.get(name)
		if kind, addr, ok := strings.Cut(value, ";"); ok {
			if !strings.Contains(fold(kind), "rfc822") && !strings.Contains(fold(kind), "utf-8") {
				continue
			}
			value = addr
		}
		if to := mailboxIn(value); to != "" {
			return to
		}
	}
	return ""
}

// mailboxIn gives the first address in a text, normalised, "" for none.
func mailboxIn(s string) string {
	for at := strings.IndexByte(s, '@'); at >= 0; {
		start, end := at, at+1
		for start > 0 && mailboxByte(s[start-1]) {
			start--
		}
		for end < len(s) && (mailboxByte(s[end]) && s[end] != '/' && s[end] != '=' || s[end] >= 0x80) {
			end++
		}
		domain := strings.TrimRight(s[at+1:end], ".-'")
		if normal, err := address.Normalize(strings.Trim(s[start:at], "'.") + "@" + domain); err == nil && strings.Contains(domain, ".") {
			return normal
		}
		next := strings.IndexByte(s[at+1:], '@')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return ""
}

func mailboxByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", c) >= 0
}

func addFailure(all []governance.Bounce, b governance.Bounce) []governance.Bounce {
	for i := range all {
		if all[i].Recipient == b.Recipient {
			if all[i].Status == "" {
				all[i].Status = b.Status
			}
			return all
		}
	}
	if len(all) >= 500 {
		return all
	}
	return append(all, b)
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return word
}

// enhanced finds a status such as 5.1.1 (RFC 3463) in a text, "" for none.
func enhanced(s string) string {
	for i := 0; i+4 < len(s); i++ {
		if s[i] != '2' && s[i] != '4' && s[i] != '5' || s[i+1] != '.' || i > 0 && (s[i-1] == '.' || digit(s[i-1])) {
			continue
		}
		j, dots := i+2, 1
		for j < len(s) && (digit(s[j]) || s[j] == '.' && dots == 1 && j > i+2) {
			if s[j] == '.' {
				dots++
			}
			j++
		}
		if dots == 2 && digit(s[j-1]) && j-i <= 9 && (j == len(s) || s[j] != '.' || j+1 == len(s) || !digit(s[j+1])) {
			return s[i:j]
		}
	}
	return ""
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// returned looks for our proofs in what came back, where it is a letter of ours:
// a mail that somebody wrote holds the proofs of the letters that it answers.
func (m *mail) returned() {
	m.root.each(func(e *part) {
		switch e.media {
		case "message/rfc822", "message/rfc822-headers", "text/rfc822-headers", "message/global", "message/global-headers", "text/plain":
			body := e.decoded()
			body = body[:min(len(body), m.Limits.Header)]
			_, from, err := address.ParseFrom(legible(headerOf(body).get("from")))
			if err != nil || m.ours(from) {
				m.proofs(string(bytes.ToValidUTF8(body, nil)))
			}
		}
	})
}
