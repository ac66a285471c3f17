package check

import (
	"bytes"
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/trust"
)

// arrival tells how the first mail came back.
func (t *trip) arrival(a *arrived, sent time.Time) {
	took := t.Now().Sub(sent).Round(time.Second)
	if a.spam {
		t.warn("mark it there as no spam, see SPF, DKIM and DMARC, and name that folder in spam of [receive.imap]", "the mail came back after %v, %s: taken for spam", took, a.where)
	} else {
		t.ok("the mail came back after %v, %s", took, a.where)
	}
	if a.author != "" {
		t.fault("have the provider let this account send as the list's address (an alias of it), or give the list the account's own address", "the server that sends letters puts another author: From is %s, not %s", a.author, t.cfg.List.Address)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(a.raw))
	if err == nil && parsed.Header.Get("Message-ID") != t.messageID(1) {
		how := "by the address that they are sent to"
		if t.cfg.List.RecipientDelimiter == "" {
			how = "by what stands in the subject, or is quoted below"
		}
		t.note("", "a server on the way gives mails another Message-ID: answers to letters are known %s", how)
	}
	t.hours(a, sent)
}

// apart is how far other machines' clocks may be from this one's.
const apart = 2 * time.Minute

// hours compares the clock of this machine with those that the mail passed.
func (t *trip) hours(a *arrived, sent time.Time) {
	now := t.Now()
	for _, hop := range trust.Hops(a.raw) {
		off := time.Duration(0)
		switch {
		case hop.At.IsZero():
			continue
		case hop.At.Before(sent.Add(-apart)):
			off = sent.Sub(hop.At)
		case hop.At.After(now.Add(apart)):
			off = hop.At.Sub(now)
		}
		if off != 0 {
			t.warn("compare this machine's clock with another (timedatectl): deadlines go by it", "%s dated the mail %v away from this machine's clock", hop.By, off.Round(time.Second))
			return
		}
	}
}

// genuine are the claims about a mail that we did not forge.
func (t *trip) genuine(a *arrived) []trust.Claim {
	return slices.DeleteFunc(trust.Claims(a.raw), t.forged)
}

func (t *trip) forged(c trust.Claim) bool { return strings.Contains(c.Text, t.token) }

// opinion tells what others make of the list's own mail: members' providers will
// do likewise with its letters.
func (t *trip) opinion(a *arrived) {
	const mend = "see what is said of the DNS above, and have the server that sends letters sign them (DKIM) for the list's domain"
	claims := t.genuine(a)
	switch {
	case a.why != "" && a.proven:
		t.ok("it is proven to be the list's own, as found out here: %s", a.why)
	case a.why != "":
		t.note(mend, "it is not proven to be the list's own, as found out here: %s", a.why)
	case len(claims) == 0:
		t.note("", "no server on the way says whether the mail is proven to be the list's own (SPF, DKIM, DMARC)")
	case claims[0].Passes:
		t.ok("%s finds it proven to be the list's own: %s", claims[0].Host, claims[0].Why)
	case claims[0].Why == string(trust.DMARCFails):
		t.warn(mend, "%s finds it not proven to be the list's own: %s", claims[0].Host, claims[0].Why)
	default:
		t.note(mend, "%s does not find it proven to be the list's own: %s", claims[0].Host, claims[0].Why)
	}
}

// candidate is the server that could be named in authserv_id, "" for none: the
// one whose word stands on top.
func (t *trip) candidate(a *arrived) string {
	if claims := t.genuine(a); len(claims) > 0 {
		return claims[0].Host
	}
	return ""
}

