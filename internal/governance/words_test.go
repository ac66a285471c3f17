package governance

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The words of a scenario are those that members write; what a mail program
// would show beside them stands in brackets at the end of the line:
//
//	EN PRIVÉ words     they went to the author's alias
//	(unproven)         nothing proves the sender
//	(by proof)         nothing but the proof of the letter that it answers
//	(answers receipt)  it answers the latest letter of that kind to its author
//	(answers confirm about mail 3)  it answers the one about that mail
//	(by button)        the proof came in the subject
//	(new thread)       it answers nothing and names no action
//	(to the owner)     it went to the owner's address
//	À : x@y.test | words            a first line that sends a mandate's mail out
//	(to mandate 4)     it went to that mandate's address
//	(and VACANCES)     a command stands below the vote
//	(unclear)          the reader would not be certain
//	(auto-reply) (loop) (unreadable) (encrypted)
//
// In the text of a proposal, " | " ends a line.

var (
	remark   = regexp.MustCompile(`\s*\(([^()]*)\)$`)
	tag      = regexp.MustCompile(`^\[([^\]]*)\]\s*`)
	voteWord = regexp.MustCompile(`(?i)^(?:#?(\d+) ?:? )?(pour|blanc|contre|oui|ok|\+1)(?: #?(\d+))?(?:(?:, | ?: |\. )(.*))?$`)
	verbWord = regexp.MustCompile(`^(PAUSE|RETRAIT|FAIT|EXTRA|CONTESTER|DÉMISSION|CONCLUSION|REGISTRE|ACCEPTER)(?: #?(\d+))?(?:(?:, | ?: )(.*))?$`)
)

var verbs = map[string]Verb{
	"PAUSE": VerbPause, "RETRAIT": VerbWithdraw, "FAIT": VerbDone, "EXTRA": VerbRequalify, "CONTESTER": VerbContest,
	"DÉMISSION": VerbResign, "CONCLUSION": VerbConclude, "REGISTRE": VerbRegister, "ACCEPTER": VerbAccept,
}

var commands = map[string]Verb{
	"INSCRIPTION": VerbJoin, "DÉPART": VerbLeave, "VACANCES": VerbVacation, "RETOUR": VerbBack, "AIDE": VerbHelp, "EFFACER": VerbErase, "EXPORT": VerbExport,
	"ÉTAT": VerbStatus, "NOM": VerbName, "ADRESSE": VerbAddress, "ARCHIVE": VerbArchive, "SUIVRE": VerbFollow, "NE PLUS SUIVRE": VerbUnfollow,
	"RÉCEPTION": VerbDelivery,
}

var deliveries = map[string]Delivery{"tout": DeliverAll, "décisions": DeliverDecisions, "résumé": DeliverDigest}
var concernWord = regexp.MustCompile(`^(?: #(\d+))?(?: : )?(.*)$`)

var surveyWords = map[string]Answer{
	"PAS AU COURANT": DidNotKnow, "PAS SÛR": NotSure, "CONTRE SANS OSER": DidNotDare, "PAS MON DOMAINE": NotMyField, "AUTRE": OtherReason,
}

var choices = map[string]Choice{"pour": For, "oui": For, "ok": For, "+1": For, "blanc": Blank, "contre": Against}

// fieldTypes are the fields of a proposal, as `explain` names them.
var fieldTypes = map[string]string{
	"Droit de vote": "waive_delay", "Mandat": "mandate", "Mandataires": fieldHolders, "Jusqu'au": fieldUntil, "Confidentiel": fieldConfidential,
	"Révocation": "revocation", "Rôle": "role", "Personne": fieldPerson, "Règle": "rule", "Exclusion": "exclusion", "Charte": "charter", "Dissolution": "dissolution",
}

// mail is a line of a scenario on its way to a request.
type mail struct {
	w       *world
	r       Request
	remarks []string
	named   int // the action that the words name, 0 for none
}

// read makes a request of what somebody writes.
func (w *world) read(at time.Time, name, from, words string) (Request, error) {
	m := &mail{w: w, r: Request{Kind: KindReply, At: at.UTC(), From: from, Name: name, Stranger: "hash of " + from, Authenticated: true}}
	words = m.takeRemarks(words)
	if to, rest, outward := strings.Cut(strings.TrimPrefix(words, "À : "), " | "); outward && strings.HasPrefix(words, "À : ") {
		m.r.Outward, words = to, rest
	}
	m.r.Words = words
	m.parse(words)
	if w.s.ByAddress(from) == nil && m.r.Kind == KindPost {
		m.r.Subject = words
	}
	m.answers()
	err := m.remark()
	m.r.Seal()
	return m.r, err
}

