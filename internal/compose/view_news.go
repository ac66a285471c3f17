package compose

import (
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/governance"
)

// fact is a line of a digest: what happened to an action, to a member, or in a
// discussion.
type fact struct {
	Number   int // of an action, 0 for none
	Title    Words
	State    governance.ActionState
	Soft     bool
	Tally    string
	Person   *person
	When     *moment
	What     string
	Reason   Words
	Messages int
	Authors  Words
	Extra    bool
	Opened   *moment
	Bar      string
	Awaits   Words // the vacant role that an action waits for
}

// facts are the lines of one part of a digest.
type facts []fact

// factsMax is how many lines a part gives.
const factsMax = 20

// First are the first of many.
func (f facts) First() facts { return f[:min(len(f), factsMax)] }

// More is how many others there are.
func (f facts) More() int { return max(len(f)-factsMax, 0) }

// told are the lines that the events of one kind make.
func told[E governance.Event](v *view, say func(E) fact) facts {
	var lines facts
	for _, r := range v.records() {
		if e, is := r.Event.(E); is {
			lines = append(lines, say(e))
		}
	}
	return lines
}

func (v *view) fact(action, member int, reason governance.Text) fact {
	f := fact{Number: action, Person: v.person(member), Reason: excerpt(textWords(string(reason)), excerptMax)}
	if a := v.o.State.Action(action); a != nil {
		f.Title = lineWords(string(a.Title))
	}
	return f
}

// Decided are the outcomes since the last digest: of an action that had two,
// the latest.
func (v *view) Decided() facts {
	var lines facts
	for _, r := range v.records() {
		var f fact
		var t governance.Tally
		switch e := r.Event.(type) {
		case *governance.Closed:
			f, t = v.fact(e.Action, 0, ""), e.Tally
			f.State, f.Soft, f.When = e.Outcome, e.Soft, v.moment(e.At)
		case *governance.Withdrawn:
			f, t = v.fact(e.Action, e.Member, e.Reason), e.Tally
			f.State, f.When = governance.Retracted, v.moment(r.At)
		default:
			continue
		}
		f.Tally, f.Bar = v.c.tongue.counted(t, ", "), barOf(t)
		lines = slices.DeleteFunc(lines, func(earlier fact) bool { return earlier.Number == f.Number })
		lines = append(lines, f)
	}
	return lines
}

// Achieved are the actions carried out since the last digest.
func (v *view) Achieved() facts {
	return told(v, func(e *governance.Done) fact { return v.fact(e.Action, e.Member, e.Report) })
}

// ToDo are the actions that were adopted and are not done yet, with who
// proposed them and since when.
func (v *view) ToDo() facts {
	var lines facts
	for _, number := range v.digest().ToDo {
		a := v.o.State.Action(number)
		if a.State == governance.Adopted && a.Remains() { // not done or given up since
			f := v.fact(number, a.Proposer, "")
			f.When, f.Awaits = v.moment(a.ClosedAt), v.roleName(a.Awaited())
			lines = append(lines, f)
		}
	}
	return lines
}

// Interventions are what the operator did since the last digest.
func (v *view) Interventions() facts {
	return told(v, func(e *governance.Intervened) fact {
		f := v.fact(0, e.Member, e.Reason)
		f.What = string(e.What)
		return f
	})
}

// Contests are the ballots that their members said were not theirs.
func (v *view) Contests() facts {
	return told(v, func(e *governance.Contested) fact { return v.fact(e.Action, e.Member, "") })
}

// Joiners are those who joined since the last digest, and when they may vote.
func (v *view) Joiners() facts {
	lines := told(v, func(e *governance.Joined) fact {
		f := v.fact(0, e.Member, "")
		f.What, f.When = e.Origin, v.moment(v.o.State.Member(e.Member).VotesFrom)
		return f
	})
	return slices.DeleteFunc(lines, func(f fact) bool { return f.What == "founder" })
}

// Leavers are those who left since the last digest.
func (v *view) Leavers() facts {
	return told(v, func(e *governance.Departed) fact { return v.fact(0, e.Member, "") })
}

// Lost are those whose mail came back since the last digest.
func (v *view) Lost() facts {
	return told(v, func(e *governance.BecameUnreachable) fact { return v.fact(0, e.Member, "") })
}

// Away are the members on leave, and until when.
func (v *view) Away() facts {
	var lines facts
	for _, id := range v.digest().Away {
		if m := v.o.State.Member(id); m.OnLeave { // not back since
			f := v.fact(0, id, "")
			f.When = v.moment(m.LeaveUntil)
			lines = append(lines, f)
		}
	}
	return lines
}

// Admitted are the strangers' mails let through since the last digest.
func (v *view) Admitted() facts {
	return told(v, func(e *governance.Accepted) fact {
		return fact{Title: lineWords(string(e.Subject)), Authors: v.sender(e.Name, e.Address), Person: v.person(e.Voter)}
	})
}

// Talks are the discussions since the last digest, in the order in which they
// began: those of an action together, the others by their subject.
func (v *view) Talks() facts {
	var lines facts
	at := map[string]int{}
	authors := map[string][]int{}
	for _, r := range v.records() {
		e, is := r.Event.(*governance.Posted)
		if !is {
			continue
		}
		thread := strconv.Itoa(e.Action)
		if e.Action == 0 {
			thread = strings.ToLower(string(lineWords(string(e.Subject))))
		}
		if _, known := at[thread]; !known {
			at[thread] = len(lines)
			lines = append(lines, v.subject(e))
		}
		line := &lines[at[thread]]
		if line.Messages++; !slices.Contains(authors[thread], e.Member) {
			authors[thread] = append(authors[thread], e.Member)
			line.Authors = v.people(authors[thread])
		}
	}
	return lines
}

// subject is what a discussion is about.
func (v *view) subject(e *governance.Posted) fact {
	f := v.fact(e.Action, 0, "")
	if f.Title == "" {
		f.Title = lineWords(string(e.Subject))
	}
	return f
}

// peopleMax is how many names one line gives.
const peopleMax = 12

// people are names, the first of many.
func (v *view) people(ids []int) Words {
	var names []string
	for _, id := range ids[:min(len(ids), peopleMax)] {
		names = append(names, v.person(id).full())
	}
	if more := len(ids) - peopleMax; more > 0 {
		names = append(names, "+"+strconv.Itoa(more))
	}
	return Words(strings.Join(names, ", "))
}
