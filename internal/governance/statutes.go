package governance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Statutes are the numbers of rules.md. Their keys, text forms and defaults
// stand in one table, [StatuteKeys].
type Statutes struct {
	VotingDelay Delay

	OrdinaryWindow, OrdinaryPause Delay
	OrdinaryStop                  Share
	CostLimit                     Cents

	ExtraordinaryWindow, ExtraordinaryEarliest Delay
	ExtraordinaryAdopt, ExtraordinaryReject    Share

	Reminders []Delay // before the deadline, the longest first

	GhostReview                           []YearDay
	GhostSilence, GhostNotice, GhostGrace Delay
	Concerns                              bool
	Digest                                Weekly

	AssemblyEvery, AssemblyNotice, AssemblyAgenda, RotationEvery Delay
}

// Amendment is the action that gave a statute its value, and when.
type Amendment struct {
	Action int       `json:"action"`
	At     time.Time `json:"at"`
}

// statute is one key of the statutes.
type statute struct {
	key, standard string // standard is the default of rules.md
	set           func(*Statutes, string) error
	get           func(*Statutes) string
}

// statutes is the table of rules.md, in its order.
var statutes = []statute{
	field("voting_delay", "10 days", ParseDelay, func(s *Statutes) *Delay { return &s.VotingDelay }),
	field("ordinary.window", "10 days", ParseDelay, func(s *Statutes) *Delay { return &s.OrdinaryWindow }),
	field("ordinary.pause", "10 days", ParseDelay, func(s *Statutes) *Delay { return &s.OrdinaryPause }),
	field("ordinary.stop", "> 50%", ParseShare, func(s *Statutes) *Share { return &s.OrdinaryStop }),
	field("ordinary.cost_limit", "50.00 EUR", ParseCents, func(s *Statutes) *Cents { return &s.CostLimit }),
	field("extraordinary.window", "10 days", ParseDelay, func(s *Statutes) *Delay { return &s.ExtraordinaryWindow }),
	field("extraordinary.adopt", ">= 50%", ParseShare, func(s *Statutes) *Share { return &s.ExtraordinaryAdopt }),
	field("extraordinary.earliest", "0 hours", ParseDelay, func(s *Statutes) *Delay { return &s.ExtraordinaryEarliest }),
	field("extraordinary.reject", "> 50%", ParseShare, func(s *Statutes) *Share { return &s.ExtraordinaryReject }),
	field("reminders", "3 days, 1 day", parseDelays, func(s *Statutes) *delays { return (*delays)(&s.Reminders) }),
	field("ghost.review", "31 January, 30 June", parseYearDays, func(s *Statutes) *yearDays { return (*yearDays)(&s.GhostReview) }),
	field("ghost.silence", "6 months", ParseDelay, func(s *Statutes) *Delay { return &s.GhostSilence }),
	field("ghost.notice", "7 days", ParseDelay, func(s *Statutes) *Delay { return &s.GhostNotice }),
	field("ghost.grace", "15 days", ParseDelay, func(s *Statutes) *Delay { return &s.GhostGrace }),
	field("concerns", "yes", parseYes, func(s *Statutes) *yes { return (*yes)(&s.Concerns) }),
	field("digest", "Monday 08:00", ParseWeekly, func(s *Statutes) *Weekly { return &s.Digest }),
	field("assembly.every", "6 months", ParseDelay, func(s *Statutes) *Delay { return &s.AssemblyEvery }),
	field("assembly.notice", "15 days", ParseDelay, func(s *Statutes) *Delay { return &s.AssemblyNotice }),
	field("assembly.agenda", "7 days", ParseDelay, func(s *Statutes) *Delay { return &s.AssemblyAgenda }),
	field("rotation.every", "12 months", ParseDelay, func(s *Statutes) *Delay { return &s.RotationEvery }),
}

