package sandbox

import (
	"context"
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// history is how many days before the present the association was founded, and
// reviewed how many before it ghosts were last looked for.
const (
	history  = 45
	reviewed = 2
)

//go:embed story
var stories embed.FS

// told is one mail of the history.
type told struct {
	at      time.Time
	user    string
	answers string // words of the subject of the letter that it answers
	draft   Draft
}

// tell has the history happen: each mail is written at its instant.
func (s *Sandbox) tell(ctx context.Context, now time.Time) error {
	file := "story/" + s.cfg.Organisation.Locale + ".txt"
	text, err := stories.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	story, err := readStory(string(text), now.In(s.cfg.Zone()))
	if err != nil {
		return fmt.Errorf("read the history: %s: %w", file, err)
	}
	for _, m := range story {
		if err := s.advance(ctx, m.at); err != nil {
			return err
		}
		if m.answers != "" {
			letter, err := named(s.boxes, m.user).latest(m.answers)
			if err != nil {
				return fmt.Errorf("tell the history: %s: %w", file, err)
			}
			m.draft.Answers = letter.Number
		}
		if err := s.Write(ctx, m.user, m.draft); err != nil {
			return fmt.Errorf("tell the history: %s: %w", file, err)
		}
	}
	return nil
}

// readStory reads a history: a line at the margin says how many days before the
// present, the local hour, who writes, and what about, or after an arrow which
// letter is answered; below it, indented, are the words, in which {+14} is the
// date in fourteen days.
func readStory(text string, now time.Time) (story []told, err error) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\n")
		words, indented := strings.CutPrefix(line, "    ")
		switch {
		case line == "" && len(story) > 0:
			story[len(story)-1].draft.Text += "\n"
		case line == "" || line[0] == '#':
		case indented && len(story) > 0:
			story[len(story)-1].draft.Text += dated(words, now) + "\n"
		default:
			m, err := readTold(line, now)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			story = append(story, m)
		}
	}
	return story, nil
}

// readTold reads a line at the margin: "-40 18:30 alice: [ORDINAIRE] Repeindre",
// or "-40 19:10 bob ↩ #1".
func readTold(line string, now time.Time) (m told, err error) {
	day, rest, _ := strings.Cut(line, " ")
	clock, rest, _ := strings.Cut(rest, " ")
	before, err := strconv.Atoi(day)
	if err != nil {
		return m, err
	}
	hour, err := time.Parse("15:04", clock)
	if err != nil {
		return m, err
	}
	m.at = time.Date(now.Year(), now.Month(), now.Day()+before, hour.Hour(), hour.Minute(), 0, 0, now.Location())
	m.draft.To = list
	var found bool
	if m.user, m.answers, found = strings.Cut(rest, " ↩ "); found {
		m.draft.To = ""
	} else if m.user, m.draft.Subject, found = strings.Cut(rest, ": "); !found {
		return m, fmt.Errorf("%q says neither a subject nor what is answered", line)
	}
	m.draft.Subject = dated(m.draft.Subject, now)
	return m, nil
}

// dated writes the dates of a line.
func dated(line string, now time.Time) string {
	before, rest, found := strings.Cut(line, "{+")
	if !found {
		return line
	}
	days, after, _ := strings.Cut(rest, "}")
	n, err := strconv.Atoi(days)
	if err != nil {
		return line
	}
	return before + now.AddDate(0, 0, n).Format("02/01/2006") + after
}
