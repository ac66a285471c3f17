package governance

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestHistories draws associations and what they write, and holds what is true
// of every history: see checkHistory.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDrawn(rt)
		for range rapid.IntRange(1, 50).Draw(rt, "steps") {
			d.advance()
			d.one()
		}
		d.w.waiting = false
		if !d.w.s.Alarm.IsZero() {
			d.step(Request{Kind: KindIntervention, Verb: VerbResume, Reason: "checked", At: d.now})
		}
		d.w.ticks(d.now.AddDate(0, 3, 0), true, nil)
		for _, a := range d.w.s.Actions {
			if d.w.s.Dissolved.IsZero() && a.IsOpen() && !a.Deadline.IsZero() && !a.Deadline.After(d.now.AddDate(0, 3, 0)) {
				rt.Fatalf("#%d is still open after its deadline", a.Number)
			}
		}
		checkHistory(rt, d.w)
	})
}

// drawn is a world whose mails are drawn.
type drawn struct {
	t   *rapid.T
	w   *world
	now time.Time
}

var names = []string{"alice", "bob", "carol", "dave", "erin", "fred", "gina", "hugo"}

func newDrawn(t *rapid.T) *drawn {
	d := &drawn{t: t, w: newWorld(t, paris), now: time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC)}
	statutes := DefaultStatutes()
	d.set(&statutes, "extraordinary.earliest", "0 hours", "0 hours", "48 hours", "10 days", "20 days")
	d.set(&statutes, "extraordinary.window", "10 days", "10 days", "1 day", "5 hours")
	d.set(&statutes, "extraordinary.adopt", ">= 50%", ">= 50%", "> 50%", ">= 2/3")
	d.set(&statutes, "ordinary.pause", "10 days", "0 days", "3 days")
	d.set(&statutes, "voting_delay", "10 days", "1 day")
	d.set(&statutes, "ghost.review", "31 January, 30 June", "1 April, 8 April, 20 April", "29 March")
	d.set(&statutes, "ghost.silence", "6 months", "3 days")
	d.set(&statutes, "ghost.notice", "7 days", "1 day", "0 days")
	d.set(&statutes, "ghost.grace", "15 days", "2 days", "1 day", "0 days", "5 hours")
	d.set(&statutes, "digest", "Monday 08:00", "Sunday 02:30", "Friday 23:59")
	var founders []Founder
	for i := range rapid.IntRange(1, 6).Draw(t, "founders") {
		f := Founder{Name: names[i], Address: names[i] + "@exemple.test", VotesFrom: d.now}
		switch rapid.IntRange(0, 9).Draw(t, "founder") {
		case 0:
			f.VotesFrom = d.now.AddDate(0, 0, 3)
		case 1:
			f.OnLeave = true
		}
		founders = append(founders, f)
	}
	d.w.log = Found(d.w.s, statutes, founders, d.now)
	return d
}

func (d *drawn) set(s *Statutes, key string, values ...string) {
	if err := s.Set(key, rapid.SampledFrom(values).Draw(d.t, key)); err != nil {
		d.t.Fatal(err)
	}
}

// advance lets some time pass: none, some hours, or just to what is due.
func (d *drawn) advance() {
	switch rapid.IntRange(0, 5).Draw(d.t, "advance") {
	case 0:
	case 1:
		if due := Due(d.w.s).At; due.After(d.now) {
			d.now = due.Add(time.Duration(rapid.IntRange(-1, 1).Draw(d.t, "about")) * time.Second)
		}
	default:
		d.now = d.now.Add(time.Duration(rapid.IntRange(1, 60*3600).Draw(d.t, "seconds")) * time.Second)
	}
	if rapid.IntRange(0, 9).Draw(d.t, "closings") == 0 {
		d.w.waiting = !d.w.waiting
	}
	d.w.ticks(d.now, false, nil)
	if due := Due(d.w.s); !due.At.IsZero() && due.At.Before(d.now) && !(d.w.waiting && due.Closing) {
		d.t.Fatalf("due in the past: %s", due.At)
	}
}

// one draws one mail, one bounce, or one intervention.
func (d *drawn) one() {
	r := Request{At: d.now, Kind: KindReply, Authenticated: true, Words: "some words", Subject: "subject", MessageID: "<id@x>"}
	r.From = rapid.SampledFrom(names).Draw(d.t, "who") + "@exemple.test"
	r.Name, r.Stranger = r.From[:3], "hash of "+r.From
	if rapid.IntRange(0, 9).Draw(d.t, "late") == 0 {
		r.At = r.At.Add(-time.Duration(rapid.IntRange(0, 2*86400).Draw(d.t, "lateness")) * time.Second)
	}
	d.trust(&r)
	d.wish(&r)
	if rapid.IntRange(0, 9).Draw(d.t, "to a mandate") == 0 {
		r.Mandate = rapid.IntRange(1, len(d.w.s.Actions)+1).Draw(d.t, "mandate")
	}
	d.step(r)
}