func field[T fmt.Stringer](key, standard string, parse func(string) (T, error), at func(*Statutes) *T) statute {
	set := func(s *Statutes, text string) error {
		value, err := parse(text)
		if err == nil {
			*at(s) = value
		}
		return err
	}
	return statute{key, standard, set, func(s *Statutes) string { return (*at(s)).String() }}
}

// StatuteKeys are the keys of the statutes, in the order of rules.md.
func StatuteKeys() []string {
	keys := make([]string, len(statutes))
	for i, k := range statutes {
		keys[i] = k.key
	}
	return keys
}

// DefaultStatutes are those of rules.md.
func DefaultStatutes() Statutes {
	var s Statutes
	for _, k := range statutes {
		if err := k.set(&s, k.standard); err != nil {
			panic("governance: default of " + k.key + ": " + err.Error())
		}
	}
	return s
}

// ErrNoSuchStatute is returned by Set for a key that rules.md does not have.
var ErrNoSuchStatute = errors.New("no such statute")

// Set changes one number, given as the configuration gives it.
func (s *Statutes) Set(key, text string) error {
	_, err := s.set(key, text)
	return err
}

// set is Set that also tells whether the text could be read: then it is the
// value that cannot stand.
func (s *Statutes) set(key, text string) (read bool, err error) {
	for _, k := range statutes {
		if k.key == key {
			if err := k.set(s, text); err != nil {
				return false, err
			}
			return true, s.check()
		}
	}
	return false, fmt.Errorf("set %q: %w", key, ErrNoSuchStatute)
}

// The longest that decisions may take, and the longest of all delays, in days:
// beyond, nobody living could undo what was decided.
const (
	longestWindow = 366
	longestDelay  = 3660
)

// check refuses windows of no length, since an action would close as it opens,
// and delays that would keep anything from being decided again.
func (s *Statutes) check() error {
	if s.OrdinaryWindow.IsZero() || s.ExtraordinaryWindow.IsZero() {
		return errors.New("a window of no length would close every action as it opens: give it at least an hour")
	}
	for _, d := range []Delay{s.OrdinaryWindow, s.OrdinaryPause, s.ExtraordinaryWindow, s.ExtraordinaryEarliest} {
		if d.days() > longestWindow {
			return fmt.Errorf("%s is longer than a year: nothing would be decided any more", d)
		}
	}
	for _, d := range slices.Concat(s.Reminders, []Delay{
		s.VotingDelay, s.GhostSilence, s.GhostNotice, s.GhostGrace, s.AssemblyEvery, s.AssemblyNotice, s.AssemblyAgenda, s.RotationEvery,
	}) {
		if d.days() > longestDelay {
			return fmt.Errorf("%s is longer than ten years", d)
		}
	}
	return nil
}

// Get is one number in its text form, "" for a key that rules.md does not have.
func (s *Statutes) Get(key string) string {
	for _, k := range statutes {
		if k.key == key {
			return k.get(s)
		}
	}
	return ""
}