func (m *mail) takeRemarks(words string) string {
	for {
		found := remark.FindStringSubmatchIndex(words)
		if found == nil {
			return words
		}
		text := words[found[2]:found[3]]
		if strings.HasSuffix(text, "€") || strings.HasPrefix(text, "Remplace") || len(text) == 1 || meeting.MatchString(" ("+text+")") {
			return words
		}
		m.remarks = append(m.remarks, text)
		words = words[:found[0]]
	}
}

func (m *mail) parse(words string) {
	word, rest, _ := strings.Cut(words, " ")
	if words == "NE PLUS SUIVRE" {
		word, rest = words, ""
	}
	if said, alone := strings.CutPrefix(words, "EN PRIVÉ "); alone {
		m.r.Words = said
		defer m.r.ToOne()
	}
	name, cares := strings.CutPrefix(words, "JE M'EN OCCUPE")
	worry, concern := strings.CutPrefix(words, "RÉSERVE")
	m.r.Answer = surveyWords[words]
	switch command, isCommand := commands[word]; {
	case concern:
		found := concernWord.FindStringSubmatch(worry)
		m.r.Verb, m.r.Reason = VerbConcern, strings.TrimSpace(found[2])
		m.r.Target, _ = strconv.Atoi(found[1])
		m.named = m.r.Target
	case cares:
		m.r.Kind, m.r.Verb, m.r.Cares = KindCommand, VerbAlive, []string{strings.TrimLeft(name, " :")}
	case m.ofAssembly(words):
	case tag.MatchString(words):
		m.proposal(words)
	case isCommand:
		m.command(command, rest)
	case verbWord.MatchString(words):
		found := verbWord.FindStringSubmatch(words)
		m.r.Verb, m.r.Reason = verbs[found[1]], found[3]
		m.r.Target, _ = strconv.Atoi(found[2])
		m.named = m.r.Target
	case m.votes(words):
	case words == "NON":
		m.r.No, m.r.Uncertain = true, true
	default:
		m.r.Kind = KindPost
	}
}

// proposal reads "[EXTRA] Title (60 €) (Remplace : #1) — text".
func (m *mail) proposal(words string) {
	p, mandating := &Proposal{Type: Ordinary}, false
	for found := tag.FindStringSubmatch(words); found != nil; found = tag.FindStringSubmatch(words) {
		words = words[len(found[0]):]
		switch found[1] {
		case "EXTRA":
			p.Type = Extraordinary
		case "URGENT":
			p.Urgent = true
		case "ESSAI":
			p.DryRun = true
		case "ORDINAIRE":
		case "ORDINARE":
			p.Unsure = found[1]
		case "MANDAT":
			p.Type, mandating = Extraordinary, true
		}
	}
	title, text, _ := strings.Cut(words, " — ")
	for found := remark.FindStringSubmatch(title); found != nil; found = remark.FindStringSubmatch(title) {
		title = strings.TrimSuffix(title, found[0])
		if _, number, isNumber := strings.Cut(found[1], "#"); isNumber {
			p.Replaces, _ = strconv.Atoi(number)
		} else if cents, err := ParseCents(found[1]); err == nil {
			p.CostCents = int64(cents)
		} else {
			p.Problem = "cost"
		}
	}
	if before, _, found := strings.Cut(text, " €"); found {
		cents, _ := ParseCents(before[strings.LastIndexByte(before, ' ')+1:])
		p.ProseCents = int64(cents)
	}
	if p.Text = m.fields(p, text); strings.Contains(text, "Charte : ") {
		p.Charter = p.Text
	}
	if mandating && !strings.Contains(text, "Mandat : ") {
		p.Effects = append([]Field{{Type: "mandate", Value: title}}, p.Effects...)
	}
	p.Title, m.r.Words, m.r.Kind, m.r.Proposal = title, strings.ReplaceAll(text, " | ", "\n"), KindAction, p
	m.r.Subject, m.r.MessageID = title, fmt.Sprintf("<%d@exemple.test>", len(m.w.requests)+1)
}

// fields reads the effects that stand first in a proposal's text.
func (m *mail) fields(p *Proposal, text string) string {
	prose := ""
	for line := range strings.SplitSeq(text, " | ") {
		name, value, _ := strings.Cut(line, " : ")
		f := Field{Type: fieldTypes[name], Member: value}
		switch f.Type {
		case "":
			prose = strings.TrimPrefix(prose+"\n"+line, "\n")
			continue
		case "waive_delay", "exclusion", fieldHolders, fieldPerson:
		default:
			f.Member, f.Value = "", value
		}
		if date, err := time.Parse("02/01/2006", value); err == nil {
			f.Until = EndOfDay(date.Year(), date.Month(), date.Day(), m.w.s.zone)
		}
		p.Effects = append(p.Effects, f)
	}
	return prose
}

