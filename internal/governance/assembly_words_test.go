package governance

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// How a scenario writes of assemblies, beside what words_test.go reads:
//
//	[AG] Title (14/03/2026 14:00, place) — text     calls one; [AGE] too
//	PRÉSENT, a note · ABSENT · POUVOIR À Alice · ORDRE DU JOUR : a point
//	Date : 21/03/2026 14:00 · Lieu : place          as a reply of its convener
//	(to the assembly)                               it answers the latest letter about one
//	(calendar answers 1)                            the answer of a calendar, which names assembly 1
//	(may attend)                                    the words may say that their author comes

var (
	meeting  = regexp.MustCompile(`\s*\((\d\d/\d\d/\d{4})(?: (\d\d:\d\d))?(?:, ([^)]*))?\)`)
	movement = regexp.MustCompile(`^(?:Date : (\d\d/\d\d/\d{4})(?: (\d\d:\d\d))?)?(?:, )?(?:Lieu : (.*))?$`)
	presence = regexp.MustCompile(`^(PRÉSENT|ABSENT|POUVOIR À|ORDRE DU JOUR)(?:(?:, | : | )(.*))?$`)
)

var presenceVerbs = map[string]Verb{"PRÉSENT": VerbPresent, "ABSENT": VerbAbsent, "POUVOIR À": VerbProxy, "ORDRE DU JOUR": VerbAgenda}

// call reads "[AG] Title (14/03/2026 14:00, place) — text".
func (m *mail) call(words string) bool {
	c := &Call{Type: Ordinary}
	called := false
	for found := tag.FindStringSubmatch(words); found != nil; found = tag.FindStringSubmatch(words) {
		words = words[len(found[0]):]
		called = called || found[1] == "AG" || found[1] == "AGE"
		switch found[1] {
		case "AGE":
			c.Type = Extraordinary
		case "ESSAI":
			c.DryRun = true
		case "URGENT":
			c.Urgent = true
		}
	}
	if !called {
		return false
	}
	head, text, _ := strings.Cut(words, " — ")
	c.Problem = WhyNoDate
	if found := meeting.FindStringSubmatch(head); found != nil {
		head = strings.Replace(head, found[0], "", 1)
		m.meets(c, found[1], found[2], found[3])
	}
	c.Title, c.Text = head, text
	m.r.Words, m.r.Kind, m.r.Call, m.r.Subject = text, KindAction, c, head
	m.r.MessageID = fmt.Sprintf("<%d@exemple.test>", len(m.w.requests)+1)
	return true
}

func (m *mail) meets(c *Call, day, hour, place string) {
	c.Place, c.Problem = place, ""
	if day == "" {
		return
	}
	if hour == "" {
		c.Problem = WhyNoHour
		return
	}
	at, err := time.ParseInLocation("02/01/2006 15:04", day+" "+hour, m.w.s.zone)
	if c.At = at.UTC(); err != nil {
		c.At, c.Problem = time.Time{}, WhyNoDate
	}
}

// ofAssembly reads what members answer to a call.
func (m *mail) ofAssembly(words string) bool {
	if found := presence.FindStringSubmatch(words); found != nil {
		m.r.Verb, m.r.Reason = presenceVerbs[found[1]], found[2]
		switch {
		case m.r.Verb == VerbProxy:
			m.r.Argument, m.r.Reason = found[2], ""
		case m.r.Verb == VerbAgenda && found[2] != "":
			m.r.Points, m.r.Reason = []string{found[2]}, ""
		}
		m.named = -1
		return true
	}
	if found := movement.FindStringSubmatch(words); found != nil && words != "" {
		m.r.Call = &Call{}
		m.meets(m.r.Call, found[1], found[2], found[3])
		m.named = -1
		return true
	}
	return m.call(words)
}

// toAssembly makes a mail an answer to the latest letter about an assembly.
func (m *mail) toAssembly() error {
	l := m.w.last(m.r.From, LetterAssembly, 0)
	if l == nil {
		return fmt.Errorf("%s has no letter about an assembly", m.r.Name)
	}
	m.r.Answers, m.r.Thread = l.answering(), 0
	return nil
}

func (w *world) tellOfAssemblies(r Record) string {
	switch e := r.Event.(type) {
	case *Convened:
		return fmt.Sprintf("assembly %d called by %s: %s, %s to %s%s; its agenda is open until %s", e.Assembly, w.name(e.Convener), e.Type, w.when(e.At), w.when(e.Ends),
			either(e.Place != "", ", "+string(e.Place)), w.when(e.AgendaAt))
	case *AssemblyPreviewed:
		return fmt.Sprintf("nobody is called: assembly %d would be on %s", e.Would.Assembly, w.when(e.Would.At))
	case *AssemblyMoved:
		return fmt.Sprintf("assembly %d moved by %s: %s to %s%s%s; its agenda is open until %s", e.Assembly, w.name(e.Member), w.when(e.At), w.when(e.Ends),
			either(e.Place != "", ", "+string(e.Place)), quoted(e.Reason), w.when(e.AgendaAt))
	case *AssemblyCancelled:
		return fmt.Sprintf("assembly %d cancelled by %s%s", e.Assembly, w.name(e.Member), quoted(e.Reason))
	case *AgendaAdded:
		return fmt.Sprintf("assembly %d: %s adds to its agenda%s", e.Assembly, w.name(e.Member), quoted(e.Point))
	case *AgendaClosed:
		return fmt.Sprintf("assembly %d: its agenda is closed", e.Assembly)
	case *AttendanceTold:
		return fmt.Sprintf("assembly %d: %s %s%s%s", e.Assembly, w.name(e.Member), w.presence(e.Presence, e.Proxy), either(e.Freed != 0, ", no more to "+w.name(e.Freed)), quoted(e.Note))
	case *ProxyLost:
		return fmt.Sprintf("assembly %d: %s cannot speak for %s any more", e.Assembly, w.name(e.Proxy), w.name(e.Member))
	default:
		return "" // founding, and the first mail that a domain vouches for
	}
}

func (w *world) presence(p Presence, proxy int) string {
	return map[Presence]string{Present: "comes", Absent: "does not come", ByProxy: "gives a proxy to " + w.name(proxy)}[p]
}

// meetings shows the assemblies: who comes, and the agenda.
func (w *world) meetings() []string {
	var lines []string
	for _, a := range w.s.Assemblies {
		state := fmt.Sprintf("assembly %d: %s, %s", a.Number, a.Type, w.when(a.At))
		lines = append(lines, state+either(!a.CancelledAt.IsZero(), ", cancelled")+either(!a.ClosedAt.IsZero(), ", agenda closed"))
		for _, p := range a.Points {
			lines = append(lines, fmt.Sprintf("    on its agenda, by %s%s", w.name(p.Member), quoted(p.Text)))
		}
		for _, x := range a.Attendance {
			lines = append(lines, fmt.Sprintf("    %s %s%s", w.name(x.Member), w.presence(x.Presence, x.Proxy), quoted(x.Note)))
		}
	}
	return lines
}
