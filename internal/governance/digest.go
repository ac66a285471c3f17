package governance

import (
	"slices"
	"time"
)

// Bulletin is where the weekly digest stands.
type Bulletin struct {
	Next time.Time `json:"next,omitzero"`  // when it is due
	Last int64     `json:"last,omitempty"` // event of the latest: the next one's news begin behind it
	Told time.Time `json:"told,omitzero"`  // when one last had something to tell everybody
	News int64     `json:"news,omitempty"` // the latest event that is news
	// Outcome is the latest event that followers are told of.
	Outcome int64    `json:"outcome,omitempty"`
	Back    []Return `json:"back,omitempty"` // who is to be told what they missed
}

// Return is somebody's coming back from leave.
type Return struct {
	Member int  `json:"member"`
	Asked  bool `json:"asked,omitempty"` // they wrote; their leave did not just end
}

// Digested is a digest. Its news are the events behind Since and before
// itself; what stands rather than happens is noted here, so that whoever
// composes the letter, and whenever, tells the same.
type Digested struct {
	Member int        `json:"member,omitempty"` // who alone gets it, back from leave; 0: everyone
	Since  int64      `json:"since"`
	Open   []Standing `json:"open,omitempty"`   // the open actions
	ToDo   []int      `json:"to_do,omitempty"`  // the actions adopted and not done
	Away   []int      `json:"away,omitempty"`   // the members on leave
	Knocks []int64    `json:"knocks,omitempty"` // the events of strangers' mails that wait
	Unseen int        `json:"unseen,omitempty"` // how many others wait

	Mandates []int `json:"mandates,omitempty"` // that end soon, ended without a conclusion, or are to be passed on
	Roles    []int `json:"roles,omitempty"`    // that are vacant, or to be passed on: their place among all, from 1
}

// Standing is how an open action stands.
type Standing struct {
	Action int   `json:"action"`
	Tally  Tally `json:"tally"`
}

// DigestPassed leaves a digest to the next one: nothing ran when it was due.
type DigestPassed struct{}

func (*Digested) kind() string   { return "digested" }
func (*Digested) texts() []*Text { return nil }

func (*DigestPassed) kind() string   { return "digest_passed" }
func (*DigestPassed) texts() []*Text { return nil }

func (*DigestPassed) apply(s *State, _ Record) { s.schedule(s.Bulletin.Next) }

// news are the kinds of event that a digest tells of.
var news = map[string]bool{
	"opened": true, "window_started": true, "requalified": true, "paused": true, "countered": true, "contested": true,
	"closed": true, "withdrawn": true, "done": true, "joined": true, "departed": true, "became_unreachable": true,
	"intervened": true, "posted": true, "knocked": true, "accepted": true,
	"concerned": true, "survey_closed": true, "reviewed": true, "mandate_ended": true,
}

