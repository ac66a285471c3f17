package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// machine tells mail that no person wrote (reading.md, Never from a machine):
// it asks for nothing, and is never answered.
func (m *mail) machine() bool {
	for _, sort := range []struct {
		sign func() string
		kind governance.Kind
		why  Why
	}{
		{m.check, governance.KindLoop, WhyCheck}, {m.loop, governance.KindLoop, WhyOurs}, {m.report, governance.KindAutoReply, WhyReport}, {m.automatic, governance.KindAutoReply, WhyAutomatic},
		{m.otherList, governance.KindAutoReply, WhyOtherList}, {m.receipt, governance.KindAutoReply, WhyReceipt}, {m.challenge, governance.KindAutoReply, WhyChallenge},
	} {
		if sort.why == WhyAutomatic && invitation(m.root).method == "REPLY" {
			return false // somebody pressed a button, and a calendar wrote
		}
		if sign := sort.sign(); sign != "" {
			m.discard(sort.kind, sort.why, sign)
			m.Request.Check = sort.why == WhyCheck
			return true
		}
	}
	return false
}

// Each of these gives the line that tells such mail, "" where none does.

// discard sets a machine's mail aside; the head of what it says is shown to
// whoever looks.
func (m *mail) discard(kind governance.Kind, why Why, sign string) {
	m.Request.Kind = kind
	m.take(why, sign)
	if lines, r := render(m.root, false, m.Limits.Text); r.err == nil {
		lines = lines[:min(len(lines), maxShown)]
		if kind == governance.KindBounce { // no person's words, in which nothing is quoted
			m.Request.Words = strings.TrimSpace(joined(lines))
			return
		}
		m.Request.Words = strings.Join(threadOf(lines, m.Request.Name).kept(), "\n")
	}
}

// maxShown is how many lines of a machine's mail are shown.
const maxShown = 40

// Check is the field of the mails by which toutdoux check tries their way: they
// are the list's own, and mean nothing.
const Check = "X-Toutdoux-Check"

// check tells such a mail.
func (m *mail) check() string {
	if !m.ours(m.Request.From) || !m.head.has(strings.ToLower(Check)) {
		return ""
	}
	return m.head.written(strings.ToLower(Check))
}

// loop tells mail from the list's own addresses, ours come back or forged, what
// our own letters are marked with, and the letters of another secretary.
func (m *mail) loop() string {
	switch {
	case m.ours(m.Request.From):
		return m.head.written("from")
	case address.IsLetter(m.head.get("message-id")):
		return m.head.written("message-id")
	}
	for _, value := range m.head.all("x-loop") {
		for _, list := range m.Lists {
			if strings.Contains(strings.ToLower(value), list.String()) {
				return "X-Loop: " + value
			}
		}
	}
	return ""
}

// listed tells whether a List-Id is one of ours: it names the list's address
// with a dot for the @ (RFC 2919 section 2).
func (m *mail) listed(id string) bool {
	id = strings.ToLower(id)
	for _, list := range m.Lists {
		if strings.Contains(id, "<"+list.Local+"."+list.Domain+">") {
			return true
		}
	}
	return false
}

// otherList tells the traffic of another list.
func (m *mail) otherList() string {
	if id := m.head.get("list-id"); id == "" || m.listed(id) {
		return ""
	}
	return m.head.written("list-id")
}

// report tells the reports of mail systems that are no bounces: of delays and
// deliveries, of abuse (RFC 5965), of reading (RFC 8098).
func (m *mail) report() string {
	switch strings.ToLower(m.root.params["report-type"]) {
	case "delivery-status", "feedback-report", "disposition-notification":
		if m.root.media == "multipart/report" {
			return m.reportType()
		}
		return ""
	}
	for _, media := range []string{"message/feedback-report", "message/disposition-notification"} {
		if m.root.find(media) != nil {
			return "Content-Type: " + media
		}
	}
	return ""
}

// reportType is a report's Content-Type, without what tells nothing.
func (m *mail) reportType() string {
	return "Content-Type: multipart/report; report-type=" + m.root.params["report-type"]
}