// trust draws what proves the sender, and the letter that is answered.
func (d *drawn) trust(r *Request) {
	r.Authenticated = rapid.IntRange(0, 4).Draw(d.t, "authenticated") > 0
	r.Thread = rapid.IntRange(0, len(d.w.s.Actions)).Draw(d.t, "thread")
	if rapid.Bool().Draw(d.t, "answers") {
		kind := rapid.SampledFrom([]LetterKind{LetterAnnouncement, LetterReceipt, LetterConfirm, LetterConfirm, LetterPost, LetterAssembly, LetterGhostPing, LetterGhostNotice, LetterMandate, LetterRole, LetterSurvey, LetterConcern}).Draw(d.t, "letter")
		if l := d.w.last(r.From, kind, 0); l != nil {
			r.Answers, r.Thread = l.answering(), l.Action
		}
	}
	if r.Answers.Letter != 0 && rapid.IntRange(0, 9).Draw(d.t, "other address") == 0 {
		r.From = "elsewhere-" + r.From
		r.Stranger = "hash of " + r.From
	}
}

// wish draws what the mail asks for.
func (d *drawn) wish(r *Request) {
	draw := func(label string, n int) int { return rapid.IntRange(0, n-1).Draw(d.t, label) }
	switch draw("wish", 20) {
	case 0, 1:
		r.Kind, r.Proposal = KindAction, &Proposal{
			Type: []ActionType{Ordinary, Extraordinary}[draw("type", 2)], Title: "title",
			CostCents: int64(draw("cost", 3)) * 4000, Urgent: draw("urgent", 4) == 0, DryRun: draw("dry", 6) == 0,
		}
		d.effects(r.Proposal)
		if draw("replaces", 5) == 0 {
			r.Proposal.Replaces = draw("replaced", len(d.w.s.Actions)+2)
		}
	case 2, 3, 4, 5, 6, 7:
		for range 1 + draw("votes", 2)*draw("more", 2) {
			r.Votes = append(r.Votes, Vote{
				Action: draw("action", len(d.w.s.Actions)+2) * draw("numbered", 2),
				Choice: []Choice{For, For, Blank, Against, Against}[draw("choice", 5)], Assent: draw("assent", 5) == 0,
			})
		}
	case 8:
		r.Verb = []Verb{VerbPause, VerbWithdraw, VerbDone, VerbRequalify, VerbContest, VerbResign, VerbConclude}[draw("verb", 7)]
		r.Target, r.Reason = draw("target", len(d.w.s.Actions)+2), "because"
	case 9, 10:
		r.Kind = KindCommand
		r.Verb = []Verb{VerbVacation, VerbVacation, VerbBack, VerbBack, VerbJoin, VerbLeave, VerbHelp, VerbStatus, VerbAlive, VerbDelivery, VerbErase}[draw("command", 11)]
		if r.Verb == VerbAlive && draw("cares", 2) == 0 {
			r.Cares = []string{names[draw("after", len(names))]}
		}
		r.Argument = []string{"all", "decisions", "digest", "whatever"}[draw("argument", 4)]
		if r.Verb == VerbVacation && draw("dated", 2) == 0 {
			r.Until = d.now.Add(time.Duration(draw("until", 10*86400)) * time.Second)
		}
	case 11:
		r.Kind, r.Uncertain = KindPost, draw("uncertain", 2) == 0
	case 12:
		r.Yes, r.No = true, false
		if draw("no", 4) == 0 {
			r.Yes, r.No = false, true
		}
	case 13:
		d.bounce(r, draw("gone", 4))
	case 14:
		*r = Request{Kind: KindIntervention, At: r.At, From: r.From, Name: r.Name, Reason: "because", Argument: "new-" + r.From}
		r.Verb = []Verb{VerbAddMember, VerbDropMember, VerbSetAddress, VerbResume}[draw("intervention", 4)]
	case 17, 18:
		r.Verb, r.Reason = VerbConcern, []string{"", "a worry", "a worry"}[draw("worry", 3)]
		r.Target = draw("target", len(d.w.s.Actions)+2)
	case 19:
		r.Answer, r.Uncertain = Answers()[draw("why", 5)], draw("uncertain", 3) == 0
	case 15:
		r.Kind = []Kind{KindAutoReply, KindLoop, KindUnreadable}[draw("machine", 3)]
	case 16:
		d.meet(r, draw)
	}
}

// effects draws fields of a proposal, some of which cannot be used.
func (d *drawn) effects(p *Proposal) {
	draw := func(label string, n int) int { return rapid.IntRange(0, n-1).Draw(d.t, label) }
	who := names[draw("named", len(names))] + "@exemple.test"
	rule := []string{"voting_delay = 5 days", "extraordinary.window = 12 hours", "extraordinary.adopt = > 2/3", "ordinary.pause = 0 days"}[draw("rule", 4)]
	sets := [][]Field{
		{{Type: "waive_delay", Member: who}}, {{Type: "exclusion", Member: who}}, {{Type: "rule", Value: rule}},
		{{Type: "role", Value: "technique"}, {Type: fieldPerson, Member: who}}, {{Type: "revocation", Value: "rôle technique"}},
		{{Type: "mandate", Value: "site"}, {Type: fieldHolders, Member: who + ", " + names[0]}, {Type: fieldUntil, Value: "un jour", Until: d.now.AddDate(0, 0, draw("days", 30))}},
		{{Type: "revocation", Value: fmt.Sprintf("mandat #%d", draw("mandate", len(d.w.s.Actions)+1))}},
	}
	for range draw("effects", 3) {
		p.Effects = append(p.Effects, sets[draw("effect", len(sets))]...)
	}
	if draw("end", 60) == 0 {
		p.Effects = append(p.Effects, Field{Type: "dissolution", Value: "oui"})
	}
}

