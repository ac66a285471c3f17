package governance

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the expected part of the scenarios and goldens")

// TestScenarios plays testdata/*.txt: a line that begins at the margin is what
// somebody writes, and the indented lines below say what came of it. See
// testdata/scenarios/README.md for the words.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d scenarios: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, file, play(t, string(want)))
		})
	}
}

// golden compares a file with what it should hold, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

// play gives a scenario with its expected part written anew.
func play(t *testing.T, text string) string {
	p := &player{world: newWorld(t, paris), start: time.Date(2026, 1, 1, 0, 0, 0, 0, paris), statutes: DefaultStatutes()}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, " ") {
			continue
		}
		if err := p.line(line); err != nil {
			t.Fatalf("line %d: %s: %v", i+1, line, err)
		}
	}
	checkHistory(t, p.world)
	return p.out.String()
}

// player is a world with its script.
type player struct {
	*world
	out      strings.Builder
	start    time.Time
	statutes Statutes
	founders []Founder
	proofs   map[string]bool // founders whose domain vouches for nothing
}

// line plays one line. What is due before it is told above it.
func (p *player) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	if at, words, err := p.instant(line); err == nil {
		p.found()
		p.ticks(at, false, p.came)
		p.say(line)
		return p.mail(at, words)
	}
	switch word {
	case "", "#":
		p.say(line)
	case "zone", "start", "rule", "members", "newcomer", "away", "unvouched":
		p.say(line)
		return p.setUp(word, rest)
	case "until":
		at, _, err := p.instant(rest)
		p.found()
		p.ticks(at, true, p.came)
		p.say(line)
		return err
	case "down":
		_, rest, _ = strings.Cut(rest, " ")
		at, _, err := p.instant(rest)
		p.found()
		p.now = at
		p.ticks(at, true, p.came)
		p.now = time.Time{}
		p.say(line)
		return err
	case "closings":
		p.say(line)
		p.waiting = rest == "wait"
	case "show":
		p.say(line)
		p.indent(p.table())
	case "who":
		p.say(line)
		p.indent(p.people())
	case "assemblies":
		p.say(line)
		p.indent(p.meetings())
	default:
		return fmt.Errorf("nobody knows the word %q", word)
	}
	return nil
}

func (p *player) say(line string) { p.out.WriteString(line + "\n") }

func (p *player) indent(lines []string) {
	for _, line := range lines {
		p.say("    " + line)
	}
}