// automatic tells automatic replies by what marks them: RFC 3834 first, then
// the older habits.
func (m *mail) automatic() string {
	h := m.head
	if auto := strings.ToLower(h.get("auto-submitted")); auto != "" && !strings.HasPrefix(auto, "no") {
		return h.written("auto-submitted")
	}
	for _, f := range h {
		if automated(f) {
			return h.written(f.name)
		}
	}
	switch {
	case h.get("return-path") == "<>":
		return "Return-Path: <>"
	case strings.EqualFold(h.get("delivered-to"), "autoresponder"):
		return h.written("delivered-to")
	case h.has("x-ms-exchange-inbox-rules-loop"):
		return h.written("x-ms-exchange-inbox-rules-loop")
	}
	for _, mark := range [][2]string{{"from", "mailer-daemon"}, {"x-post-messageclass", "autoresponder"}, {"x-ms-exchange-generated-message-source", "agent"}} {
		if strings.Contains(strings.ToLower(h.get(mark[0])), mark[1]) {
			return h.written(mark[0])
		}
	}
	return m.absence()
}

// automated tells a field that says what it stands in is an automatic reply:
// that of a habit named after it, or a precedence of such mail.
func automated(f field) bool {
	value := strings.ToLower(f.value)
	switch {
	case f.name == "precedence", f.name == "x-precedence", f.name == "preference":
		return slices.Contains([]string{"auto_reply", "auto-reply", "autoreply", "junk", "bulk"}, value)
	case f.name == "x-mailer":
		return strings.HasPrefix(value, "vacation") || strings.HasPrefix(value, "autorespon")
	case f.name == "message-id":
		return strings.Contains(value, "-vac@") || strings.Contains(value, "autoreply")
	case !strings.HasPrefix(f.name, "x-") || strings.HasSuffix(f.name, "-suppress") || value == "no" || value == "false" || value == "0":
		return false
	}
	return holdsAny(f.name, habits)
}

// habits are in the names of the fields of automatic replies.
var habits = []string{"autoreply", "auto-reply", "autorespon", "auto-respon", "autogenerated", "vacation", "out-of-office", "machinegenerated", "apple-action", "cron-env", "otrs-loop", "rt-loop"}

// challenges begin the subjects by which filters ask a sender to prove that
// somebody wrote: answering them is not for a machine.
var challenges = []string{
	"demande d'authentification", "authentification de votre", "votre message est en attente d'authentification", "votre e-mail est en attente", "votre message est en attente de validation", "[mailinblack]", "mailinblack", "verification de votre adresse", "verification de l'expediteur",
	"sender verification", "email verification required", "your email requires verification", "please verify your email to", "[boxbe]", "[spamarrest]", "[tmda]", "please confirm your message", "please confirm (", "spamarrest:", "challenge:",
}

// challenge tells what such a filter sends.
func (m *mail) challenge() string {
	if m.heading.number != 0 || !startsAny(fold(m.head.text("subject")), challenges) {
		return ""
	}
	return m.head.written("subject")
}

// receipt tells what mail programs send by themselves: "Lu :", recalls,
// cancelled meetings.
func (m *mail) receipt() string {
	if invitation(m.root).method == "CANCEL" {
		return "METHOD:CANCEL"
	}
	subject := fold(m.head.text("subject"))
	read, back := startsAny(subject, readings), startsAny(subject, []string{"rappel :", "rappel:", "recall:", "recall :", "message recall"})
	switch {
	case holdsAny(subject, recalls), read && m.inThread():
		return m.head.written("subject")
	case !read && !back:
		return ""
	}
	lines, _ := render(m.root, false, m.Limits.Text)
	lines = lines[:min(len(lines), 10)]
	if back {
		return m.lineThat(lines, recalls)
	}
	if strings.TrimSpace(joined(lines)) == "" || m.lineThat(lines, reads) != "" {
		return m.head.written("subject")
	}
	return ""
}

// readings begin the subjects of receipts; reads are in their texts.
var (
	readings = []string{"lu :", "lu:", "non lu :", "non lu:", "supprime sans lecture", "read:", "not read:", "gelesen:", "ungelesen:", "accuse de lecture", "confirmation de lecture", "read receipt", "return receipt", "leido:", "letto:", "gelezen:"}
	reads    = []string{"a ete lu", "a bien ete lu", "sans avoir ete lu", "a ete affiche", "was read", "has been read", "been displayed", "without being read", "was deleted", "a ete supprime", "accuse de", "confirmation de lecture", "receipt", "gelesen", "geloscht", "leido", "letto", "gelezen"}
)

// recalls are in the texts, or the subjects, of mails that want another back.
var recalls = []string{"souhaite rappeler le message", "would like to recall the message", "recall report", "rapport de rappel"}

// lineThat is the first of some lines that holds a part of a table, "" for none.
func (m *mail) lineThat(lines []line, tables ...[]string) string {
	for _, l := range lines {
		folded := fold(l.text[:min(len(l.text), maxHead)])
		if slices.ContainsFunc(tables, func(table []string) bool { return holdsAny(folded, table) }) {
			return l.text
		}
	}
	return ""
}