func (d *drawn) bounce(r *Request, which int) {
	l := d.w.last(r.From, "", 0)
	*r = Request{Kind: KindBounce, At: r.At, Bounces: []Bounce{{r.From, which > 0, []string{"4.2.2", "5.1.1", "5.1.1", "5.7.1"}[which]}}}
	if l != nil {
		r.Answers = l.answering()
	}
}

// step lets the request happen and holds that it was answered.
func (d *drawn) step(r Request) {
	m, dissolved := d.w.s.ByAddress(r.From), !d.w.s.Dissolved.IsZero()
	before := len(d.w.sent)
	records, _ := d.w.step(r)
	if len(records) == 0 {
		d.t.Fatalf("nothing came of %+v", r)
	}
	fate := Fate(records)
	if !r.Human() || dissolved { // who is answered once, scenarios show
		return
	}
	if fate == "ignored" && !tooMany(records) { // what may be anybody's is answered once a day
		d.t.Fatalf("a mail of a person was ignored: %+v", r)
	}
	silent := slices.ContainsFunc(records, func(r Record) bool {
		switch e := r.Event.(type) {
		case *Held:
			return e.Silent
		case *Whispered:
			return e.Why == WhyTooMany
		}
		return false
	})
	if m == nil || silent || tooMany(records) {
		return
	}
	for _, l := range d.w.sent[before:] {
		if l.member == m.ID {
			return
		}
	}
	d.t.Fatalf("%s met silence: %s, %+v", m.Name, fate, r)
}

// tooMany tells a mail that nothing proves, of somebody who was answered that
// day already, or thanks for a letter.
func tooMany(records []Record) bool {
	return slices.ContainsFunc(records, func(r Record) bool {
		e, is := r.Event.(*Ignored)
		return is && (e.Why == WhyTooMany || e.Why == WhyThanks)
	})
}

// TestOrderOfReading: mails written in time give the same outcome in whatever
// order they are read once the deadline has passed.
func TestOrderOfReading(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]ActionType{Ordinary, Extraordinary}).Draw(rt, "type")
		var mails []Request
		opened := time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)
		deadline := opened.AddDate(0, 0, 10)
		instants := rapid.SliceOfNDistinct(rapid.IntRange(1, 10*86400), 1, 12, func(n int) int { return n }).Draw(rt, "instants")
		for _, seconds := range instants {
			who := rapid.SampledFrom(names[:6]).Draw(rt, "who")
			r := Request{Kind: KindReply, At: opened.Add(time.Duration(seconds) * time.Second), From: who + "@exemple.test", Authenticated: true}
			r.Votes = []Vote{{Action: 1, Choice: rapid.SampledFrom([]Choice{For, Blank, Against}).Draw(rt, "choice")}}
			mails = append(mails, r)
		}
		leaver := Request{Kind: KindCommand, Verb: VerbVacation, From: "gina@exemple.test", Authenticated: true}
		leaver.At = deadline.Add(time.Duration(rapid.IntRange(-1, 1).Draw(rt, "leaves")) * time.Second)
		mails = append(mails, leaver)
		first := outcomeOf(rt, kind, opened, mails)
		second := outcomeOf(rt, kind, opened, rapid.Permutation(mails).Draw(rt, "order"))
		if first != second {
			rt.Fatalf("read in one order: %s; in another: %s", first, second)
		}
	})
}

// outcomeOf opens an action, passes its deadline, reads the mails, and closes.
func outcomeOf(t *rapid.T, kind ActionType, opened time.Time, mails []Request) string {
	w := newWorld(t, paris)
	var founders []Founder
	for _, name := range names {
		founders = append(founders, Founder{Name: name, Address: name + "@exemple.test", VotesFrom: opened})
	}
	w.log = Found(w.s, DefaultStatutes(), founders, opened)
	post := Request{Kind: KindAction, At: opened, From: "alice@exemple.test", Authenticated: true, Proposal: &Proposal{Type: kind, Title: "title"}}
	w.step(post)
	w.waiting = true
	post.At, post.Kind, post.Proposal, post.Words = opened.AddDate(0, 0, 10).Add(time.Minute), KindPost, nil, "late"
	w.step(post)
	for _, mail := range mails {
		w.step(mail)
	}
	w.waiting = false
	w.ticks(post.At, true, nil)
	a := w.s.Action(1)
	if a.IsOpen() {
		t.Fatal("still open")
	}
	return fmt.Sprint(a.State, a.How, a.ClosedAt, a.Final)
}
