package page

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

// hands are the clock: what it says, and where it can be moved to.
type hands struct {
	Now      string
	Deadline string // RFC 3339, "" for none
	Next     string // which action closes next, and when, or why there is none
}

func (s *site) hands(w world) hands {
	h := hands{Now: s.speech.Instant(w.now, w.now), Next: s.say("clock.none")}
	at := w.deadline
	if at.IsZero() {
		return h
	}
	h.Deadline = at.UTC().Format(time.RFC3339)
	h.Next = s.say("clock.next", "when", s.speech.Instant(at, w.now), "what", s.say("clock.something"))
	for _, a := range w.actions {
		if isOpen(a) && a.Deadline != nil && a.Deadline.Equal(at) {
			h.Next = s.say("clock.next", "when", s.speech.Instant(at, w.now), "what", "#"+strconv.Itoa(a.Number)+" "+a.Title)
		}
	}
	return h
}

// action is what all can see of an action.
type action struct {
	Number                    int
	Title, Kind, By, State    string
	Open                      bool
	Tally                     governance.Tally
	Count, Electorate, Closed string
	Ballots                   []ballot
}

// ballot is one person's word on an action, as it counts now.
type ballot struct{ Who, Choice, Reason string }

func isOpen(a listing.Action) bool {
	return a.State == governance.Open || a.State == governance.InPause
}

// actions are all actions: the open ones first, those that close sooner before,
// then the latest.
func (s *site) actions(w world) []action {
	sorted := slices.SortedFunc(slices.Values(w.actions), func(a, b listing.Action) int {
		switch {
		case isOpen(a) != isOpen(b) && isOpen(a):
			return -1
		case isOpen(a) != isOpen(b):
			return 1
		case isOpen(a) && a.Deadline != nil && b.Deadline != nil:
			return a.Deadline.Compare(*b.Deadline)
		}
		return cmp.Compare(b.Number, a.Number)
	})
	var all []action
	for _, a := range sorted {
		all = append(all, s.action(w, a))
	}
	return all
}

func (s *site) action(w world, a listing.Action) action {
	t := governance.Tally{Electorate: a.Electorate, For: a.For, Blank: a.Blank, Against: a.Against}
	x := action{
		Number: a.Number, Title: a.Title, Kind: s.say("kind." + string(a.Type)), By: s.say("by", "name", s.named(w, a.Proposer)),
		State: s.state(w, a), Open: isOpen(a), Tally: t, Count: s.speech.Tally(t),
		Electorate: s.several("of voters", a.Electorate, "n", strconv.Itoa(a.Electorate)),
	}
	for _, b := range a.Ballots {
		if b.Counted {
			x.Ballots = append(x.Ballots, ballot{s.named(w, b.Member), s.speech.Choice(b.Choice), b.Reason})
		}
	}
	return x
}

// state says how an action stands, and until when.
func (s *site) state(w world, a listing.Action) string {
	key, when := "state."+string(a.State), ""
	switch {
	case a.DoneAt != nil:
		key, when = "state.done", s.speech.Instant(*a.DoneAt, w.now)
	case isOpen(a) && a.Deadline == nil:
		key = "state.waiting"
	case isOpen(a):
		key, when = key+"."+string(a.Type), s.speech.Instant(*a.Deadline, w.now)
	case a.State == governance.Adopted && a.How != "":
		key += "." + string(a.How)
		fallthrough
	case a.ClosedAt != nil:
		when = s.speech.Instant(*a.ClosedAt, w.now)
	}
	return s.say(key, "when", when)
}

// bar draws a count: what is for, blank, against, and nothing for who is silent.
// It bears no style of its own, which the page's policy forbids.
func bar(t governance.Tally) template.HTML {
	var parts strings.Builder
	at, all := 0, max(t.Electorate, t.For+t.Blank+t.Against, 1)
	for _, part := range []struct {
		class string
		n     int
	}{{"for", t.For}, {"blank", t.Blank}, {"against", t.Against}} {
		if part.n > 0 {
			parts.WriteString(`<rect class="` + part.class + `" x="` + strconv.Itoa(at) + `" width="` + strconv.Itoa(part.n) + `" height="1"/>`)
		}
		at += part.n
	}
	return template.HTML(`<svg class="bar" aria-hidden="true" viewBox="0 0 ` + strconv.Itoa(all) + ` 1" preserveAspectRatio="none">` + parts.String() + `</svg>`)
}
