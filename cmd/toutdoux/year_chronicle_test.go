package main

import (
	"bytes"
	"cmp"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"toutdoux/internal/replay"
)

// passage is what one instant of the year brought: a mail, or time alone, and
// what was sent then.
type passage struct {
	at    time.Time
	names []string // who wrote it, or whom alone it brought a letter: several where all is the same
	said  string   // "" where time alone passed
	sent  []sent
}

// sent is one letter, or several that say the same.
type sent struct {
	subject string
	to      []string // names
}

// chronicle tells the year: every mail, and below it the letters that it led
// to, or below an instant alone those that time brought.
func chronicle(story []told, letters []replay.Letter, cast map[string]mail.Address) []byte {
	names, zone := map[string]string{}, story[0].at.Location()
	for name, a := range cast {
		names[a.Address] = name
	}
	var passages []passage
	for len(story) > 0 || len(letters) > 0 {
		var p passage
		if len(letters) == 0 || len(story) > 0 && !story[0].at.After(letters[0].At) {
			p = passage{at: story[0].at, names: []string{story[0].name}, said: story[0].said()}
			story = story[1:]
		} else {
			p.at = letters[0].At.In(zone)
		}
		for len(letters) > 0 && letters[0].At.Equal(p.at) {
			p.add(strings.TrimPrefix(letters[0].Subject, "[L’Établi] "), cmp.Or(names[letters[0].To], letters[0].To))
			letters = letters[1:]
		}
		if p.said == "" && len(p.sent) == 1 && len(p.sent[0].to) == 1 {
			p.names = p.sent[0].to
		}
		if n := len(passages); n == 0 || !passages[n-1].join(&p) {
			passages = append(passages, p)
		}
	}
	var b bytes.Buffer
	for _, p := range passages {
		p.print(&b)
	}
	return b.Bytes()
}

// said is a mail on one line.
func (m *told) said() string {
	said := ": " + m.subject
	if m.to != list {
		said = " → " + m.to + said
	}
	if m.answers != "" {
		said = " ↩ " + m.answers
	}
	if words := strings.ReplaceAll(strings.TrimSpace(m.words), "\n", " | "); words != "" {
		said += " — " + words
	}
	return said
}

func (p *passage) add(subject, to string) {
	i := slices.IndexFunc(p.sent, func(s sent) bool { return s.subject == subject })
	if i < 0 {
		i, p.sent = len(p.sent), append(p.sent, sent{subject: subject})
	}
	p.sent[i].to = append(p.sent[i].to, to)
}

// lines are what was sent, told alike for all whom it is the same for.
func (p *passage) lines() []string {
	var lines []string
	for _, s := range p.sent {
		to := fmt.Sprintf("%d people", len(s.to))
		switch {
		case len(p.names) > 0 && slices.Equal(s.to, p.names[:1]):
			to, s.subject = "to each", strings.ReplaceAll(s.subject, p.names[0], "…")
		case len(s.to) <= 4:
			to = strings.Join(s.to, ", ")
		}
		lines = append(lines, to+": "+s.subject)
	}
	return lines
}

// join takes in what followed, where somebody else wrote the same, to the same
// end, or where the same day brought the same letter to somebody else.
func (p *passage) join(next *passage) bool {
	sameDay := p.said != "" || p.at.YearDay() == next.at.YearDay()
	if p.said != next.said || !sameDay || len(p.names) == 0 || len(next.names) == 0 || !slices.Equal(p.lines(), next.lines()) {
		return false
	}
	p.names = append(p.names, next.names...)
	return true
}

func (p *passage) print(b *bytes.Buffer) {
	names := strings.Join(p.names, ", ")
	switch {
	case p.said != "":
		fmt.Fprintf(b, "%s %s%s\n", p.at.Format("2006-01-02 15:04"), names, p.said)
	case len(p.names) > 1:
		fmt.Fprintf(b, "  %s %s\n", p.at.Format("Mon 2006-01-02 15:04"), names)
	default:
		fmt.Fprintf(b, "  %s\n", p.at.Format("Mon 2006-01-02 15:04"))
	}
	for _, line := range p.lines() {
		if len(p.names) == 1 {
			line = strings.ReplaceAll(strings.Replace(line, "to each: ", names+": ", 1), "…", names)
		}
		fmt.Fprintf(b, "    ✉ %s\n", line)
	}
}
