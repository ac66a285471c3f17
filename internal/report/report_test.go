package report

import (
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	g "toutdoux/internal/governance"
)

func day(n int) time.Time { return time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// year is an association founded on day 0, one thing a day or two.
func year() *g.State {
	s := g.New(time.UTC)
	s.Founded = day(0)
	s.Members = []*g.Member{
		{ID: 1, Joined: day(0)}, {ID: 2, Joined: day(0)}, {ID: 3, Joined: day(0), Departed: day(30)}, {ID: 4, Joined: day(20)},
		{ID: 5, Joined: day(10)}, // on the instant at which the report begins
		{ID: 6, Joined: day(60)},
	}
	extra := func(n, by, opened, closed int, state g.ActionState, how g.How, final g.Tally) *g.Action {
		return &g.Action{Number: n, Type: g.Extraordinary, Proposer: by, OpenedAt: day(opened), ClosedAt: day(closed), State: state, How: how, Final: final}
	}
	s.Actions = []*g.Action{
		extra(1, 1, 1, 10, g.Adopted, g.ByMajority, g.Tally{For: 3, Electorate: 4}), // before
		extra(2, 1, 5, 25, g.Adopted, g.BySilence, g.Tally{For: 1, Blank: 1, Electorate: 4}),
		extra(3, 2, 12, 22, g.Rejected, "", g.Tally{Against: 3, Electorate: 4}),
		extra(4, 2, 12, 13, g.Retracted, "", g.Tally{For: 1, Electorate: 4}),
		{Number: 5, Type: g.Ordinary, Proposer: 4, OpenedAt: day(21), ClosedAt: day(31), State: g.Settled},
		{Number: 6, Type: g.Ordinary, Proposer: 4, OpenedAt: day(40), State: g.Open},
		extra(7, 1, 45, 55, g.Adopted, g.ByMajority, g.Tally{For: 4, Electorate: 4}), // not yet
		{Number: 8, Type: g.Ordinary, Proposer: 1, OpenedAt: day(51), State: g.Open}, // after
	}
	s.Roles = []*g.Role{{Name: "technical", Person: 1, Since: day(1), Ended: day(9)}, {Name: "financial", Person: 2, Since: day(1), Ended: day(12)}}
	s.Mandates = []*g.Mandate{
		{Number: 1, Since: day(10)}, {Number: 2, Since: day(25), Confidential: true}, {Number: 7, Since: day(55)},
	}
	return s
}

// A report holds what happened after its beginning, until its end included.
func TestOf(t *testing.T) {
	r := Of(year(), day(10), day(50))
	numbers := func(actions []*g.Action) []int {
		var list []int
		for _, a := range actions {
			list = append(list, a.Number)
		}
		return list
	}
	var mandates []int
	for _, m := range r.Mandates {
		mandates = append(mandates, m.Number)
	}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"opened", numbers(r.Opened), []int{3, 4, 5, 6, 7}},
		{"decided, as they were", numbers(r.Decided), []int{4, 3, 2, 5}},
		{"voted", numbers(r.Voted), []int{3, 2}},
		{"open at the end", numbers(r.Open), []int{6, 7}},
		{"to do, of any time", numbers(r.ToDo), []int{1, 2}},
		{"answers", []int{r.Answers, r.Asked}, []int{5, 8}},
		{"members", []int{r.Before, r.Members}, []int{4, 4}},
		{"joined", r.Joined, []int{4}},
		{"left", r.Left, []int{3}},
		{"active", r.Active, []Share{{2, 2}, {4, 2}, {1, 1}}},
		{"roles", []int{len(r.Roles), r.Roles[0].Person}, []int{1, 2}},
		{"mandates", mandates, []int{1}},
		{"outcomes", r.Outcomes(), []Outcome{{g.Adopted, g.BySilence, 0, 1}, {g.Rejected, "", 0, 1}, {g.Settled, "", 1, 0}, {g.Retracted, "", 0, 1}}},
		{"first", r.First, false},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
	if founding := Of(year(), day(0), day(10)); !founding.First || founding.Before != 3 {
		t.Errorf("since the founding: first is %t, with %d members", founding.First, founding.Before)
	}
}

func TestTop(t *testing.T) {
	r := &Report{Active: []Share{{1, 5}, {2, 3}, {3, 1}, {4, 1}}}
	if most, actions := r.Top(); len(most) != 3 || actions != 9 {
		t.Errorf("%v proposed %d actions", most, actions)
	}
	for _, c := range []struct{ part, whole, want int }{{0, 0, 0}, {1, 3, 33}, {2, 3, 67}, {1, 200, 1}, {7, 7, 100}} {
		if got := Percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %d %%", c.part, c.whole, got)
		}
	}
}

// A plot is well-formed, says in words what it shows, and what it shows fits.
func TestSVG(t *testing.T) {
	label := strings.Repeat("<é>", 30)
	c := Chart{Title: "Réponses & cie", Legend: []string{"pour", "contre"}, Whole: true, Bars: []Bar{
		{Label: label, Value: "3/5", Parts: []int{3, 2}, Says: "#1 : 3 pour"}, {Label: "#2", Value: "0/0", Parts: []int{0, 0}, Says: "#2 : rien"},
	}}
	var title, description, shown string
	d := xml.NewDecoder(strings.NewReader(c.SVG("turnout-1")))
	for within := ""; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			within = x.Name.Local
		case xml.CharData:
			switch within {
			case "title":
				title = string(x)
			case "desc":
				description = string(x)
			default:
				shown += string(x) + "\n"
			}
		}
	}
	if title != "Réponses & cie" || description != "#1 : 3 pour; #2 : rien" {
		t.Errorf("it says %q, %q", title, description)
	}
	if want := "pour\ncontre\n" + label[:len("<é>")*13] + "<é…\n3/5\n3\n2\n#2\n0/0\n"; shown != want {
		t.Errorf("it shows %q, not %q", shown, want)
	}
	if (&Chart{}).SVG("none") == "" {
		t.Error("no plot of nothing")
	}
}