func (m *mail) command(verb Verb, rest string) {
	m.r.Kind, m.r.Verb, m.r.Argument = KindCommand, verb, rest
	if choice, known := deliveries[rest]; known && verb == VerbDelivery {
		m.r.Argument = string(choice)
	}
	if day, found := strings.CutPrefix(rest, "jusqu'au "); found {
		date, err := time.Parse("02/01/2006", day)
		if err != nil {
			m.r.Problem = "bad_date"
			return
		}
		m.r.Until = EndOfDay(date.Year(), date.Month(), date.Day(), m.w.s.zone)
	}
}

// votes reads "POUR", "POUR, because", "POUR #2", "2 POUR, 3 BLANC".
func (m *mail) votes(words string) bool {
	parts := []string{words}
	if several := strings.Split(words, ", "); len(several) > 1 && voteWord.MatchString(several[1]) {
		parts = several
	}
	for _, part := range parts {
		found := voteWord.FindStringSubmatch(part)
		if found == nil {
			return false
		}
		word := strings.ToLower(found[2])
		v := Vote{Choice: choices[word], Reason: found[4], Assent: word == "oui" || word == "ok" || word == "+1"}
		v.Action, _ = strconv.Atoi(found[1] + found[3])
		m.named += v.Action
		m.r.Votes = append(m.r.Votes, v)
	}
	m.r.Yes = words == "OUI"
	return true
}

// answers gives the mail its thread: an open confirmation for a plain yes or
// no, else the latest action, whose announcement it answers.
func (m *mail) answers() {
	confirm := m.w.last(m.r.From, LetterConfirm, 0)
	if owner := m.w.last(m.r.From, LetterOwner, 0); owner != nil {
		confirm = owner
	}
	if confirm != nil && !confirm.replied && (m.r.Yes || m.r.No) {
		confirm.replied = true
		m.r.Answers = confirm.answering()
		return
	}
	if m.r.Kind == KindAction || m.r.Kind == KindCommand || m.named != 0 {
		return
	}
	m.r.Thread = len(m.w.s.Actions)
	if l := m.w.last(m.r.From, LetterAnnouncement, m.r.Thread); l != nil {
		m.r.Answers = l.answering()
	}
}

// remark applies what stands in brackets.
func (m *mail) remark() error {
	for _, text := range m.remarks {
		kind, isAnswer := strings.CutPrefix(text, "answers ")
		command, beside := strings.CutPrefix(text, "and ")
		assembly, calendar := strings.CutPrefix(text, "calendar answers ")
		switch {
		case strings.HasPrefix(text, "to mandate "):
			m.r.Mandate, _ = strconv.Atoi(strings.TrimPrefix(text, "to mandate "))
			m.r.Answers, m.r.Thread = Answered{}, 0
		case beside:
			word, rest, _ := strings.Cut(command, " ")
			m.command(commands[word], rest)
			m.r.Kind, m.r.Beside, m.r.Verb = KindReply, m.r.Verb, VerbNone
		case calendar:
			m.r.Assembly, _ = strconv.Atoi(assembly)
		case text == "to the assembly":
			if err := m.toAssembly(); err != nil {
				return err
			}
		case isAnswer:
			kind, mail, _ := strings.Cut(kind, " about mail ")
			l := m.w.last(m.r.From, LetterKind(kind), 0)
			for i := range m.w.sent {
				if s := &m.w.sent[i]; string(s.Kind) == kind && fmt.Sprint(s.Arrival) == mail && s.to == m.r.From {
					l = s
				}
			}
			if l == nil {
				return fmt.Errorf("%s has no letter %q", m.r.Name, kind)
			}
			m.r.Answers, m.r.Thread = l.answering(), l.Action
		case text == "unproven":
			m.r.Authenticated, m.r.Answers = false, Answered{}
		case text == "by proof":
			m.r.Authenticated = false
		case text == "by button":
			m.r.Answers.Button = true
		case text == "lost letter":
			m.r.Answers = Answered{Lost: true}
		case text == "new thread":
			m.r.Answers, m.r.Thread = Answered{}, 0
		case text == "to the owner":
			m.r.Verb = VerbOwner
		case text == "may attend":
			m.r.MayAttend = true
		case text == "unclear":
			m.r.Uncertain = true
		case text == "encrypted":
			m.r.Problem = text
		case text == "check":
			m.r.Kind, m.r.Check = KindLoop, true
		case text == "auto-reply", text == "loop", text == "unreadable":
			m.r.Kind = Kind(text)
		default:
			return fmt.Errorf("nobody knows the remark (%s)", text)
		}
	}
	return nil
}
