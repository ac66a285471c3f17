package page

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/sandbox"
)

// entry is a mail that the daemon took, a command, or something that an instant
// brought, with the events that came of it.
type entry struct {
	ID            string
	When          string
	What          string // who wrote, or what else brought it
	Subject       string // of a mail
	Outcome       string
	Lines         []line
	Why           []string
	at            time.Time
	first, number int64 // of its first event, and of the mail or the command
}

// line is an event in plain words, and as the log has it.
type line struct {
	Text, Kind, Body, Hash string
	Seq                    int64
}

// journal is everything that happened, newest first: each mail with what came of
// it, and what the clock brought, instant by instant.
func (s *site) journal(w world) []entry {
	var all []entry
	of := map[int64]int{}
	for _, m := range w.mails {
		of[m.Number] = len(all)
		all = append(all, entry{
			ID: "mail-" + strconv.FormatInt(m.Number, 10), When: s.speech.Instant(m.At, w.now), What: s.writes(w, m.From), Subject: cmp.Or(m.Subject, s.say("no subject")),
			Outcome: s.outcome(m.Outcome), Why: reading(m.Why), at: m.At, number: m.Number,
		})
	}
	for _, e := range w.events {
		i, known := of[e.Mail]
		if last := len(all) - 1; !known && e.Mail == 0 && last >= 0 && all[last].number == 0 && all[last].at.Equal(e.At) {
			i, known = last, true // the same instant's
		}
		if !known {
			i, all = len(all), append(all, s.unwritten(w, e))
			if e.Mail != 0 {
				of[e.Mail] = i // a command's, as its other events are
			}
		}
		all[i].Lines = append(all[i].Lines, line{s.event(w, e), e.Kind, e.Body, e.Hash, e.Seq})
		all[i].first = cmp.Or(all[i].first, e.Seq)
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.first, a.first), cmp.Compare(b.number, a.number))
	})
	return all
}

// writes says whose mail it is; one that was erased, or of no readable sender, is
// somebody's.
func (s *site) writes(w world, from string) string {
	if from == "" {
		return s.say("journal.unsigned")
	}
	return s.say("journal.writes", "name", s.named(w, from))
}

// unwritten begins the entry of an event that no mail brought.
func (s *site) unwritten(w world, e sandbox.Event) entry {
	x := entry{ID: "event-" + strconv.FormatInt(e.Seq, 10), When: s.speech.Instant(e.At, w.now), What: s.say("journal.clock"), at: e.At, first: e.Seq, number: e.Mail}
	if e.Mail != 0 {
		x.What = s.say("journal.command")
	}
	return x
}

// reading is how a mail was read, without the last paragraph, of what came of it:
// the events say that.
func reading(why []string) []string {
	for i, line := range slices.Backward(why) {
		if !strings.HasPrefix(line, " ") {
			return why[:i]
		}
	}
	return why
}

// outcome names what came of a mail.
func (s *site) outcome(name string) string {
	if name == "" {
		return ""
	}
	if words := s.say("outcome." + name); words != "outcome."+name {
		return words
	}
	return name
}

// told is what the sentences about events need of their bodies; what a kind does
// not have is empty.
type told struct {
	Action   int                    `json:"action"`
	Assembly int                    `json:"assembly"`
	Mandate  int                    `json:"mandate"`
	Member   int                    `json:"member"`
	Person   int                    `json:"person"`
	Held     int64                  `json:"held"`
	Choice   governance.Choice      `json:"choice"`
	Outcome  governance.ActionState `json:"outcome"`
	Type     governance.ActionType  `json:"type"`
	Deadline time.Time              `json:"deadline"`
	Ghosts   []int                  `json:"ghosts"`
	Members  []int                  `json:"members"`
	Actions  []int                  `json:"actions"`
}

// event says in plain words what happened. The kind is said where there are none
// for it.
func (s *site) event(w world, e sandbox.Event) string {
	var t told
	_ = json.Unmarshal([]byte(e.Body), &t) // what is of another type here is none of these
	key := "event." + e.Kind
	if s.say(key) == key {
		return strings.ReplaceAll(e.Kind, "_", " ")
	}
	member, who := cmp.Or(t.Member, t.Person), e.By
	subject := s.name(w, member)
	if member == 0 {
		subject = cmp.Or(who, subject)
	}
	if e.Kind == "reviewed" && len(t.Ghosts) == 0 {
		key += ".none"
	}
	return s.say(key,
		"who", cmp.Or(who, subject), "member", subject, "action", "#"+strconv.Itoa(t.Action), "assembly", strconv.Itoa(t.Assembly),
		"mandate", "#"+strconv.Itoa(t.Mandate), "mail", strconv.FormatInt(t.Held, 10), "choice", s.speech.Choice(t.Choice),
		"outcome", s.say("outcome."+string(t.Outcome)), "kind", s.say("kind."+string(t.Type)),
		"deadline", s.speech.Instant(t.Deadline, w.now), "members", s.names(w, slices.Concat(t.Members, t.Ghosts)), "actions", numbers(t.Actions),
	)
}

// names lists members.
func (s *site) names(w world, members []int) string {
	var names []string
	for _, m := range members {
		names = append(names, s.name(w, m))
	}
	return strings.Join(names, ", ")
}

// numbers lists actions.
func numbers(actions []int) string {
	var all []string
	for _, n := range actions {
		all = append(all, "#"+strconv.Itoa(n))
	}
	return strings.Join(all, ", ")
}
