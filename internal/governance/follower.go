package governance

import (
	"slices"
	"time"
)

// Follower is somebody, member or not, who gets the public digest of outcomes
// and nothing else (rules.md, Members). Who stopped keeps a number, no address.
type Follower struct {
	ID          int       `json:"id"`
	Address     Text      `json:"address"`
	Since       int64     `json:"since"` // the Followed event
	FirstBounce time.Time `json:"first_bounce,omitzero"`
	LastBounce  time.Time `json:"last_bounce,omitzero"`
}

// FollowerRecipient stands for a follower where letters have a member's number:
// it is below the owner's.
func FollowerRecipient(follower int) int { return Owner - follower }

// Follower is who that recipient stands for, nil for none.
func (s *State) Follower(recipient int) *Follower {
	if id := Owner - recipient; id >= 1 && id <= len(s.Followers) && s.Followers[id-1].Address != "" {
		return s.Followers[id-1]
	}
	return nil
}

// following is the follower of that address, nil for none.
func (s *State) following(address string) *Follower {
	i := slices.IndexFunc(s.Followers, func(f *Follower) bool { return f.Address != "" && string(f.Address) == address })
	if i < 0 {
		return nil
	}
	return s.Followers[i]
}

// Follows tells whether the public digest goes to an address of a member's.
func (s *State) Follows(m *Member) bool {
	return slices.ContainsFunc(m.Addresses, func(a Text) bool { return s.following(string(a)) != nil })
}

// Followed begins to send the public digest to an address. Member is whose it
// is, 0 for no member's.
type Followed struct {
	Follower int  `json:"follower"`
	Member   int  `json:"member,omitempty"`
	Address  Text `json:"address"`
}

// Unfollowed stops it, and lets the address be forgotten. Why is "asked" or
// "gone", for a mailbox that is no more.
type Unfollowed struct {
	Follower int    `json:"follower"`
	Since    int64  `json:"since"` // the event that has the address
	Why      string `json:"why"`
}

// FollowerBounced is a public digest that came back.
type FollowerBounced struct {
	Follower int    `json:"follower"`
	Letter   int64  `json:"letter"`
	Status   string `json:"status,omitempty"`
	Gone     bool   `json:"gone,omitempty"` // the mailbox is no more
	Hard     bool   `json:"hard,omitempty"` // for good, for whatever reason
}

func (*Followed) kind() string     { return "followed" }
func (e *Followed) texts() []*Text { return []*Text{&e.Address} }

func (*Unfollowed) kind() string   { return "unfollowed" }
func (*Unfollowed) texts() []*Text { return nil }

func (*FollowerBounced) kind() string   { return "follower_bounced" }
func (*FollowerBounced) texts() []*Text { return nil }

func (e *Followed) apply(s *State, r Record) {
	s.Followers = append(s.Followers, &Follower{ID: e.Follower, Address: e.Address, Since: r.Seq})
}

func (e *Unfollowed) apply(s *State, _ Record) { s.Followers[e.Follower-1].Address = "" }

func (e *FollowerBounced) apply(s *State, r Record) {
	f := s.Followers[e.Follower-1]
	if !e.Gone {
		return
	}
	if f.FirstBounce.IsZero() || r.At.Sub(f.LastBounce) > bouncesForget {
		f.FirstBounce = r.At
	}
	f.LastBounce = r.At
}

// follow sends the public digest to a member who asks for it.
func (d *decision) follow() []Event {
	if d.following(d.r.From) != nil {
		return d.decline(0, WhyFollowing)
	}
	return []Event{d.followed(d.m.ID)}
}

func (d *decision) followed(member int) Event {
	return &Followed{Follower: len(d.Followers) + 1, Member: member, Address: Text(d.r.From)}
}

// wishFollow asks a stranger to confirm that they want to follow, whoever
// vouches for them.
func (d *decision) wishFollow() []Event {
	if d.following(d.r.From) != nil {
		return d.answerStranger(LetterRefusal, WhyFollowing)
	}
	return d.toConfirm(true)
}

// follower is the follower whose address writes, or whose copy is answered; nil
// for none.
func (d *decision) follower() *Follower {
	if f := d.following(d.r.From); f != nil {
		return f
	}
	if d.r.Answers.Kind == LetterPublicDigest && d.proofAlive() {
		return d.Follower(d.r.Answers.Member)
	}
	return nil
}

// unfollow stops the public digest. Nobody has to prove that they want to: to
// begin anew is as easy, and a receipt tells them.
func (d *decision) unfollow() []Event {
	f := d.follower()
	switch {
	case f != nil:
		return []Event{d.stop(f, "asked")}
	case d.m != nil:
		return d.decline(0, WhyNotFollowing)
	}
	return d.answerStranger(LetterRefusal, WhyNotFollowing)
}

func (d *decision) stop(f *Follower, why string) Event {
	return &Unfollowed{Follower: f.ID, Since: f.Since, Why: why}
}

// followerBounce notes a public digest that came back. Two of a mailbox that is
// no more, some days apart, end it, as they would mark a member unreachable.
func (d *decision) followerBounce(f *Follower) []Event {
	b := d.r.Bounces[0]
	gone := b.Permanent && slices.Contains(goneStatuses, b.Status)
	events := []Event{&FollowerBounced{Follower: f.ID, Letter: d.r.Answers.Letter, Status: b.Status, Gone: gone, Hard: b.Permanent}}
	recent := !f.FirstBounce.IsZero() && d.at.Sub(f.LastBounce) <= bouncesForget
	if gone && recent && d.at.Sub(f.FirstBounce) >= bouncesApart {
		events = append(events, d.stop(f, "gone"))
	}
	return events
}

// owedToFollowers is what the events of followers owe.
func (s *State) owedToFollowers(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Followed:
		if e.Member != 0 {
			return answer(LetterReceipt, e.Member, 0, WhyFollowing, r)
		}
		return []Letter{{Kind: LetterReceipt, Why: WhyFollowing, Personal: true, Arrival: r.Arrival}}
	case *Unfollowed:
		switch {
		case e.Why != "asked":
		case r.By != 0:
			return answer(LetterReceipt, r.By, 0, WhyUnfollowed, r)
		default: // whoever asked has the digest or its address: one letter each time somebody follows
			return []Letter{{Kind: LetterReceipt, Why: WhyUnfollowed, Personal: true, Arrival: r.Arrival}}
		}
	}
	return nil
}

// publicDigest is the week's outcomes for those who follow, where there were
// any for their eyes.
func (s *State) publicDigest(since int64) []Letter {
	l := Letter{Kind: LetterPublicDigest}
	for _, f := range s.Followers {
		if f.Address != "" {
			l.To = append(l.To, FollowerRecipient(f.ID))
		}
	}
	if s.Bulletin.Outcome <= since || len(l.To) == 0 {
		return nil
	}
	return []Letter{l}
}
