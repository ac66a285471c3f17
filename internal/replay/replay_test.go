package replay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// BenchmarkVotes replays an action on which 30 members vote again and again.
func BenchmarkVotes(b *testing.B) {
	const votes = 100_000
	mails := []replay.Mail{mail(0, 1, start, "[EXTRA] Adhérer", "Coût : 60 €\n\nOn y va ?\n")}
	words := []string{"Blanc.\n", "Contre, car c'est trop.\n", "Blanc, je ne sais pas.\n"}
	for i := range votes {
		mails = append(mails, mail(i+1, i%30+1, start.Add(time.Duration(i+1)*5*time.Second), "Re: #1", words[i%len(words)]))
	}
	for b.Loop() {
		report, err := replay.Run(b.Context(), replay.Past{Config: parse(b), Members: voters(30), Mails: mails, Until: start.AddDate(0, 1, 0)})
		if err != nil {
			b.Fatal(err)
		}
		if n := len(report.Actions[0].Ballots); n != votes || strings.Contains(fmt.Sprint(report.Refused), "#") {
			b.Fatalf("%d ballots, %d refused", n, len(report.Refused))
		}
	}
}
