package governance

import (
	"fmt"
	"strings"
)

// saysAlive tells whether the mail answers the question whether its author is
// still there. To that letter whatever they write does, but a clear command or
// vote; it is told to nobody else.
func (d *decision) saysAlive() bool {
	switch d.r.Answers.Kind {
	case LetterGhostPing:
		return d.r.Uncertain || d.r.Yes || d.r.Proposal == nil && len(d.r.Votes) == 0 && (d.r.Verb == VerbNone || d.r.Verb == VerbAlive)
	case LetterGhostNotice:
		return d.r.Yes && d.ghost(d.m.ID) != nil
	}
	return d.aside() && (d.r.Yes && d.ghost(d.m.ID) != nil || d.r.Verb == VerbAlive && len(d.r.Cares) == 0)
}

func (d *decision) stillHere() []Event { return []Event{&StillHere{d.m.ID}} }

// cares tells whether the mail says JE M'EN OCCUPE: in answer to the names of
// the ghosts or, in a mail of its own or to our question of whom, as a command.
func (d *decision) cares() bool {
	if len(d.r.Cares) == 0 || d.r.Uncertain {
		return false
	}
	alone := d.aside() || d.r.Answers.Kind == LetterAskVote
	return d.r.Answers.Kind == LetterGhostNotice || d.r.Verb == VerbAlive && alone && len(d.Ghosts) > 0
}

// aside tells whether the mail answers nothing and is about no action.
func (d *decision) aside() bool {
	thread, _ := d.thread()
	return thread == 0 && d.r.Answers.Letter == 0
}

// care stops the machine for those after whom the author asks. What else they
// wrote is relayed: it may be the news that all wait for.
func (d *decision) care() []Event {
	spared := &GhostsSpared{Member: d.m.ID}
	var unclear []Event
	for _, name := range d.r.Cares {
		found := d.meant(name, d.haunted())
		switch {
		case len(found) == 1 && found[0] == d.m:
			unclear = d.stillHere()
		case len(found) == 1:
			spared.Ghosts = append(spared.Ghosts, found[0].ID)
		case len(found) == 0 && len(d.meant(name, d.Members)) == 1:
			unclear = d.decline(0, WhyNoGhost)
		case len(d.Ghosts) == 0:
			unclear = d.decline(0, WhyNoGhost)
		default:
			unclear = []Event{&Asked{Member: d.m.ID, Why: WhyWhichGhost}}
		}
	}
	var events []Event
	if len(strings.Split(d.r.Words, "\n")) > len(d.r.Cares) {
		events = d.talk(0)
	}
	if len(spared.Ghosts) > 0 {
		events = append(events, spared)
	}
	return append(events, unclear...)
}

// haunted are the members who are ghosts.
func (d *decision) haunted() []*Member {
	var members []*Member
	for _, g := range d.Ghosts {
		members = append(members, d.Member(g.Member))
	}
	return members
}

// meant finds who somebody means, among some present members: by address, by
// the name that tells them from their namesakes, by the whole name, or by its
// first word. No name means whoever is alone.
func (s *State) meant(name string, among []*Member) []*Member {
	name = plainName(name)
	apart := s.Apart()
	levels := [4][]*Member{}
	for _, m := range among {
		whole := plainName(string(m.Name))
		first, _, _ := strings.Cut(whole, " ")
		switch {
		case !m.Departed.IsZero():
		case s.byAddress[name] == m.ID:
			levels[0] = append(levels[0], m)
		case plainName(apart[m.ID]) == name:
			levels[1] = append(levels[1], m)
		case whole == name || name == "" && len(among) == 1:
			levels[2] = append(levels[2], m)
		case first == name:
			levels[3] = append(levels[3], m)
		}
	}
	for _, found := range levels {
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// Apart gives each present member a name that nobody else goes by: of namesakes
// the first is Alice (1), where [State.Display] calls her Alice.
func (s *State) Apart() map[int]string {
	total, seen := map[Text]int{}, map[Text]int{}
	for _, m := range s.Members {
		if m.Departed.IsZero() {
			total[m.Name]++
		}
	}
	names := map[int]string{}
	for _, m := range s.Members {
		if !m.Departed.IsZero() {
			continue
		}
		names[m.ID] = string(m.Name)
		if seen[m.Name]++; total[m.Name] > 1 && m.Name != "" {
			names[m.ID] += fmt.Sprintf(" (%d)", seen[m.Name])
		}
	}
	return names
}