// NewsKinds are the stored names of the kinds of event that a digest tells of.
func NewsKinds() []string {
	kinds := make([]string, 0, len(news))
	for kind := range news {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// note remembers that there is something to tell.
func (b *Bulletin) note(r Record) {
	if isNews(r.Event) {
		b.News = r.Seq
	}
}

// isNews tells whether a digest tells of an event. Founders are no news, nor is
// a review that found no ghost, a survey that too few answered, nor what comes
// of a confidential mandate.
func isNews(e Event) bool {
	switch e := e.(type) {
	case *Joined:
		return e.Origin != "founder"
	case *Reviewed:
		return len(e.Ghosts) > 0
	case *SurveyClosed:
		return e.Totals != nil
	case *MandateEnded:
		return !e.Confidential
	}
	return news[e.kind()]
}

// schedule says when the next digest is due, from an instant on.
func (s *State) schedule(from time.Time) {
	s.Bulletin.Next = s.Statutes.Digest.next(from, s.zone)
}

// next is the first such hour after an instant.
func (w Weekly) next(after time.Time, zone *time.Location) time.Time {
	local := after.In(zone)
	clock := time.Date(2000, 1, 1, w.Hour, w.Minute, 0, 0, time.UTC)
	ahead := (int(w.Day-local.Weekday()) + 7) % 7
	at := wallClock(local.Year(), local.Month(), local.Day()+ahead, clock, zone)
	if !at.After(after) {
		at = wallClock(local.Year(), local.Month(), local.Day()+ahead+7, clock, zone)
	}
	return at
}

// digestDay tells whether a digest comes on the day of an instant.
func (s *State) digestDay(at time.Time) bool { return at.In(s.zone).Weekday() == s.Statutes.Digest.Day }

// digest is the week's digest where it is due, behind those of members who
// came back today. Of several that were due while nothing ran, the last tells
// everything.
func (d *decision) digest() []Event {
	switch {
	case d.Bulletin.Next.After(d.r.At):
		return nil
	case !d.Statutes.Digest.next(d.Bulletin.Next, d.zone).After(d.r.Now):
		return []Event{&DigestPassed{}}
	}
	var events []Event
	for _, back := range d.Bulletin.Back {
		events = append(events, d.missed(back.Member, d.at))
	}
	return append(events, d.digested(0, d.Bulletin.Last, d.at))
}

// returned is what somebody missed who is back from leave. Who did not ask to
// be back gets it as their one letter of the day, the digest's day at its hour.
func (s *State) returned(at time.Time) Event {
	for _, back := range s.Bulletin.Back {
		if back.Asked || s.free(s.Member(back.Member), at) && !s.sameDay(s.Bulletin.Next, at) {
			return s.missed(back.Member, at)
		}
	}
	return nil
}

func (s *State) missed(member int, at time.Time) Event {
	return s.digested(member, s.Member(member).Missed-1, at)
}

// digested notes what stands.
func (s *State) digested(member int, since int64, at time.Time) *Digested {
	e := &Digested{Member: member, Since: since}
	e.Knocks, e.Unseen = s.knocks(at)
	e.Mandates, e.Roles = s.mandatesShown(at), s.rolesShown(at)
	for _, a := range s.Actions {
		switch {
		case a.IsOpen():
			e.Open = append(e.Open, Standing{a.Number, s.Tally(a)})
		case a.State == Adopted && a.Remains():
			e.ToDo = append(e.ToDo, a.Number)
		}
	}
	for _, m := range s.Members {
		if m.Departed.IsZero() && m.OnLeave {
			e.Away = append(e.Away, m.ID)
		}
	}
	return e
}

func (e *Digested) apply(s *State, r Record) {
	if e.Member != 0 {
		e.toOne(s, r)
		return
	}
	all := s.tells(e, r.At)
	for _, m := range s.Members {
		m.IntroduceAt = time.Time{} // who joined is among the news
		if s.free(m, r.At) && (all || s.concerns(e, m, r.At)) {
			s.write(m, r)
		}
	}
	if all {
		s.Bulletin.Told = r.At
	}
	for _, a := range s.Actions {
		if a.IsOpen() {
			s.remindedToday(a, r.At)
		}
	}
	s.Bulletin.Last = r.Seq
	s.schedule(r.At)
}

// toOne is what somebody missed. Who asked to be back is answered by it: that
// is not their one letter of the day.
func (e *Digested) toOne(s *State, r Record) {
	m := s.Members[e.Member-1]
	m.Missed = 0
	if !slices.Contains(s.Bulletin.Back, Return{m.ID, true}) {
		s.write(m, r)
	}
	s.Bulletin.leave(m.ID)
}

// leave forgets that somebody came back.
func (b *Bulletin) leave(member int) {
	b.Back = slices.DeleteFunc(b.Back, func(r Return) bool { return r.Member == member })
}

// tells tells whether a digest has something for everybody: there was news,
// somebody is newly on leave, or something has been waiting to be done through
// a month without any.
func (s *State) tells(e *Digested, at time.Time) bool {
	quiet := Delay{1, Months}.After(s.Bulletin.Told, s.zone)
	left := slices.ContainsFunc(e.Away, func(id int) bool { return s.Member(id).Missed > e.Since })
	return s.Bulletin.News > e.Since || left || len(e.ToDo) > 0 && !at.Before(quiet)
}

// concerns tells whether it has something for one member: their vote is
// awaited, or begins to count that day.
func (s *State) concerns(e *Digested, m *Member, at time.Time) bool {
	if m.VotesFrom.After(m.Joined) && s.sameDay(m.VotesFrom, at) {
		return true
	}
	return slices.ContainsFunc(e.Open, func(o Standing) bool { return s.Action(o.Action).Awaits(m) })
}

// Awaits tells whether an action awaits a member's vote: they can vote, have
// not, and it is extraordinary, or somebody wants to talk of it.
func (a *Action) Awaits(m *Member) bool {
	if !a.IsOpen() || a.Type == Ordinary && a.State != InPause && a.Countered == 0 {
		return false
	}
	return a.InElectorate(m) && a.Ballot(m.ID) == nil
}