// pinned tells whether what a forger writes in the name of the server that is
// believed was believed, or could be ("Believing a sender").
func (t *trip) pinned(a *arrived) {
	id, policy := t.cfg.Trust.AuthservID, association.Policy(t.cfg)
	believed := trust.Believed(a.raw, policy, a.how)
	switch {
	case slices.ContainsFunc(believed, t.forged):
		t.fault("remove authserv_id from [trust]: until then, whoever forges this line can vote for anybody. Or have that server strip it from all mail, also from this machine's (RFC 8601, section 5)",
			"a forged “Authentication-Results: %s” came through, and is believed", id)
		return
	case slices.ContainsFunc(trust.Claims(a.raw), t.forged):
		t.warn("have "+id+" strip such lines from all mail; else remove authserv_id from [trust]", "a forged “Authentication-Results: %s” came through; on this mail it stands where it is not believed, on others it may not", id)
	case bytes.Contains(a.raw, []byte("Authentication-Results: "+quoted(id))):
		t.note("where you can, have "+id+" strip such lines in every form", "a forged “Authentication-Results: %s” came through; with quotes it is not believed here, elsewhere it may be", quoted(id))
	default:
		t.ok("a forged “Authentication-Results: %s” was stripped on the way", id)
	}
	if len(believed) > 0 || a.how.Direct(policy) {
		return
	}
	why := trust.Judge(a.raw, policy, a.how).Why
	t.note("see the header of a member's mail: authserv_id must be the name in its first Authentication-Results, received_by that in its first Received", "on the list's own mail, %s says nothing that is believed: %s", id, why)
}

// unpinned tells whether the server that could be named strips what is forged in
// its name, by a mail on which that was tried; it is sent where there is none.
func (t *trip) unpinned(ctx context.Context, tried *arrived, id string) {
	if tried == nil {
		if tried, _ = t.mail(ctx, 3, t.cfg.List.Address, id, nextBack); tried == nil {
			return
		}
	}
	t.advise(tried, id)
}

// advise tells how a server could be believed that strips what is forged in its
// name.
func (t *trip) advise(a *arrived, id string) {
	if slices.ContainsFunc(trust.Claims(a.raw), t.forged) {
		t.ok("%s says who wrote a mail, and lets forged lines in its name through: it is rightly not named in [trust]", id)
		return
	}
	policy := association.Policy(t.cfg)
	policy.AuthservID = id
	names := []string{""}
	for _, hop := range trust.Hops(a.raw) {
		names = append(names, hop.By)
	}
	for _, name := range names {
		policy.ReceivedBy = name
		if len(trust.Believed(a.raw, policy, a.how)) == 0 {
			continue
		}
		mend := `set authserv_id = "` + id + `"`
		if name != "" {
			mend += ` and received_by = "` + name + `"`
		}
		t.note(mend+" in [trust], if you would have its word believed", "%s says who wrote a mail, and strips what is forged in its name", id)
		return
	}
}

// suffixed tries an address with a suffix: letters ask for answers to such ones,
// where they work. It gives the mail, nil where it does not come back, or was
// not sent.
func (t *trip) suffixed(ctx context.Context, forge string) *arrived {
	has := t.cfg.List.RecipientDelimiter
	delimiter := has
	if has == "" {
		delimiter = "+"
	}
	local, domain, _ := strings.Cut(t.cfg.List.Address, "@")
	to := local + delimiter + "check-" + t.token + "@" + domain
	if has == "" && t.cfg.Receive.IMAP == nil {
		t.note(`where your mail server hands mail to `+local+`+anything on, set recipient_delimiter = "+" in [list], and run this again`, "addresses with a suffix are not used, nor tried: the daemon takes no mail for them")
		return nil
	}
	quiet := &sheet{subject: t.subject, secrets: t.sheet.secrets}
	second := &trip{t.checker, quiet, t.box, t.courier, t.token}
	back, _ := second.mail(ctx, 2, to, forge, nextBack)
	switch {
	case back != nil && has != "":
		t.ok("mail to %s arrives: answers to letters do, too", local+has+"anything")
	case back != nil:
		t.note(`set recipient_delimiter = "+" in [list]: answers and bounces are then known by their address`, "mail to %s arrives, too", local+"+anything@"+domain)
	case has != "":
		t.fault(`set recipient_delimiter = "" in [list], or have the server deliver mail to `+local+has+`anything: answers to letters are lost until then`, "mail to %s does not arrive: %s", local+has+"anything@"+domain, quiet.found[0].What)
	default:
		t.ok("mail to %s does not come back here, and is not used: answers are known by other marks; where the domain has a catch-all, whoever reads that has a mail of this trial", local+"+anything@"+domain)
	}
	return back
}