// Differ lists the keys in which two statutes differ.
func (s *Statutes) Differ(other *Statutes) []string {
	var keys []string
	for _, k := range statutes {
		if k.get(s) != k.get(other) {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// MarshalJSON writes an object of key and text, in the table's order.
func (s Statutes) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, k := range statutes {
		b.WriteByte("{,"[min(i, 1)])
		fmt.Fprintf(&b, "%q:", k.key)
		text, err := plain(k.get(&s))
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON writes; a missing key has its default.
func (s *Statutes) UnmarshalJSON(raw []byte) error {
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return err
	}
	*s = DefaultStatutes()
	for key, text := range texts {
		if err := s.Set(key, text); err != nil {
			return err
		}
	}
	return nil
}

// Cents is an amount of money in hundredths of a euro.
type Cents int64

// ParseCents reads "50.00 EUR", "60 €", "1 200,50".
func ParseCents(text string) (Cents, error) {
	bad := fmt.Errorf("read amount %q: write it as in \"50.00 EUR\"", text)
	clean := strings.NewReplacer("EUR", "", "€", "", " ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(strings.ToUpper(text))
	whole, decimals, _ := strings.Cut(clean, ".")
	if len(decimals) > 2 || whole == "" || len(whole) > 12 {
		return 0, bad
	}
	n, err := strconv.ParseUint(whole+(decimals + "00")[:2], 10, 62)
	if err != nil {
		return 0, bad
	}
	return Cents(n), nil
}

// String gives the amount as ParseCents reads it.
func (c Cents) String() string { return fmt.Sprintf("%d.%02d EUR", c/100, c%100) }

// Weekly is an hour of a day of the week, in the association's time zone.
type Weekly struct {
	Day          time.Weekday
	Hour, Minute int
}

// weekdays are the days of the week in French.
var weekdays = []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

// ParseWeekly reads "Monday 08:00", "lundi 8 h", "lundi à 8h30".
func ParseWeekly(text string) (Weekly, error) {
	day, clock, _ := strings.Cut(plainName(text), " ")
	clock = strings.TrimPrefix(strings.TrimPrefix(clock, "a "), "at ")
	clock = strings.ReplaceAll(strings.ReplaceAll(clock, " ", ""), "h", ":")
	if strings.HasSuffix(clock, ":") {
		clock += "00"
	}
	at, err := time.Parse("15:04", clock)
	for d := time.Sunday; err == nil && d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), day) || weekdays[d] == day {
			return Weekly{d, at.Hour(), at.Minute()}, nil
		}
	}
	return Weekly{}, fmt.Errorf("read hour of the week %q: write it as in \"Monday 08:00\"", text)
}

// String gives the hour as ParseWeekly reads it.
func (w Weekly) String() string { return fmt.Sprintf("%s %02d:%02d", w.Day, w.Hour, w.Minute) }

// YearDay is a day of every year.
type YearDay struct {
	Month time.Month
	Day   int
}

// frenchMonths are the months in French, as plainName leaves them.
var frenchMonths = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// parseYearDay reads "31 January", "31 janvier", "1er juillet".
func parseYearDay(text string) (YearDay, error) {
	number, month, _ := strings.Cut(plainName(text), " ")
	number = strings.TrimSuffix(number, "er")
	if i := slices.Index(frenchMonths, month); i >= 0 {
		month = time.Month(i + 1).String()
	}
	at, err := time.Parse("2 January", number+" "+month)
	if err != nil {
		return YearDay{}, fmt.Errorf("read day %q: write it as in \"31 January\"", text)
	}
	return YearDay{at.Month(), at.Day()}, nil
}

// String gives the day as the statutes write it: "31 January".
func (d YearDay) String() string { return fmt.Sprintf("%d %s", d.Day, d.Month) }

type (
	delays   []Delay
	yearDays []YearDay
	yes      bool
)

func (d delays) String() string   { return joined(d) }
func (d yearDays) String() string { return joined(d) }
func (y yes) String() string      { return map[yes]string{true: "yes", false: "no"}[y] }

func joined[T fmt.Stringer](list []T) string {
	texts := make([]string, len(list))
	for i, each := range list {
		texts[i] = each.String()
	}
	return strings.Join(texts, ", ")
}

func parseDelays(text string) (delays, error) {
	var list delays
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		d, err := ParseDelay(part)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

func parseYearDays(text string) (yearDays, error) {
	var list yearDays
	for part := range strings.SplitSeq(text, ",") {
		day, err := parseYearDay(part)
		if err != nil {
			return nil, err
		}
		list = append(list, day)
	}
	return list, nil
}

func parseYes(text string) (yes, error) {
	words := []string{"no", "non", "false", "yes", "oui", "true"}
	i := slices.Index(words, strings.ToLower(strings.TrimSpace(text)))
	if i < 0 {
		return false, fmt.Errorf("read %q: write yes or no", text)
	}
	return i >= 3, nil
}
