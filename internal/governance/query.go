package governance

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// New is the state before anything happened, for an association that lives in
// that time zone.
func New(zone *time.Location) *State {
	return &State{
		Statutes:  DefaultStatutes(),
		Strangers: map[string][]time.Time{},
		zone:      zone,
		byAddress: map[string]int{},
	}
}

// Restore reads a state that json.Marshal wrote.
func Restore(raw []byte, zone *time.Location) (*State, error) {
	s := New(zone)
	if err := json.Unmarshal(raw, s); err != nil {
		return nil, fmt.Errorf("read snapshot of the state: %w", err)
	}
	for _, m := range s.Members {
		for _, address := range m.Addresses {
			if address != "" {
				s.byAddress[string(address)] = m.ID
			}
		}
	}
	for _, a := range s.Actions {
		if a.IsOpen() {
			s.recount(a)
		}
	}
	return s, nil
}

// Zone is the association's time zone.
func (s *State) Zone() *time.Location { return s.zone }

// Member is the member of that number, nil for none.
func (s *State) Member(id int) *Member {
	if id < 1 || id > len(s.Members) {
		return nil
	}
	return s.Members[id-1]
}

// Knows tells whether an address is on file, a departed member's too.
func (s *State) Knows(address string) bool { return s.byAddress[address] != 0 }

// ByAddress is the present member whose address that is, nil for none.
func (s *State) ByAddress(address string) *Member {
	if m := s.Member(s.byAddress[address]); m != nil && m.Departed.IsZero() {
		return m
	}
	return nil
}

// Action is the action of that number, nil for none.
func (s *State) Action(number int) *Action {
	if number < 1 || number > len(s.Actions) {
		return nil
	}
	return s.Actions[number-1]
}

// Display is a member's name as others read it. Two alike are told apart by a
// number (rules.md, Members).
func (s *State) Display(id int) string {
	m := s.Member(id)
	if m == nil {
		return ""
	}
	before := 0
	for _, other := range s.Members[:id-1] {
		if other.Name == m.Name && other.Departed.IsZero() {
			before++
		}
	}
	if before == 0 || m.Name == "" {
		return string(m.Name)
	}
	return fmt.Sprintf("%s (%d)", m.Name, before+1)
}

// Primary is a member's primary address, "" once it was erased.
func (m *Member) Primary() string {
	if len(m.Addresses) == 0 {
		return ""
	}
	return string(m.Addresses[0])
}

// Standing is where a member stands at an instant; the names are those of
// `replay`, the first that holds.
func (m *Member) Standing(at time.Time) string {
	switch {
	case !m.Departed.IsZero():
		return "departed"
	case m.Unreachable:
		return "unreachable"
	case m.OnLeave:
		return "on_leave"
	case m.VotesFrom.After(at):
		return "newcomer"
	default:
		return "voter"
	}
}

// hears tells whether letters to all reach this member: members on leave get
// nothing, and the unreachable cannot.
func (m *Member) hears() bool { return m.Departed.IsZero() && !m.OnLeave && !m.Unreachable }

// IsOpen tells whether the action can still be voted on.
func (a *Action) IsOpen() bool { return a.State == Open || a.State == InPause }

// ballotOf is the ballot of a member that an event cast, nil where it is void.
func (a *Action) ballotOf(member int, seq int64) *Ballot {
	for i := range a.Ballots {
		if b := &a.Ballots[i]; b.Seq == seq && b.Member == member && !b.Void {
			return b
		}
	}
	return nil
}

// hold is the held mail of that arrival, nil for none.
func (s *State) hold(arrival int64) *Hold {
	if i := slices.IndexFunc(s.Holds, func(h *Hold) bool { return h.Arrival == arrival }); i >= 0 {
		return s.Holds[i]
	}
	return nil
}

// confirmation is how long a confirmation can be answered (safety.md).
const confirmation = 72 * time.Hour

// Waiving tells whether an open action would let a newcomer vote at once.
func (s *State) Waiving(member int) bool {
	return slices.ContainsFunc(s.Actions, func(a *Action) bool {
		return a.IsOpen() && slices.ContainsFunc(a.Effects, func(e Effect) bool { return e.Type == EffectWaiveDelay && e.Member == member })
	})
}

// stale tells whether a held mail can no longer be confirmed.
func (s *State) stale(h *Hold, at time.Time) bool {
	since := h.AskedAt
	if since.IsZero() {
		since = h.Rank
	}
	return at.Sub(since) > confirmation
}

// sameDay tells whether two instants fall on one local day.
func (s *State) sameDay(a, b time.Time) bool {
	ay, am, ad := a.In(s.zone).Date()
	by, bm, bd := b.In(s.zone).Date()
	return ay == by && am == bm && ad == bd
}

// asked tells whether that member was asked about that action today.
func (s *State) asked(member, action int, at time.Time) bool {
	return slices.ContainsFunc(s.Questions, func(q Question) bool {
		return q.Member == member && q.Action == action && s.sameDay(q.At, at)
	})
}

func (s *State) ask(member, action int, at time.Time) {
	s.Questions = slices.DeleteFunc(s.Questions, func(q Question) bool { return at.Sub(q.At) > 48*time.Hour })
	s.Questions = append(s.Questions, Question{member, action, at})
}
