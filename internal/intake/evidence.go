package intake

import (
	"net/textproto"
	"strings"
)

// Evidence is what in a mail shows what it is, for whoever asks why.
type Evidence struct {
	Why Why // what is shown
	// Lines show it, as they stand in the text or, with the name of their field,
	// in the header. There are none where it is nowhere in particular.
	Lines []string
	Cuts  []Cut // what was taken away before the author's own words were read
}

// Why is a reason for taking a mail for what it is, in words for a person.
type Why string

// The reasons, from one explicit table. A request's own Why is one of them, or
// begins with it.
const (
	WhyOurs      Why = "a letter of ours, or mail in the list's own name"
	WhyCheck     Why = "a mail that toutdoux check sent to the list, to try its way"
	WhyReport    Why = "a report of a mail system"
	WhyAutomatic Why = "an automatic reply"
	WhyAway      Why = "an automatic reply, by what it says"
	WhyOtherList Why = "traffic of another list"
	WhyReceipt   Why = "a receipt or a recall of a mail program"
	WhyChallenge Why = "a filter asks for a proof that somebody wrote"
	WhyBounce    Why = "a mail system reports what it could not deliver"
	WhyUnsafe    Why = "the mail cannot be read safely"
	WhyEncrypted Why = "the mail is encrypted, and cannot be read here"

	WhyTalk      Why = "talk: no tag, no vote and no command"
	WhyPrivate   Why = "it is for one author alone"
	WhyThread    Why = "talk in the thread of an action or a letter"
	WhyTag       Why = "the subject has the tag of an action"
	WhyNearTag   Why = "the subject has what may be the tag of an action"
	WhyMandate   Why = "it is for the holders of a mandate"
	WhyAssembly  Why = "the subject has the tag of an assembly"
	WhyVote      Why = "the words are a vote"
	WhyWish      Why = "the words ask for"
	WhyAddress   Why = "it was sent to the address for"
	WhySubject   Why = "the subject is the command"
	WhyFirst     Why = "the first line is the command"
	WhyCalendar  Why = "the calendar answers"
	WhyVague     Why = "a calendar's answer that says neither yes nor no"
	WhyElsewhere Why = "a calendar's answer to another invitation"
	WhyWho       Why = "an answer to the question who wrote"

	WhyDoubtLine     Why = "a line looks like a vote, and not for certain"
	WhyTooMany       Why = "a mail asks for too many things"
	WhyTwoVotes      Why = "two different votes in one mail"
	WhyTwoRequests   Why = "two different requests in one mail"
	WhyVoteAndMore   Why = "a vote and another request in one mail"
	WhySeveral       Why = "requests for several actions in one mail"
	WhyContrary      Why = "the words say two different things"
	WhyPerhaps       Why = "the words may be a vote"
	WhyTwoTexts      Why = "the text and the HTML of the mail say different things"
	WhySubjectOther  Why = "the text says something else than the subject"
	WhySubjectMaybe  Why = "the subject may be a vote"
	WhySubjectUnsure Why = "the text may say something else than the subject"
	WhyReaction      Why = "a reaction in one picture"
	WhyFile          Why = "a file may hold a vote"
	WhyTwoAnswers    Why = "two different answers to a call"
	WhyTwoTags       Why = "the subject has the tag of an assembly, and not for certain"
	WhyBeside        Why = "a line may be a command, beside what may be a vote"
	WhyConcern       Why = "a line may begin an unsigned concern"
)

// Cut is some of a mail's lines that are not its author's.
type Cut struct {
	Kind  CutKind
	Lines int    // that are not blank
	First string // of them
}

// CutKind is what such lines are.
type CutKind string

// The kinds of cut.
const (
	CutQuoted    CutKind = "quoted"    // somebody else's words, and who wrote them
	CutCopy      CutKind = "copy"      // of a letter of ours
	CutSignature CutKind = "signature" // what stands under every mail: signatures, cards, disclaimers
)

// take notes what the mail is taken for, and the lines that show it.
func (m *mail) take(why Why, lines ...string) {
	m.Request.Why, m.Evidence.Why, m.Evidence.Lines = string(why), why, nil
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			m.Evidence.Lines = append(m.Evidence.Lines, l)
		}
	}
}

// takeFor is take for a reason with an object.
func (m *mail) takeFor(why Why, object string, lines ...string) {
	m.take(why, lines...)
	m.Request.Why += ": " + object
}

// written gives the first of some fields that a header has, as it stands there.
func (h header) written(names ...string) string {
	for _, name := range names {
		if h.has(name) {
			return textproto.CanonicalMIMEHeaderKey(name) + ": " + h.text(name)
		}
	}
	return ""
}

// note counts the lines that were dropped since the last note.
func (t *thread) note(kind CutKind) {
	c := Cut{Kind: kind}
	for i := range t.lines {
		if !t.drop[i] || t.noted[i] {
			continue
		}
		t.noted[i] = true
		if t.blank(i) {
			continue
		}
		if c.Lines++; c.Lines == 1 {
			c.First = strings.TrimSpace(t.lines[i].text)
		}
	}
	if c.Lines > 0 {
		t.cuts = append(t.cuts, c)
	}
}
