package intake

import (
	"strings"

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
	"undeliver", "undelivered", "delivery status notification", "delivery failure", "delivery failed", "delivery problem", "delivery error", "mail delivery", "returned mail", "return mail", "failure notice", "failed delivery", "failed mail", "failure delivery", "nondeliverable", "non-deliver", "nondelivery", "not deliver", "could not be delivered", "could not send message", "cannot be delivered", "message status", "mail system error", "permanent delivery", "rejected", "user unknown", "unknown user", "returned to sender", "unable to deliver", "mail could not", "message delivery", "error sending", "mail failure", "mail failed", "メールエラー", "エラー通知", "bounce", "problem delivering", "delivery notification", "smtp server: errors", "warning: message", "warning: could not",
	"non remis", "non distribue", "echec de la remise", "echec de remise", "echec de distribution", "echec de livraison", "echec d'envoi", "non delivre", "notification d'etat de remise", "rapport de non-remise", "retour de courrier", "impossible de remettre",
	"unzustellbar", "zustellung", "nicht zugestellt", "no entregado", "no se puede entregar", "mancata consegna", "no se ha podido entregar", "onbestelbaar", "kunde inte levereras", "недоставлен", "не доставлено", "配信", "送信できません", "退信",
}

// failures are in the texts of bounces.
var failures = []string{
	"could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "was not delivered", "not been delivered", "unable to deliver", "wasn't able to deliver", "undeliverable", "delivery failed", "delivery has failed", "failed permanently", "permanent error", "permanent fatal error", "fatal error", "permanent failure", "did not reach", "delivery to the following", "delivery failure", "failed to deliver", "following addresses failed", "message not delivered", "not delivered to", "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown", "mailbox unavailable", "mailbox full", "over quota", "invalid recipient", "no such recipient", "does not exist", "address rejected", "recipient rejected", "user not found", "account disabled", "host not found", "name service error", "connection refused", "error-for:", "not listed in", "delivery error", "returned message", "message rejected", "delivery problem", "exceeded", "is delayed",
	"n'a pas pu etre", "n'a pu etre", "non remis", "echec de la remise", "boite pleine", "destinataire inconnu", "utilisateur inconnu", "adresse inconnue", "n'existe pas",
	"transcript of session follows", "550 ", "551 ", "552 ", "553 ", "554 ", "550-", "554-", "#5.",
}

// delays are in the texts of warnings that a mail is late and not lost.
var delays = []string{"will be retried", "temporary failure report", "will keep trying", "will continue to try", "no action is required", "do not need to resend", "you do not need to", "still being retried", "warning message only", "this is a warning", "has been delayed", "is delayed", "being delayed", "delivery is delayed", "not yet been delivered", "still undelivered after", "delivery attempts will continue", "vous n'avez pas besoin de renvoyer", "sera retentee"}

// ends stand above the mail that came back.
var ends = []string{
	"--- below this line", "------ this is a copy", "----- original message", "--- original message", "-----original", "----- message header", "return-path:", "received:", "--- message header", "message-id:", "--- the header of", "the original message", "original message follows", "your original message", "--- undelivered message follows", "----- transcript of session", "unsent message", "--- returned", "copy of the message", "headers of", "message header", "original headers", "--original", "x-mailer:", "mime-version:", "dkim-signature:",
}

// daemon tells whether a mail system sent this, by its From or an empty
// return path.
func (m *mail) daemon() bool {
	if len(m.head.all("x-failed-recipients")) > 0 {
		return true
	}
	from := fold(m.head.text("from"))
	if startsAny(m.Request.From, nobodies) && m.root.find("message/rfc822") != nil && holdsAny(fold(m.head.text("subject")), returns) {
		return true
	}
	return holdsAny(from, daemons) || holdsAny(fold(m.head.get("return-path")), daemons) || m.head.get("return-path") == "<>" || strings.TrimSpace(from) == "<>"
}

// freely reads a bounce in free text: who failed, and whether for good. It is
// one where a mail system says in its subject or its text that it failed.
func (m *mail) freely() (found []governance.Bounce, ok bool) {
	if !m.daemon() || m.absence() != "" {
		return nil, false
	}
	text := m.excerpt()
	folded := fold(text)
	for _, value := range m.head.all("x-failed-recipients") {
		for one := range strings.SplitSeq(value, ",") {
			if to := mailboxIn(one); to != "" {
				found = addFailure(found, governance.Bounce{Recipient: to})
			}
		}
	}
	if len(found) == 0 {
		if !holdsAny(fold(m.head.text("subject")), returns) && (m.heading.reply || !holdsAny(folded, failures)) {
			return nil, false // a postmaster may be a member, and answer
		}
		if found = m.victims(text); len(found) == 0 {
			if found = m.wrapped(false); len(found) > 0 {
				return found, true
			}
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
	found, _ := reported(root)
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

// excerpt is the text of a bounce above the mail that came back.
func (m *mail) excerpt() string {
	lines, r := render(m.root, false, m.Limits.Text)
	if r.err != nil {
		return ""
	}
	var b strings.Builder
	for _, l := range lines {
		folded := strings.TrimLeft(fold(l.text[:min(len(l.text), 200)]), " >|*")
		if startsAny(folded, ends) && b.Len() > 0 && !strings.Contains(folded, "transcript of session") {
			break
		}
		if b.Len() > maxExcerpt {
			break
		}
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.String()
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
