package explain

import (
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/trust"
)

// sender is what a mail and a configuration tell of who wrote it. The DNS is
// not asked.
type sender struct {
	verdict trust.Verdict // by the host that is pinned, or nothing
	pinned  bool          // a host is, whose word is final
	direct  bool          // mail may come straight from the world, so that SPF may prove it
	signed  string        // the domain whose DKIM signature may prove it, "" for none
	why     string        // none does
	claims  []trust.Claim // what hosts say in its header, believed or not
}

func senderOf(cfg *config.Config, raw []byte, now time.Time) sender {
	s := sender{claims: trust.Claims(raw)}
	if cfg == nil {
		s.signed, s.why = trust.Signed(raw, nil, now)
		return s
	}
	facts := trust.Arrival{Accepted: now, LMTP: cfg.Receive.LMTP != nil}
	s.verdict = trust.Judge(raw, association.Policy(cfg), facts)
	s.pinned, s.direct = cfg.Trust.AuthservID != "", cfg.Receive.SMTP != nil
	s.signed, s.why = trust.Signed(raw, association.Owns(cfg), trust.Instant(raw, association.Policy(cfg), facts))
	return s
}

// possible are the words that the sender's domain may have to say when the mail
// arrives: that it vouches for it, that it does not, or either.
func (s sender) possible(r governance.Request) []bool {
	switch {
	case !r.Human() && r.Kind != governance.KindUnreadable:
		return []bool{false}
	case s.pinned:
		return []bool{s.verdict.Authenticated}
	case s.open():
		return []bool{true, false}
	}
	return []bool{false}
}

// open tells whether only the arrival will tell who wrote the mail.
func (s sender) open() bool {
	return !s.pinned && !s.shapeless() && (s.signed != "" || s.direct)
}

// shapeless tells whether nothing could prove the mail, whoever vouched for it.
func (s sender) shapeless() bool {
	switch trust.Grounds(s.why) {
	case trust.NoShape, trust.FieldTwice, trust.NoField:
		return true
	}
	return false
}
