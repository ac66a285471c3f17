package compose

import (
	"cmp"
	"fmt"
	html "html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/report"
)

// Report is what the letter with an agenda says of the time since the report
// before. All its copies share one, so that it is counted, written and drawn
// once.
type Report struct {
	once sync.Once
	text string // in the markup of letters
	page string
	err  error
}

// report readies what a letter reports, nothing for most letters.
func (c *Composer) report(o *Order) error {
	if _, is := o.Event.Event.(*governance.AgendaClosed); !is {
		return nil
	}
	if o.Report == nil {
		o.Report = new(Report)
	}
	r := o.Report
	r.once.Do(func() { r.err = r.write(c.view(*o), o.State.LastReport(o.Event.At), o.Event.At) })
	return r.err
}

func (r *Report) write(v *view, since, until time.Time) (err error) {
	b := v.balance(since, until, false)
	if r.text, err = b.say("report", b); err != nil {
		return err
	}
	whole, err := v.sheet(since, until)
	if err == nil {
		r.page, err = v.c.page(whole)
	}
	return err
}

// Report is what the letter reports, "" where it does not: the same for all.
func (v *view) Report() string {
	if v.o.Report == nil {
		return ""
	}
	return v.o.Report.text
}

// reportFile is the page of the report that the letter gives.
func (v *view) reportFile() []File {
	if v.o.Report == nil || v.o.Report.page == "" {
		return nil
	}
	return []File{{File: governance.File{Name: v.c.tongue.report, Media: "text/html"}, Charset: "utf-8", Content: []byte(v.o.Report.page)}}
}

// balance is the report on some time, for nobody in particular.
func (v *view) balance(since, until time.Time, whole bool) *balance {
	all := *v
	all.o.To, all.o.Proof = Recipient{}, ""
	return &balance{r: report.Of(v.o.State, since, until), v: &all, whole: whole}
}

// say writes one part of a report, in the markup of letters.
func (b *balance) say(part string, about any) (string, error) {
	file := b.v.c.library.letters[governance.LetterAssembly]
	t := file.Lookup(part)
	if t == nil {
		return "", fmt.Errorf("find template: %s has no block %q", file.Name(), part)
	}
	var out strings.Builder
	err := t.Execute(&out, about)
	return out.String(), err
}

// Account writes the report on some time for nobody in particular: as text, and
// as a page that needs nothing from elsewhere, to be read on a screen, printed,
// or made a PDF.
func (c *Composer) Account(s *governance.State, since, until time.Time) (text, page string, err error) {
	sheet, err := c.view(Order{State: s}).sheet(since, until)
	if err == nil {
		page, err = c.page(sheet)
	}
	if err != nil {
		return "", "", fmt.Errorf("write report: %w", err)
	}
	return wrap(sheet.Title, "", "") + "\n\n" + renderText(sheet.Blocks, "") + "\n", page, nil
}

// sheet is what the layout of a report's page shows.
type sheet struct {
	Lang, Title string
	Blocks      []block
	Plots       map[string][]html.HTML
	Foot        string
}

// sheet writes the whole report. Its dates bear their year: it may be kept for
// long.
func (v *view) sheet(since, until time.Time) (*sheet, error) {
	dated := *v
	dated.o.Date = time.Time{}
	b := dated.balance(since, until, true)
	text, err := b.say("report", b)
	line := func(part string, about any) string {
		words, failed := b.say(part, about)
		err = cmp.Or(err, failed)
		return strings.TrimSpace(plain(words))
	}
	s := &sheet{
		Lang: v.c.house.Locale, Title: line("report_title", b), Foot: line("report_foot", b), Blocks: parseBlocks(text),
		Plots: map[string][]html.HTML{"turnout": b.turnout(line), "outcomes": b.outcomes(line)},
	}
	return s, err
}

// page lays the whole report out.
func (c *Composer) page(s *sheet) (string, error) {
	var out strings.Builder
	err := c.library.page.Execute(&out, s)
	return out.String(), err
}

// figureBars is how many bars a figure has at most, so that it stands on one
// sheet of paper.
const figureBars = 15

// figures draws a chart, in parts where it is long. What they draw was escaped.
func figures(c report.Chart, name string) []html.HTML {
	var list []html.HTML
	for bars := range slices.Chunk(c.Bars, figureBars) {
		part := c
		part.Bars = bars
		list = append(list, html.HTML(part.SVG(fmt.Sprintf("%s-%d", name, len(list)+1))))
	}
	return list
}

// turnout draws the answers to each action that people voted on.
func (b *balance) turnout(line func(string, any) string) []html.HTML {
	t := b.v.c.tongue
	c := report.Chart{Title: line("turnout_title", b), Whole: true, Legend: []string{
		t.counts[governance.For][1], t.counts[governance.Blank][1], t.counts[governance.Against][1], t.silent,
	}}
	for i, a := range b.Polls() {
		f := b.r.Voted[i].Final
		c.Bars = append(c.Bars, report.Bar{
			Label: plain(fmt.Sprintf("#%d %s", a.Number(), a.Title())), Parts: []int{f.For, f.Blank, f.Against, f.Silent()},
			Value: fmt.Sprintf("%d/%d", f.Electorate-f.Silent(), f.Electorate), Says: line("turnout_bar", a),
		})
	}
	return figures(c, "turnout")
}

// outcomes draws how many actions had each outcome.
func (b *balance) outcomes(line func(string, any) string) []html.HTML {
	c := report.Chart{Title: line("outcomes_title", b), Legend: []string{line("ordinary", b), line("extraordinary", b)}}
	for _, w := range b.Ways() {
		c.Bars = append(c.Bars, report.Bar{
			Label: line("way", w), Parts: []int{w.Count - w.Extra, w.Extra}, Value: fmt.Sprint(w.Count), Says: line("outcomes_bar", w),
		})
	}
	return figures(c, "outcomes")
}
