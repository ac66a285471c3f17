package explain

import (
	"fmt"
	"strings"

	"toutdoux/internal/governance"
)

// senders tells whether the sender would be believed, and why, of mail that a
// person may have written.
func (t *teller) senders() {
	if r := &t.Request; !r.Human() && r.Kind != governance.KindUnreadable || r.From == "" {
		return
	}
	t.lines = append(t.lines, phrase(t, senders, "sender"))
	switch {
	case t.cfg == nil:
		t.header()
		t.speak("no config")
	case t.blind != nil:
		t.header()
		why, _, _ := strings.Cut(t.blind.Error(), "\n") // a stack may follow
		t.speak("no register", why)
	case t.plays[0].Known != nil:
		known := t.plays[0].Known
		t.member(t.plays[0].After)
		t.proof(known.Proven, known.Grounds)
	default:
		t.registered(t.plays[len(t.plays)-1])
	}
}

func (t *teller) speak(key string, args ...any) { t.under(phrase(t, senders, key, args...)) }

// registered tells what the register adds: who it is, and what they answer.
func (t *teller) registered(p play) {
	t.member(p.Before)
	if a := p.Request.Answers; a.Letter != 0 {
		letter := strings.TrimSpace(phrase(t, letterKinds, a.Kind) + " " + number(a.Action))
		if m := p.Before.ByAddress(p.Request.From); m != nil && m.ID == a.Member {
			t.speak("answers mine", letter)
		} else {
			t.speak("answers", p.Before.Display(a.Member), letter)
		}
	}
	switch belief := p.Belief; belief {
	case governance.ByDomain, governance.Unproven, governance.NotOnFile:
		t.header()
	case governance.AfterContest, governance.ByLetter, governance.ByConfirmation:
		t.speak("believed", phrase(t, beliefs, belief))
	default:
		t.speak("not believed", phrase(t, beliefs, belief))
		if t.sender.open() {
			t.header()
		}
	}
}

// member tells who has the address, and where they stand.
func (t *teller) member(s *governance.State) {
	m := s.ByAddress(t.Request.From)
	if m == nil {
		t.speak("nobody")
		return
	}
	args := []any{s.Display(m.ID)}
	standing := m.Standing(t.now)
	if standing == "newcomer" {
		args = append(args, t.speech.Instant(m.VotesFrom, t.now))
	}
	t.speak(standing, args...)
}

// header tells what the mail's own header proves, or might.
func (t *teller) header() {
	s := &t.sender
	switch {
	case s.pinned:
		t.proof(s.verdict.Authenticated, s.verdict.Why)
		t.strangers()
		return
	case t.cfg == nil:
		t.claims("claim")
	}
	switch {
	case s.signed != "" && t.cfg == nil:
		t.speak("would hold", s.signed)
	case s.signed != "":
		t.speak("at arrival", s.signed)
	case t.cfg == nil && !s.shapeless():
		t.speak("unsigned", t.ground(s.why))
	case !s.shapeless() && s.direct:
		t.speak("unsigned", t.ground(s.why))
		t.speak("at the door")
	default:
		t.speak("not proven", t.ground(s.why))
	}
}

// mostClaims is how many hosts' words are told.
const mostClaims = 3

func (t *teller) claims(key string) {
	for _, c := range t.sender.claims[:min(len(t.sender.claims), mostClaims)] {
		t.speak(key, c.Host, t.ground(c.Why))
	}
}

// strangers tells of a host that vouches for the sender, and is not the one that
// is pinned: where the wrong one was pinned, that shows it.
func (t *teller) strangers() {
	if t.sender.verdict.Authenticated {
		return
	}
	for _, c := range t.sender.claims {
		if c.Passes && !strings.EqualFold(c.Host, t.cfg.Trust.AuthservID) {
			t.speak("not pinned", c.Host)
			return
		}
	}
}

func (t *teller) proof(proven bool, why string) {
	key := "not proven"
	if proven {
		key = "proven"
	}
	t.speak(key, t.ground(why))
}

// ground says in the teller's language what trust and prove say in English.
func (t *teller) ground(why string) string {
	for g := range grounds {
		about, ok := g.About(why)
		if !ok {
			continue
		}
		if strings.HasPrefix(string(g), "%s") { // it goes on from other grounds
			about[0] = t.ground(fmt.Sprint(about[0]))
		}
		return phrase(t, grounds, g, about...)
	}
	return why
}
