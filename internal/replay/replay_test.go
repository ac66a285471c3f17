package replay_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/replay"
)

const settings = `
[organisation]
name = "Picasoft"
timezone = "Europe/Paris"
[list]
address = "tdc@asso.test"
owner = "contact@asso.test"
recipient_delimiter = "+"
[trust]
authserv_id = "mx.asso.test"
`

var start = time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)

func parse(t testing.TB) *config.Config {
	t.Helper()
	cfg, err := config.Parse("toutdoux.toml", []byte(settings))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// voters are members with the right to vote since long.
func voters(n int) []governance.Founder {
	var members []governance.Founder
	for i := range n {
		members = append(members, governance.Founder{
			Name: fmt.Sprintf("Member %d", i+1), Address: fmt.Sprintf("m%d@home.test", i+1), VotesFrom: start.AddDate(-1, 0, 0),
		})
	}
	return members
}

// mail is a mail that its sender's domain vouches for.
func mail(number, member int, at time.Time, subject, body string) replay.Mail {
	return replay.Mail{At: at, Raw: mailtest.Mail{
		From: fmt.Sprintf("m%d@home.test", member), To: "tdc@asso.test", Subject: subject,
		ID: fmt.Sprintf("<%d@home.test>", number), Date: at, Body: body,
		Header: []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=home.test"},
	}.Bytes()}
}

// year is a mailbox in which a bit of everything happens.
func year() []replay.Mail {
	var mails []replay.Mail
	at := start
	add := func(after time.Duration, member int, subject, body string) {
		at = at.Add(after)
		mails = append(mails, mail(len(mails), member, at, subject, body))
	}
	add(0, 1, "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n")
	add(time.Hour, 2, "Re: #1", "Contre, trop cher.\n")
	add(time.Minute, 3, "Re: #1", "Pour.\n")
	add(0, 4, "Re: #1", "Pour ma part je trouve ça bien.\n")
	add(time.Minute, 2, "NOM Bérénice", "")
	add(time.Second, 2, "Re: #1", "Blanc, finalement.\n")
	add(day, 9, "INSCRIPTION", "")
	add(time.Minute, 9, "Re: #1", "Contre.\n")
	add(0, 5, "VACANCES jusqu'au 20/02/2026", "")
	add(time.Minute, 3, "[ORDINAIRE] Peindre le local", "En bleu.\n")
	add(time.Minute, 4, "Re: #2", "Pause, on en parle ?\n")
	add(time.Minute, 3, "ADRESSE trois@home.test", "")
	add(time.Minute, 1, "Re: #2", "Contre.\n")
	add(8*day, 4, "Re: #1", "Contre.\n")
	add(2*day, 6, "Re: #1", "Contre.\n")
	add(0, 6, "DÉPART", "")
	add(time.Minute, 1, "FAIT #1 : c'est payé", "")
	add(30*day, 5, "[EXTRA] Encore", "Coût : 60 €\n")
	for i := range 6 {
		add(time.Minute, i+1, "Re: #3", "Pour.\n")
	}
	return mails
}

const day = 24 * time.Hour

func run(t *testing.T, mails []replay.Mail, letter func(int, compose.Mail) error) string {
	t.Helper()
	report, err := replay.Run(t.Context(), replay.Past{
		Config: parse(t), Members: voters(6), Mails: mails, Until: start.AddDate(0, 3, 0), Letter: letter,
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The same mails give the same bytes, in whatever order they stand in the
// mailbox, and whether or not the letters are written.
func TestSameMailsSameBytes(t *testing.T) {
	want := run(t, year(), nil)
	if again := run(t, year(), nil); again != want {
		t.Error(cmp.Diff(want, again))
	}
	shuffled := year()
	chance := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		chance.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := run(t, slices.Clone(shuffled), nil); got != want {
			t.Errorf("a shuffled mailbox: %s", cmp.Diff(want, got))
		}
	}
	var letters [][]byte
	written := run(t, year(), func(n int, m compose.Mail) error {
		if letters = append(letters, m.Raw); len(letters) != n {
			t.Errorf("letter %d comes as the %dth", n, len(letters))
		}
		return nil
	})
	if written != want {
		t.Errorf("when the letters are written: %s", cmp.Diff(want, written))
	}
	if rows := strings.Count(want, `"kind":`); rows != len(letters) || rows < 40 {
		t.Errorf("%d letters are listed, %d written", rows, len(letters))
	}
}

// What the mailbox of a year comes to.
func TestYear(t *testing.T) {
	report, err := replay.Run(t.Context(), replay.Past{Config: parse(t), Members: voters(6), Mails: year(), Until: start.AddDate(0, 3, 0)})
	if err != nil {
		t.Fatal(err)
	}
	var ends []string
	for _, a := range report.Actions {
		ends = append(ends, fmt.Sprintf("#%d %s %s %d/%d/%d of %d", a.Number, a.State, a.How, a.For, a.Blank, a.Against, a.Electorate))
	}
	want := []string{"#1 adopted silence 1/1/1 of 5", "#2 settled  0/0/1 of 5", "#3 adopted majority 3/0/0 of 6"}
	if diff := cmp.Diff(want, ends); diff != "" {
		t.Error(diff)
	}
	if !report.Actions[0].ClosedAt.Equal(*report.Actions[0].Deadline) || report.At != start.AddDate(0, 3, 0) {
		t.Errorf("it ends at %v, closed at %v", report.At, report.Actions[0].ClosedAt)
	}
	var whys []string
	for _, r := range report.Refused {
		whys = append(whys, string(r.Why))
	}
	if diff := cmp.Diff([]string{"not_yet", "closed"}, whys[:min(2, len(whys))]); diff != "" {
		t.Errorf("%s in %v", diff, whys)
	}
}

// A deadline counts the mails of its very instant, and none of the next second,
// wherever they stand among the mails that come in together.
func TestMailsAtTheDeadline(t *testing.T) {
	deadline := start.AddDate(0, 0, 10)
	for _, before := range []int{0, 1, 150, 196, 197, 198, 199, 200, 450} {
		mails := []replay.Mail{mail(0, 1, start, "[EXTRA] Adhérer", "Coût : 60 €\n")}
		for i := range before {
			mails = append(mails, mail(i+1, 6, deadline.Add(time.Duration(i-before-1)*time.Second), "Re: #1", "Blanc.\n"))
		}
		for i := range 4 {
			mails = append(mails, mail(1000+i, i+1, deadline, "Re: #1", "Contre.\n"))
		}
		mails = append(mails, mail(2000, 5, deadline.Add(time.Second), "Re: #1", "Contre.\n"))
		report, err := replay.Run(t.Context(), replay.Past{Config: parse(t), Members: voters(6), Mails: mails, Until: deadline.Add(day)})
		if err != nil {
			t.Fatal(err)
		}
		if a := report.Actions[0]; a.State != "rejected" || a.Against != 4 || a.Blank != min(before, 1) {
			t.Errorf("behind %d mails: %s, %d against, %d blank", before, a.State, a.Against, a.Blank)
		}
	}
}

// Timers run up to the last instant, that one included, and no further.
func TestUntil(t *testing.T) {
	mails := []replay.Mail{mail(0, 1, start, "[EXTRA] Adhérer", "Coût : 60 €\n"), mail(1, 2, start.AddDate(0, 1, 0), "Re: #1", "Contre.\n")}
	for until, want := range map[time.Time]string{
		start.AddDate(0, 0, 10): "adopted", start.AddDate(0, 0, 10).Add(-time.Second): "open",
	} {
		report, err := replay.Run(t.Context(), replay.Past{Config: parse(t), Members: voters(6), Mails: mails, Until: until})
		if err != nil {
			t.Fatal(err)
		}
		if a := report.Actions[0]; string(a.State) != want || len(a.Ballots) > 0 {
			t.Errorf("until %v it is %s with %d ballots, want %s", until, a.State, len(a.Ballots), want)
		}
	}
	if _, err := replay.Run(t.Context(), replay.Past{Config: parse(t), Members: voters(6), Until: start}); err != nil {
		t.Errorf("an empty mailbox: %v", err)
	}
}

// A letter's proof works in a replay: what its key is does not change.
func TestAnswersToLetters(t *testing.T) {
	mails := []replay.Mail{mail(0, 1, start, "[EXTRA] Adhérer", "Coût : 60 €\n")}
	var to2 string
	run(t, mails, func(_ int, m compose.Mail) error {
		if m.To == "m2@home.test" && to2 == "" {
			to2 = m.MessageID
		}
		return nil
	})
	mails = append(mails, replay.Mail{At: start.Add(time.Second), Raw: mailtest.Mail{
		From: "m2@home.test", To: "tdc@asso.test", Subject: "Re: Adhérer", ID: "<x@home.test>", Body: "Contre.\n", Header: []string{"In-Reply-To: " + to2},
	}.Bytes()})
	if got := run(t, mails, nil); !strings.Contains(got, `"against": 1`) {
		t.Errorf("an answer that carries the proof is not counted: %s", got)
	}
}

// BenchmarkVotes replays 100 000 votes of 30 members on 200 actions.
func BenchmarkVotes(b *testing.B) {
	const actions, votes = 200, 500
	var mails []replay.Mail
	words := []string{"Blanc.\n", "Contre, car c'est trop.\n", "Blanc, je ne sais pas.\n"}
	at := start
	for a := range actions {
		mails = append(mails, mail(len(mails), 1, at, "[EXTRA] Adhérer", "Coût : 60 €\n\nOn y va ?\n"))
		for v := range votes {
			at = at.Add(2 * time.Minute)
			mails = append(mails, mail(len(mails), v%30+1, at, fmt.Sprintf("Re: #%d", a+1), words[v%len(words)]))
		}
	}
	for b.Loop() {
		report, err := replay.Run(b.Context(), replay.Past{Config: parse(b), Members: voters(30), Mails: mails, Until: at.AddDate(0, 1, 0)})
		if err != nil {
			b.Fatal(err)
		}
		if n := len(report.Actions[actions-1].Ballots); n != votes || len(report.Refused) > 0 {
			b.Fatalf("%d ballots, %d refused", n, len(report.Refused))
		}
	}
}

// A mailbox of which most is refused ends too, and lists all of it.
func TestManyRefusals(t *testing.T) {
	var mails []replay.Mail
	for n := range 2000 {
		mails = append(mails, mail(n, 100+n, start.Add(time.Duration(n)*time.Minute), "Bonjour", "Je ne suis pas membre.\n"))
	}
	report, err := replay.Run(t.Context(), replay.Past{Config: parse(t), Members: voters(2), Mails: mails, Until: start.AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Refused) != len(mails) {
		t.Errorf("%d mails listed as refused, want %d", len(report.Refused), len(mails))
	}
}
