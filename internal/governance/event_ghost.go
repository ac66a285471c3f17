package governance

import "time"

// Reviewed is a review of ghosts: who has been silent for long. All members are
// told, and those still silent at Ask are asked. Until is when it was made: the
// next one is after it.
type Reviewed struct {
	Until  time.Time `json:"until"`
	Ghosts []int     `json:"ghosts,omitempty"`
	Ask    time.Time `json:"ask"`
}

// GhostsAsked asks ghosts whether they are still there, for the first time or
// the last. Next is when the next step is due, Until when they leave the list.
type GhostsAsked struct {
	Members []int     `json:"members"`
	Next    time.Time `json:"next"`
	Until   time.Time `json:"until"`
	Last    bool      `json:"last,omitempty"`
}

// GhostsSpared stops the machine for some until the next review: a member asks
// after them or, where it is nobody, they wrote something unsigned.
type GhostsSpared struct {
	Member int   `json:"member"`
	Ghosts []int `json:"ghosts"`
}

// StillHere answers a member who says so.
type StillHere struct {
	Member int `json:"member"`
}

func (*Reviewed) kind() string   { return "reviewed" }
func (*Reviewed) texts() []*Text { return nil }

func (e *Reviewed) apply(s *State, _ Record) {
	s.Reviewed = e.Until
	for _, member := range e.Ghosts {
		s.Ghosts = append(s.Ghosts, &Ghost{Member: member, Named: e.Until, Next: e.Ask})
	}
}

func (*GhostsAsked) kind() string   { return "ghosts_asked" }
func (*GhostsAsked) texts() []*Text { return nil }

func (e *GhostsAsked) apply(s *State, r Record) {
	for _, member := range e.Members {
		if m := s.Members[member-1]; m.hears() {
			s.write(m, r)
		}
		if g := s.ghost(member); g != nil {
			g.Next, g.Until = e.Next, e.Until
		}
	}
}

func (*GhostsSpared) kind() string   { return "ghosts_spared" }
func (*GhostsSpared) texts() []*Text { return nil }

func (e *GhostsSpared) apply(s *State, _ Record) { s.unhaunt(e.Ghosts...) }

func (*StillHere) kind() string         { return "still_here" }
func (*StillHere) texts() []*Text       { return nil }
func (*StillHere) apply(*State, Record) {}

// putOff leaves ghosts the time that an alarm took, in whole days.
func (s *State) putOff(days int) {
	later := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return Delay{days, Days}.After(t, s.zone)
	}
	for _, g := range s.Ghosts {
		g.Next, g.Until = later(g.Next), later(g.Until)
	}
}

// owedToGhosts is what the events of ghosts owe: the names to all, the question
// to those whom letters reach.
func (s *State) owedToGhosts(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Reviewed:
		if len(e.Ghosts) > 0 {
			return []Letter{s.toAll(LetterGhostNotice, 0, 0)}
		}
	case *GhostsAsked:
		l := Letter{Kind: LetterGhostPing, To: s.written(r)}
		if e.Last {
			l.Why = WhyLastCall
		}
		return []Letter{l}
	case *GhostsSpared:
		if e.Member != 0 {
			return answer(LetterReceipt, e.Member, 0, WhyCare, r)
		}
	case *StillHere:
		return answer(LetterReceipt, e.Member, 0, WhyAlive, r)
	}
	return nil
}
