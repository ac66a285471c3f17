package compose

import (
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// ghost is somebody of whom nothing was heard for long.
type ghost struct {
	Person *person
	Own    bool    // it is the reader
	Since  *moment // their latest sign of life, or when they joined
	Never  bool    // they never wrote
	Lost   bool    // their mail comes back
}

// Ghosts are those whom a review has named or, where the letter tells of none,
// those who are being asked after. Each goes by a name that nobody else has.
func (v *view) Ghosts() []*ghost {
	var members []int
	if e, is := v.event.(*governance.Reviewed); is {
		members = e.Ghosts
	} else {
		for _, g := range v.o.State.Ghosts {
			members = append(members, g.Member)
		}
	}
	names := v.o.State.Apart()
	var ghosts []*ghost
	for _, id := range members {
		m := v.o.State.Member(id)
		if !m.Departed.IsZero() {
			continue
		}
		p := v.person(id)
		if names[id] != "" {
			p.name = lineWords(names[id])
		}
		ghosts = append(ghosts, &ghost{p, id == v.o.To.Member, v.moment(m.SilentSince()), m.LastSign.IsZero(), m.Unreachable})
	}
	return ghosts
}

// Missing are those whom a review named since the last digest, and of whom
// nothing was heard yet.
func (v *view) Missing() facts {
	var lines facts
	for _, r := range v.records() {
		e, is := r.Event.(*governance.Reviewed)
		if !is {
			continue
		}
		for _, id := range e.Ghosts {
			if m := v.o.State.Member(id); m.Departed.IsZero() && !m.LastSign.After(e.Until) {
				f := v.fact(0, id, "")
				f.When = v.moment(m.SilentSince())
				lines = append(lines, f)
			}
		}
	}
	return lines
}

// ReaderIsGhost tells whether the reader is one of them.
func (v *view) ReaderIsGhost() bool {
	e, is := v.event.(*governance.Reviewed)
	return is && slices.Contains(e.Ghosts, v.o.To.Member)
}

// Ask is when those named are asked, if nothing is heard of them before.
func (v *view) Ask() *moment {
	if e, is := v.event.(*governance.Reviewed); is {
		return v.moment(e.Ask)
	}
	return nil
}

// Grace is how long they then have to answer.
func (v *view) Grace() string { return v.c.tongue.delay(v.o.State.Statutes.GhostGrace) }

// SilentSince is since when nothing was heard of the reader.
func (v *view) SilentSince() *moment { return v.moment(v.reader().SilentSince()) }

// NeverWrote tells whether the reader has not written since they joined.
func (v *view) NeverWrote() bool { return v.reader().LastSign.IsZero() }

// Spared are the names of those after whom the reader asks.
func (v *view) Spared() Words {
	e, is := v.event.(*governance.GhostsSpared)
	if !is {
		return ""
	}
	var names []string
	for _, id := range e.Ghosts {
		names = append(names, v.person(id).full())
	}
	last := len(names) - 1
	if last == 0 {
		return Words(names[0])
	}
	return Words(strings.Join(names[:last], ", ") + v.c.tongue.and + names[last])
}

// NextReview is when ghosts are looked for next.
func (v *view) NextReview() *moment { return v.moment(v.o.State.NextReview()) }

// KeptBack tells whether the mail that is answered had words that were passed
// on to nobody.
func (v *view) KeptBack() bool {
	return v.o.Request != nil && v.o.Request.Words != "" && !v.o.Request.Yes
}