// instant reads the local date at the start of a line.
func (p *player) instant(line string) (time.Time, string, error) {
	fields := strings.SplitN(line, " ", 3)
	if len(fields) < 2 {
		return time.Time{}, "", fmt.Errorf("no date")
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05", fields[0]+" "+fields[1], p.s.zone)
	if err != nil {
		at, err = time.ParseInLocation("2006-01-02 15:04", fields[0]+" "+fields[1], p.s.zone)
	}
	return at.UTC(), strings.Join(fields[2:], ""), err
}

func (p *player) setUp(word, rest string) (err error) {
	switch word {
	case "zone":
		p.s.zone, err = time.LoadLocation(rest)
	case "start":
		p.start, _, err = p.instant(rest)
	case "rule":
		key, value, _ := strings.Cut(rest, " = ")
		err = p.statutes.Set(key, value)
	case "members", "away":
		for name := range strings.FieldsSeq(rest) {
			p.founders = append(p.founders, Founder{Name: name, Address: p.address(name), VotesFrom: p.start.UTC(), OnLeave: word == "away"})
		}
	case "newcomer":
		name, date, _ := strings.Cut(rest, " votes from ")
		at, _, badDate := p.instant(date)
		p.founders, err = append(p.founders, Founder{Name: name, Address: p.address(name), VotesFrom: at}), badDate
	case "unvouched":
		p.proofs = map[string]bool{}
		for name := range strings.FieldsSeq(rest) {
			p.proofs[name] = true
		}
	}
	return err
}

// found opens the log, once. That a founder's domain vouches for them is no
// news, but where the scenario is about it.
func (p *player) found() {
	if len(p.log) > 0 {
		return
	}
	p.log = Found(p.s, p.statutes, p.founders, p.start.UTC())
	for i, f := range p.founders {
		if !p.proofs[f.Name] {
			r := Record{Seq: p.s.Seq + 1, At: p.start.UTC(), Event: &Authenticated{i + 1}}
			p.s.Apply(r)
			p.log = append(p.log, r)
		}
	}
}

// came tells what an instant brought.
func (p *player) came(at time.Time, records []Record, letters []Letter) {
	if lines := p.lines(records, letters); len(lines) > 0 {
		p.say("  " + p.when(at))
		p.indent(lines)
	}
}

// lines tell what happened, and who has which letter.
func (p *player) lines(records []Record, letters []Letter) (lines []string) {
	for _, r := range records {
		if line := p.tell(r); line != "" {
			lines = append(lines, line)
		}
	}
	for _, l := range letters {
		lines = append(lines, p.post(l))
	}
	return lines
}

// mail plays "Alice: words", "Alice from a@b: words", "operator: …",
// "bounce of Dave: 5.1.1", and "fault: halted".
func (p *player) mail(at time.Time, line string) error {
	who, words, found := strings.Cut(line, ": ")
	if !found {
		return fmt.Errorf("write a name, a colon and words")
	}
	kind := LetterAnnouncement
	if strings.Contains(who, " with a question to ") {
		kind = LetterGhostPing
	}
	who, owner, forwarded := strings.Cut(strings.Replace(who, " with a question to ", " with a letter of ", 1), " with a letter of ")
	name, from, elsewhere := strings.Cut(who, " from ")
	if !elsewhere {
		from = p.address(name)
	}
	r, err := p.read(at, name, from, words)
	if forwarded {
		r.Answers, r.Authenticated = p.last(p.address(owner), kind, 0).answering(), false
	}
	if member, isBounce := strings.CutPrefix(who, "bounce of "); isBounce {
		r, err = p.bounce(at, member, words)
	}
	switch who {
	case "operator":
		r, err = p.operator(at, words)
	case "fault":
		r, err = Request{Kind: KindFault, Fault: Why(words), At: at}, nil
	}
	if err != nil {
		return err
	}
	p.indent(p.lines(p.step(r)))
	return nil
}

func (p *player) bounce(at time.Time, member, status string) (Request, error) {
	status, forged := strings.CutSuffix(status, " (forged)")
	r := Request{Kind: KindBounce, At: at, Bounces: []Bounce{{p.address(member), status[0] == '5', status}}}
	if forged {
		return r, nil
	}
	l := p.last(p.address(member), "", 0)
	if l == nil {
		return r, fmt.Errorf("%s has no letter", member)
	}
	r.Answers = l.answering()
	return r, nil
}

// operator reads "add Erin, reason", "import Erin Fred, reason", "remove Erin,
// reason", "address of Erin is x@y, reason" and "resume, reason".
func (p *player) operator(at time.Time, words string) (Request, error) {
	command, reason, _ := strings.Cut(words, ", ")
	r := Request{Kind: KindIntervention, At: at, Reason: reason}
	verb, name, _ := strings.Cut(command, " ")
	switch verb {
	case "add":
		r.Verb, r.Name = VerbAddMember, name
	case "import":
		r.Verb = VerbImport
		for each := range strings.FieldsSeq(name) {
			r.People = append(r.People, Person{each, p.address(each)})
		}
		return r, nil
	case "remove":
		r.Verb = VerbDropMember
	case "resume":
		r.Verb = VerbResume
	case "address":
		name, r.Argument, _ = strings.Cut(strings.TrimPrefix(name, "of "), " is ")
		r.Verb = VerbSetAddress
	default:
		return r, fmt.Errorf("no operator can %q", verb)
	}
	r.From = p.address(name)
	return r, nil
}
