package governance

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// when writes an instant as a member reads it.
func (w *world) when(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	layout := "Mon 2006-01-02 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.In(w.s.zone).Format(layout)
}

func (w *world) name(member int) string {
	if member == Owner {
		return "the owner"
	}
	return w.s.Display(member)
}

func (t Tally) String() string {
	return fmt.Sprintf("%d for, %d blank, %d against, %d silent, of %d", t.For, t.Blank, t.Against, t.Silent(), t.Electorate)
}

// quoted adds what somebody wrote to a sentence.
func quoted(text Text) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(" « %s »", text)
}

func either(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

// tell says an event in one sentence, or not at all.
func (w *world) tell(r Record) string {
	switch e := r.Event.(type) {
	case *Opened:
		return fmt.Sprintf("#%d opened by %s: %s%s%s, until %s%s", e.Action, w.name(e.Proposer), e.Type, either(e.Because != "", " because of its "+e.Because),
			either(e.Urgent, ", urgent")+w.effects(e.Effects), w.when(e.Deadline), either(e.HintCents > 0, fmt.Sprintf("; %s stands in its text only", Cents(e.HintCents))))
	case *Previewed:
		return fmt.Sprintf("nothing opened: #%d would be %s%s, until %s, and %d could vote", e.Number, e.Would.Type, either(e.Would.Because != "", " because of its "+e.Would.Because)+w.effects(e.Would.Effects), w.when(e.Would.Deadline), e.CanVote)
	case *WindowStarted:
		return fmt.Sprintf("#%d can be voted on: until %s", e.Action, w.when(e.Deadline))
	case *WindowStopped:
		return fmt.Sprintf("#%d waits: nobody can vote", e.Action)
	case *Voted:
		return fmt.Sprintf("#%d %s votes %s%s%s", e.Action, w.name(e.Member), e.Choice, quoted(e.Reason), either(!e.Rank.Equal(r.At), ", as of "+w.when(e.Rank)))
	case *BallotVoided:
		return fmt.Sprintf("#%d a ballot of %s is void: %s", e.Action, w.name(e.Member), e.Why)
	case *Paused:
		return fmt.Sprintf("#%d paused by %s%s, until %s", e.Action, w.name(e.Member), quoted(e.Reason), w.when(e.Deadline))
	case *Countered:
		return fmt.Sprintf("#%d counter-vote opened by %s, %d against needed", e.Action, w.name(e.Member), e.Needed)
	case *Requalified:
		return fmt.Sprintf("#%d is now extraordinary%s, until %s, %d ballots dropped", e.Action, quoted(e.Reason), w.when(e.Deadline), e.Dropped)
	case *Withdrawn:
		return fmt.Sprintf("#%d withdrawn by %s%s%s: %s", e.Action, w.name(e.Member), quoted(e.Reason), either(e.By != 0, fmt.Sprintf(", replaced by #%d", e.By)), e.Tally)
	case *Closed:
		return fmt.Sprintf("#%d %s%s at %s: %s%s", e.Action, e.Outcome, either(e.How != "", " by "+string(e.How)), w.when(e.At), e.Tally, either(e.Soft, ", a soft consensus"))
	case *Done:
		return fmt.Sprintf("#%d done, says %s%s", e.Action, w.name(e.Member), quoted(e.Report))
	case *Digested:
		return w.tellOfDigest(e, r)
	case *Reminded:
		return fmt.Sprintf("reminder of %s", numbers(e.Actions))
	default:
		return w.tellOfPeople(r)
	}
}

func (w *world) tellOfPeople(r Record) string {
	switch e := r.Event.(type) {
	case *Joined:
		return fmt.Sprintf("%s joins (%s), votes from %s", w.name(e.Member), e.Origin, w.when(e.VotesFrom))
	case *Introduced:
		return fmt.Sprintf("%s introduced", w.namesOf(e.Members))
	case *VotingBegan:
		return w.name(e.Member) + " may vote"
	case *AddressAdded:
		return fmt.Sprintf("%s also writes from %s%s", w.name(e.Member), e.Address, either(e.Primary, ", and reads there"))
	case *Renamed:
		return fmt.Sprintf("member %d is called %s", e.Member, e.Name)
	case *DeliveryChosen:
		return fmt.Sprintf("%s wants %s", w.name(e.Member), map[Delivery]string{DeliverAll: "everything", DeliverDecisions: "decisions only", DeliverDigest: "the weekly digest only"}[e.Delivery])
	case *LeaveBegan:
		return fmt.Sprintf("%s is on leave%s", w.name(e.Member), either(!e.Until.IsZero(), " until "+w.when(e.Until)))
	case *LeaveEnded:
		return w.name(e.Member) + " is back"
	case *Departed:
		return fmt.Sprintf("%s%s leaves (%s)", either(e.Action != 0, fmt.Sprintf("#%d ", e.Action)), w.name(e.Member), e.Origin)
	case *ErasureBegan:
		return fmt.Sprintf("%s will be forgotten, at %s", w.name(e.Member), w.when(e.At))
	case *Erased:
		return fmt.Sprintf("the name, addresses and words of member %d are gone", e.Member)
	case *Bounced:
		return fmt.Sprintf("a letter to %s came back (%s)", w.name(e.Member), e.Status)
	case *BecameUnreachable:
		return w.name(e.Member) + " is out of reach"
	case *BecameReachable:
		return w.name(e.Member) + " is within reach again"
	case *Alarmed:
		return fmt.Sprintf("alarm: letters to %d members came back within a day", e.Bouncing)
	case *Resumed:
		return "the owner says to go on"
	case *Concerned:
		return fmt.Sprintf("#%d somebody has a concern%s", e.Action, quoted(e.Words))
	case *Surveyed:
		return either(len(e.Members) > 0, fmt.Sprintf("#%d why were they silent? asked of %s until %s", e.Action, w.list(e.Members), w.when(e.Until)))
	case *SurveyAnswered:
		return fmt.Sprintf("#%d somebody says why they were silent: %s", e.Action, e.Answer)
	case *SurveyClosed:
		return fmt.Sprintf("#%d of %d asked, %d said why: %s", e.Action, e.Asked, e.Answered, totals(e.Totals))
	case *Whispered:
		return "unsigned: " + string(e.Why)
	case *Reviewed:
		return either(len(e.Ghosts) > 0, fmt.Sprintf("no news of %s; asked on %s", w.list(e.Ghosts), w.when(e.Ask)))
	case *GhostsAsked:
		return fmt.Sprintf("%s asked%s whether they are still there, until %s", w.namesOf(e.Members), either(e.Last, " once more"), w.when(e.Until))
	case *GhostsSpared:
		return fmt.Sprintf("%s after %s", either(e.Member == 0, "no need to ask any more")+either(e.Member != 0, w.name(e.Member)+" asks"), w.list(e.Ghosts))
	case *StillHere:
		return w.name(e.Member) + " is still here"
	case *Intervened:
		if len(e.Members) > 0 {
			return fmt.Sprintf("intervention: %s of %d people%s", e.What, len(e.Members), quoted(e.Reason))
		}
		return fmt.Sprintf("intervention on %s: %s%s", w.name(e.Member), e.What, quoted(e.Reason))
	default:
		return w.tellOfAnswers(r)
	}
}

func (w *world) tellOfAnswers(r Record) string {
	switch e := r.Event.(type) {
	case *Confided:
		back := map[bool]string{true: ", in return"}[e.Back]
		return fmt.Sprintf("%s writes to %s alone%s", w.name(e.Member), w.name(e.To), back)
	case *Followed:
		return fmt.Sprintf("%s follows", e.Address)
	case *Unfollowed:
		return fmt.Sprintf("follower %d follows no more (%s)", e.Follower, e.Why)
	case *FollowerBounced:
		return fmt.Sprintf("a public digest to follower %d came back (%s)", e.Follower, e.Status)
	case *Knocked:
		return fmt.Sprintf("%d waits: %s%s", e.Number, e.Address, quoted(e.Subject))
	case *Accepted:
		return fmt.Sprintf("%s lets %d through: %s says to all%s", w.name(e.Voter), e.Number, e.Address, quoted(e.Words))
	case *Posted:
		return fmt.Sprintf("%s says to all%s%s", w.name(e.Member), either(e.Action != 0, fmt.Sprintf(" about #%d", e.Action)), quoted(e.Words))
	case *Asked:
		return fmt.Sprintf("%s is asked: %s", w.name(e.Member), e.Why)
	case *Held:
		return fmt.Sprintf("held until confirmed%s%s%s", either(e.Erases, ": to be forgotten"), either(e.Adds != "", fmt.Sprintf(", from %s", e.Adds)), either(e.Silent, "; another is asked about first"))
	case *HeldAsked:
		return fmt.Sprintf("next, %s is asked about mail %d", w.name(e.Member), e.Held)
	case *Confirmed:
		return fmt.Sprintf("mail %d is %s", e.Held, map[bool]string{true: "dropped", false: "confirmed"}[e.Dropped])
	case *Contested:
		return fmt.Sprintf("#%d %s says that a ballot was not theirs: %s%s", e.Action, w.name(e.Member), e.Void, either(e.Stands != "", ", and "+string(e.Stands)+" stands"))
	case *Replied:
		return fmt.Sprintf("%s is answered: %s", w.name(e.Member), e.What)
	case *Declined:
		return fmt.Sprintf("%sdeclined: %s%s", either(e.Action != 0, fmt.Sprintf("#%d ", e.Action)), e.Why,
			either(e.Flaw != "", fmt.Sprintf(" (%s: %s%s)", e.Field, e.Flaw, quoted(e.Said))))
	case *StrangerWrote:
		return fmt.Sprintf("a stranger wrote%s", either(e.Why != "", ": "+string(e.Why)))
	case *Ignored:
		return "ignored: " + string(e.Why)
	case *WroteOwner:
		return "a word to the owner"
	case *Faulted:
		return "fault: " + string(e.Why)
	default:
		return w.tellOfEffects(r)
	}
}

func (w *world) namesOf(members []int) string {
	return w.list(members) + either(len(members) == 1, " is") + either(len(members) > 1, " are")
}

func totals(of map[Answer]int) string {
	if of == nil {
		return "too few to tell"
	}
	var texts []string
	for _, answer := range Answers() {
		texts = append(texts, fmt.Sprintf("%d %s", of[answer], answer))
	}
	return strings.Join(texts, ", ")
}

func (w *world) list(members []int) string {
	texts := make([]string, len(members))
	for i, id := range members {
		texts[i] = w.name(id)
	}
	return strings.Join(texts, ", ")
}

func numbers(actions []int) string {
	texts := make([]string, len(actions))
	for i, n := range actions {
		texts[i] = fmt.Sprintf("#%d", n)
	}
	return strings.Join(texts, ", ")
}

// post says which letter goes to whom.
func (w *world) post(l Letter) string {
	text := fmt.Sprintf("✉ %s to %s", l.Kind, w.recipients(l))
	if l.Why != "" {
		text += fmt.Sprintf(" (%s)", l.Why)
	}
	if l.Whisper {
		text += ", of which nothing is kept"
	}
	if !l.After.IsZero() {
		text += ", not before " + w.when(l.After)
	}
	return text
}

// recipients names who gets a letter; "all" are those whom letters reach.
func (w *world) recipients(l Letter) string {
	switch {
	case l.Owner:
		return "the owner"
	case l.Why == WhyOutward:
		return w.requests[l.Arrival].Outward
	case len(l.To) == 0:
		return w.requests[l.Arrival].From
	}
	var named, missing []string
	for _, to := range l.To {
		if f := w.s.Follower(to); f != nil {
			named = append(named, string(f.Address))
		}
	}
	if named != nil {
		return strings.Join(named, ", ")
	}
	for _, m := range w.s.Members {
		switch {
		case slices.Contains(l.To, m.ID):
			named = append(named, w.name(m.ID))
		case m.Departed.IsZero():
			missing = append(missing, w.name(m.ID))
		}
	}
	switch {
	case len(named) == 1 || len(missing) >= len(named):
		return strings.Join(named, ", ")
	case len(missing) == 0:
		return "all"
	}
	return "all but " + strings.Join(missing, ", ")
}

// table shows where the actions stand, ballot by ballot.
func (w *world) table() []string {
	var lines []string
	for _, a := range w.s.Actions {
		state := fmt.Sprintf("#%d %s: %s, %s", a.Number, a.Title, a.Type, a.State)
		if a.How != "" {
			state += " by " + string(a.How)
		}
		if a.IsOpen() {
			state += " until " + w.when(a.Deadline)
		} else {
			state += " at " + w.when(a.ClosedAt)
		}
		if !a.DoneAt.IsZero() {
			state += ", done"
		}
		lines = append(lines, state, "    "+w.s.Tally(a).String())
		for _, b := range a.Ballots {
			counted := b.Counted
			if a.IsOpen() {
				counted = w.s.counted(a)[b.Member] == b.Seq
			}
			mark := map[bool]string{true: "counted", false: "not counted"}[counted]
			lines = append(lines, fmt.Sprintf("    %-8s%-8s %s  %s", w.name(b.Member), b.Choice, w.when(b.Rank), either(b.Void, "void, ")+mark))
		}
	}
	return lines
}

// people shows where the members stand.
func (w *world) people() []string {
	var lines []string
	for _, m := range w.s.Members {
		line := fmt.Sprintf("%-8s%s", w.name(m.ID), m.Standing(w.s.At))
		if m.OnLeave && !m.LeaveUntil.IsZero() {
			line += " until " + w.when(m.LeaveUntil)
		}
		if m.VotesFrom.After(w.s.At) {
			line += ", votes from " + w.when(m.VotesFrom)
		}
		lines = append(lines, line)
	}
	return lines
}

// effects says what the adoption of an action would do.
func (w *world) effects(effects []Effect) string {
	var texts []string
	for i := range effects {
		texts = append(texts, w.effect(&effects[i]))
	}
	return either(len(texts) > 0, " [if adopted: "+strings.Join(texts, "; ")+"]")
}

func (w *world) effect(e *Effect) string {
	switch e.Type {
	case EffectMandate:
		return fmt.Sprintf("a%s mandate « %s » of %s until %s", either(e.Confidential, " confidential"), e.Words, w.list(e.Holders), w.when(e.Until))
	case EffectRevocation:
		if e.Mandate != 0 {
			return fmt.Sprintf("mandate #%d ends", e.Mandate)
		}
		return fmt.Sprintf("the role %s is vacant", e.Words)
	case EffectRole:
		return fmt.Sprintf("%s has the role %s", w.name(e.Member), e.Words)
	case EffectRule:
		return fmt.Sprintf("%s = %s", e.Rule, e.Value)
	case EffectCharter:
		return "a new charter"
	case EffectDissolution:
		return "the list is closed"
	}
	return fmt.Sprintf("%s %s", e.Type, w.name(e.Member))
}

func (w *world) tellOfEffects(r Record) string {
	switch e := r.Event.(type) {
	case *DelayWaived:
		return fmt.Sprintf("#%d %s votes from %s", e.Action, w.name(e.Member), w.when(e.From))
	case *MandateGiven:
		return fmt.Sprintf("#%d mandate « %s » given to %s until %s", e.Action, e.Subject, w.list(e.Holders), w.when(e.Until))
	case *MandateEnded:
		return fmt.Sprintf("mandate #%d ends (%s)", e.Mandate, e.How)
	case *RoleGiven:
		return fmt.Sprintf("#%d %s has the role %s%s", e.Action, w.name(e.Person), e.Role, either(e.Resumes != nil, ", "+numbers(e.Resumes)+" goes on"))
	case *RoleEnded:
		return fmt.Sprintf("the role %s of %s ends (%s)", e.Role, w.name(e.Person), e.How)
	case *ChargeLeft:
		what := fmt.Sprintf("mandate #%d", e.Mandate)
		if e.Role != 0 {
			what = "the role " + string(w.s.Roles[e.Role-1].Name)
		}
		return fmt.Sprintf("%s gives %s up (%s)%s%s", w.name(e.Member), what, e.How, quoted(e.Reason), either(e.Action != 0, fmt.Sprintf(", #%d waits", e.Action)))
	case *Concluded:
		return fmt.Sprintf("mandate #%d is concluded, says %s%s", e.Mandate, w.name(e.Member), quoted(e.Words))
	case *ConclusionAsked:
		return fmt.Sprintf("a conclusion of mandate #%d is asked for", e.Mandate)
	case *MandateWrote:
		who := w.requests[e.Mail].From
		if e.Member != 0 {
			who = w.name(e.Member)
		}
		return fmt.Sprintf("%s says to the holders of mandate #%d%s", who, e.Mandate, either(e.To != "", " and to "+string(e.To))+quoted(Text(w.requests[e.Mail].Words)))
	case *StatuteChanged:
		return fmt.Sprintf("#%d %s = %s, it was %s", e.Action, e.Key, e.Value, e.Before)
	case *CharterReplaced:
		return fmt.Sprintf("#%d the charter is now%s", e.Action, quoted(Text(strings.ReplaceAll(string(e.Words), "\n", " | "))))
	case *Dissolved:
		return fmt.Sprintf("#%d the list is closed", e.Action)
	case *EffectFailed:
		a := w.s.Action(e.Action)
		return fmt.Sprintf("#%d cannot be done any more%s: %s (%s)", e.Action, either(e.Member != 0, " for "+w.name(e.Member)), w.effect(&a.Effects[e.Effect]), e.Why)
	}
	return w.tellOfAssemblies(r)
}

// tellOfDigest says what a digest notes beside the events since the last one;
// nothing where nobody gets it.
func (w *world) tellOfDigest(e *Digested, at Record) string {
	what := "digest"
	switch {
	case e.Member != 0:
		what = "digest of what " + w.name(e.Member) + " missed"
	case w.s.written(at) == nil:
		return ""
	}
	told := slices.ContainsFunc(w.log, func(r Record) bool { return r.Seq > e.Since && r.Seq < at.Seq && isNews(r.Event) })
	var open []int
	for _, o := range e.Open {
		open = append(open, o.Action)
	}
	return what + either(!told, ", no news") + either(open != nil, ", open "+numbers(open)) +
		either(e.ToDo != nil, ", to do "+numbers(e.ToDo)) + either(e.Away != nil, ", on leave "+w.list(e.Away)) + w.held(e) +
		either(e.Knocks != nil, ", at the door "+w.knocking(e.Knocks)) + either(e.Unseen > 0, fmt.Sprintf(" and %d more", e.Unseen))
}

// knocking are the numbers of strangers' mails.
func (w *world) knocking(events []int64) string {
	var texts []string
	for _, seq := range events {
		texts = append(texts, fmt.Sprint(w.log[seq-1].Event.(*Knocked).Number))
	}
	return strings.Join(texts, ", ")
}

// held are the roles and the mandates that a digest names.
func (w *world) held(e *Digested) string {
	var text strings.Builder
	text.WriteString(either(e.Mandates != nil, ", mandates "+numbers(e.Mandates)))
	for _, n := range e.Roles {
		r := w.s.Roles[n-1]
		text.WriteString(fmt.Sprintf(", role %s of %s%s", r.Name, w.name(r.Person), either(!r.Ended.IsZero(), " vacant")))
	}
	return text.String()
}
