package intake

import (
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// The mail systems that write no report of RFC 3464 say in free text what they
// could not deliver. These tables hold what they write, as fold leaves it.

// daemons are in the From of mail systems.
var daemons = []string{"mailer-daemon", "mailerdaemon", "mail delivery", "postmaster", "mail-daemon", "mdaemon", "mail daemon", "mailsystem", "mail system", "delivery subsystem", "mail administrator", "systemadministrator", "system administrator", "mail-delivery", "maildelivery", "no-reply@sns", "mail gateway", "microsoftexchange"}

// nobodies begin the addresses that read no answers. A bounce from one brings
// the mail back.
var nobodies = []string{"no-reply@", "noreply@", "no_reply@", "donotreply@", "do-not-reply@", "ne-pas-repondre@", "nepasrepondre@"}

// returns begin or are in the subjects of bounces.
var returns = []string{
	"remise retardee", "undeliver", "undelivered", "delivery status notification", "delivery failure", "delivery failed", "delivery problem", "delivery error", "mail delivery", "returned mail", "return mail", "failure notice", "failed delivery", "failed mail", "failure delivery", "nondeliverable", "non-deliver", "nondelivery", "not deliver", "could not be delivered", "could not send message", "cannot be delivered", "message status", "mail system error", "permanent delivery", "rejected", "user unknown", "unknown user", "returned to sender", "unable to deliver", "mail could not", "message delivery", "error sending", "mail failure", "mail failed", "メールエラー", "エラー通知", "bounce", "problem delivering", "delivery notification", "delivery report", "delivery status", "status notification", "smtp server: errors", "blocked by our", "error sending your mail", "courrier non remis", "returned to you", "warning: message", "warning: could not",
	"non remis", "non distribue", "echec de la remise", "echec de remise", "echec de distribution", "echec de livraison", "echec d'envoi", "non delivre", "notification d'etat de remise", "rapport de non-remise", "retour de courrier", "impossible de remettre",
	"unzustellbar", "zustellung", "nicht zugestellt", "no entregado", "no se puede entregar", "no se pudo entregar", "correo devuelto", "mancata consegna", "impossibile recapitare", "non recapitabile", "no se ha podido entregar", "nao foi entregue", "nao entregue", "falha na entrega", "falha de entrega", "onbestelbaar", "niet bezorgd", "bezorging mislukt", "kunde inte levereras", "kan inte levereras", "olevererbart", "kunne ikke leveres", "kan ikke leveres", "ikke levert", "toimittaminen epaonnistui", "niedoreczon", "niedostarczon", "nie mozna dostarczyc", "nedorucitelne", "nelze dorucit", "kezbesithetetlen", "teslim edilemedi", "недоставлен", "не доставлено", "сообщение не доставлено", "ошибка доставки", "配信", "送信できません", "届きません", "退信", "无法投递", "投递失败", "未送达", "傳遞失敗", "반송", "배달되지", "전송 실패",
}

// failures are in the texts of bounces.
var failures = []string{
	"could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "was not delivered", "not been delivered", "unable to deliver", "wasn't able to deliver", "undeliverable", "delivery failed", "delivery has failed", "failed permanently", "permanent error", "permanent fatal error", "fatal error", "permanent failure", "did not reach", "delivery to the following", "delivery failure", "failed to deliver", "failed recipient", "following addresses failed", "following recipients", "error delivering", "error while attempting to deliver", "error occurred while", "delivery errors", "was rejected", "not be delivered", "not been able to deliver", "not able to be delivered", "couldn't reach", "wasn't found at", "may not exist", "action: failed", "trouble delivering", "as their mailbox is full", "mailbox is full", "mailbox exceeds", "quota exceeded", "returned to you because", "rejected recipient", "no such mailbox", "malformed address", "blocked by", "has not been delivered", "message not delivered", "not delivered to", "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown", "mailbox unavailable", "mailbox full", "over quota", "invalid recipient", "no such recipient", "does not exist", "address rejected", "recipient rejected", "user not found", "account disabled", "host not found", "name service error", "connection refused", "error-for:", "not listed in", "delivery error", "returned message", "message rejected", "delivery problem", "exceeded", "is delayed",
	"n'a pas pu etre", "n'a pu etre", "non remis", "echec de la remise", "boite pleine", "destinataire inconnu", "utilisateur inconnu", "adresse inconnue", "n'existe pas", "n'est pas parvenu", "est introuvable", "est retardee", "n'a pas ete remis", "n'a pas ete distribue",
	"konnte nicht zugestellt", "nicht zugestellt", "fehler bei der nachrichtenzustellung", "no se pudo entregar", "no ha podido ser entregado", "non e stato recapitato", "impossibile recapitare", "nao foi entregue", "nao pode ser entregue", "niet worden bezorgd", "kon niet worden afgeleverd", "kunde inte levereras", "kunne ikke leveres", "ei voitu toimittaa", "nie mogla byc dostarczona", "nie dostarczono", "nelze dorucit", "не может быть", "не было доставлено", "送信できませんでした", "配信できません", "届きませんでした", "无法投递", "退回", "전송하지 못",
	"transcript of session follows", "550 ", "551 ", "552 ", "553 ", "554 ", "550-", "554-", "#5.",
}

// prologues are how mail systems begin what they write, whoever they say they
// are.
var prologues = []string{
	"this is the qmail-send program", "hi. this is the", "this message was created automatically by mail delivery", "this message was created automatically by the smtp", "this is the mail system at host", "this is the postfix program at host", "this is the dragonfly mail agent", "this is the mail delivery agent at", "this is the mail delivery system", "sorry, we were unable to deliver your message", "delivery has failed to these recipients", "your message did not reach some or all of the intended", "this report relates to a message you sent", "an error occurred while trying to deliver the mail", "this is an automatically generated delivery status notification", "this is a delivery status notification", "the original message was received at ", "delivery to the following recipient", "this is a mime-encapsulated message", "echec de la remise a ces destinataires", "echec de la remise de votre message", "ceci est le systeme de courrier", "ceci est le serveur de messagerie",
}

// delays are in the texts of warnings that a mail is late and not lost.
var delays = []string{"will be retried", "temporary failure report", "will keep trying", "will continue to try", "no action is required", "do not need to resend", "you do not need to", "still being retried", "warning message only", "this is a warning", "has been delayed", "is delayed", "being delayed", "delivery is delayed", "not yet been delivered", "still undelivered after", "delivery attempts will continue", "vous n'avez pas besoin de renvoyer", "sera retentee", "est retardee", "pas encore ete remis", "pas encore ete distribue"}

// ends stand above the mail that came back, and traces begin its header.
var (
	ends = []string{
		"--- below this line", "------ this is a copy", "----- original message", "--- original message", "-----original", "----- message header", "--- message header", "--- the header of", "the original message follows", "original message follows", "your original message", "--- undelivered message follows", "unsent message", "----- unsent", "--- returned", "copy of the message", "headers of", "message header", "original headers", "--original", "below is a copy of",
	}
	traces = []string{"return-path:", "received:", "message-id:", "x-mailer:", "mime-version:", "dkim-signature:", "delivered-to:", "x-original-to:"}
)

// daemon tells whether a mail system sent this, by its From or an empty
// return path.
func (m *mail) daemon() bool {
	from := fold(m.head.text("from"))
	path := m.head.get("return-path")
	return m.head.has("x-failed-recipients") || holdsAny(from, daemons) || holdsAny(fold(path), daemons) || path == "<>" || strings.TrimSpace(from) == "<>"
}

// freely reads a bounce in free text: who failed, and whether for good. It is
// one where a mail system says in its subject or its text that it failed, or
// brings the mail back, and where anybody's mail says all of it.
func (m *mail) freely() (found []governance.Bounce, ok bool) {
	daemon, brings, titled := m.daemon(), m.brings(), holdsAny(fold(m.head.text("subject")), returns)
	if !daemon && !brings && !titled || m.absence() != "" {
		return nil, false
	}
	text, back := m.excerpt()
	folded := fold(text)
	daemon = daemon || startsAny(strings.TrimLeft(folded, " \n-=*"), prologues)
	says := holdsAny(folded, failures)
	switch {
	case m.head.has("x-failed-recipients"):
		found = m.failedRecipients()
	case daemon && titled:
	case m.heading.reply || m.head.has("in-reply-to"): // a postmaster may be a member, and answer
		return nil, false
	case daemon && (says || back || brings):
	case !m.head.has("user-agent") && brings && (titled && says || startsAny(m.Request.From, nobodies) && (titled || says)):
	default:
		return nil, false
	}
	if len(found) == 0 {
		if found = m.victims(text); len(found) == 0 {
			if found = m.wrapped(false); len(found) > 0 {
				return found, true
			}
			found = m.addressee()
		}
	}
	status := failing(text)
	late := holdsAny(folded, delays) && !strings.Contains(folded, "permanent")
	for i := range found {
		found[i].Status = status
		found[i].Permanent = !late && !strings.HasPrefix(status, "4")
	}
	return found, true
}

// brings tells whether a mail brings another back, not as somebody's file.
func (m *mail) brings() bool {
	found := false
	m.root.each(func(e *part) {
		switch e.media {
		case "message/rfc822", "text/rfc822-headers", "message/rfc822-headers":
			found = found || !strings.HasPrefix(strings.ToLower(e.header.get("content-disposition")), "attachment")
		}
	})
	return found
}

// failedRecipients are those that X-Failed-Recipients names.
func (m *mail) failedRecipients() (found []governance.Bounce) {
	for _, value := range m.head.all("x-failed-recipients") {
		for one := range strings.SplitSeq(value, ",") {
			if to := mailboxIn(one); to != "" {
				found = addFailure(found, governance.Bounce{Recipient: to})
			}
		}
	}
	return found
}

// addressee is the one recipient of the mail that came back, where a bounce
// names nobody else.
func (m *mail) addressee() []governance.Bounce {
	inner := m.root.find("message/rfc822")
	if inner == nil {
		inner = m.root.find("text/rfc822-headers")
	}
	if inner == nil {
		return nil
	}
	p := &parser{raw: inner.decoded(), limits: m.Limits}
	e := &part{}
	if _, _, err := p.readHeader(e); err != nil {
		return nil
	}
	if to := address.ParseList(e.header.all("to")...); len(to) == 1 && !m.ours(to[0]) {
		return []governance.Bounce{{Recipient: to[0]}}
	}
	return nil
}

// wrapped reads the report in the mail that a notice brings back: a gateway's,
// which names nobody, passes one on, and a postmaster is told of a bounce that
// bounced. Where report is set, the mail must be one as a whole.
func (m *mail) wrapped(report bool) []governance.Bounce {
	inner := m.root.find("message/rfc822")
	if inner == nil {
		return nil
	}
	root, _, err := parseMail(inner.decoded(), m.Limits)
	if err != nil || report && root.media != "multipart/report" {
		return nil
	}
	found, _, _ := reported(root)
	return found
}

// failing finds the first status in a text that tells of no success.
func failing(text string) string {
	for l := range strings.Lines(text) {
		if status := enhanced(l); status != "" && status[0] != '2' {
			return status
		}
	}
	return ""
}

// maxExcerpt is how much of a bounce's text is looked at.
const maxExcerpt = 32 << 10

// excerpt is the text of a bounce above the mail that came back. It tells
// whether that mail stands in the text.
func (m *mail) excerpt() (text string, back bool) {
	lines, r := render(m.root, false, m.Limits.Text)
	if r.err != nil {
		return "", false
	}
	var b strings.Builder
	for i, l := range lines {
		folded := strings.TrimLeft(fold(l.text[:min(len(l.text), 200)]), " >|*")
		traced := traced(lines[i:])
		if b.Len() > 0 && (startsAny(folded, ends) || traced) || b.Len() > maxExcerpt {
			return b.String(), back || traced
		}
		back = back || traced
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.String(), back
}

// traced tells whether some lines begin with the header of a mail on its way:
// a trace and, among the next lines, another field.
func traced(lines []line) bool {
	if len(lines[0].text) == 0 || !startsAny(fold(lines[0].text[:min(len(lines[0].text), 20)]), traces) {
		return false
	}
	for _, l := range lines[1:min(len(lines), 8)] {
		if name, _, ok := strings.Cut(l.text, ":"); ok && name != "" && !strings.ContainsAny(name, " \t") {
			return true
		}
	}
	return false
}

// victims finds the addresses that failed in a text: those that begin a line,
// else those beside words such as "recipient", else any.
func (m *mail) victims(text string) []governance.Bounce {
	var strong, weak, any []governance.Bounce
	for l := range strings.SplitSeq(text, "\n") {
		to := mailboxIn(l)
		if to == "" || m.ours(to) {
			continue
		}
		b := governance.Bounce{Recipient: to}
		folded := strings.TrimLeft(fold(l), " \t-*•>")
		head := strings.TrimLeft(folded, "<\"'[(")
		switch {
		case startsAny(to, []string{"postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@"}):
			any = addFailure(any, b)
		case startsAny(head, []string{to, "rcpt to:<" + to, "to: " + to, "to: <" + to, "recipient: " + to, "original recipient: ", "recipient address: ", "error-for: ", "smtp:" + to, "smtp; " + to, "mailto:" + to}):
			strong = addFailure(strong, b)
		case holdsAny(folded, []string{"recipient", "rcpt", "deliver", "user", "mailbox", "address", "account", "destinataire", "adresse", "remis", "unknown", "reject", "to:", "relay"}):
			weak = addFailure(weak, b)
		default:
			any = addFailure(any, b)
		}
	}
	for _, found := range [][]governance.Bounce{strong, weak, any} {
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
