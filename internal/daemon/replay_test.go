package daemon_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/replay"
)

// A daemon that takes mails one by one, and a replay of the same mails with the
// same instants, decide the same and write the same letters.
func TestDaemonAndReplayAgree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now().UTC()
		w := open(t, "Alice", "Bob", "Carol", "Dave", "Erin")
		var mails []replay.Mail
		send := func(m mailtest.Mail) {
			<-time.After(7 * time.Hour)
			w.send(m)
			mails = append(mails, replay.Mail{At: time.Now().UTC(), Raw: m.Bytes()})
		}
		for i := range 3 {
			ours := fmt.Sprintf("Re: #%d", 2*i+1)
			send(vouched(w.from("alice", "[EXTRA] Adhérer", "Coût : 60 €\n")))
			for n, who := range []string{"bob", "carol", "dave", "erin", "alice"} {
				words := []string{"Contre, trop cher.", "Pour ma part je trouve ça bien.", "Blanc.", "Je me demande.", "Pour."}[(n+i)%5]
				send(vouched(w.from(who, ours, words+"\n")))
			}
			send(w.from("bob", ours, "Pour.\n"))
			send(vouched(w.from("carol", "[ORDINAIRE] Ranger", "Demain.\n")))
			send(vouched(w.from("dave", fmt.Sprintf("Re: #%d", 2*i+2), "Pause, on en parle ?\n")))
			send(vouched(w.from("frank", "INSCRIPTION", "")))
			send(vouched(w.from("frank", ours, "Contre.\n")))
			send(vouched(w.from("erin", "VACANCES", "")))
			send(vouched(w.from("bob", fmt.Sprintf("NOM Bob %d", i), "")))
			send(vouched(w.from("erin", "RETOUR", "")))
			send(vouched(w.from("eve", "CONTRE "+ours, "CONTRE")))
			send(vouched(w.from("alice", fmt.Sprintf("RETRAIT #%d", 2*i+1), "")))
		}
		<-time.After(40 * day)
		letters := subjects(w.letters())
		end := time.Now().UTC()
		w.close()

		var members []governance.Founder
		for _, name := range []string{"Alice", "Bob", "Carol", "Dave", "Erin"} {
			members = append(members, governance.Founder{Name: name, Address: strings.ToLower(name) + "@asso.test", VotesFrom: start})
		}
		report, err := replay.Run(t.Context(), replay.Past{Config: w.configs[0], Members: members, Mails: mails, Since: start, Until: end})
		if err != nil {
			t.Fatal(err)
		}
		state := w.state()
		if diff := cmp.Diff(text(t, listing.Actions(state)), text(t, report.Actions)); diff != "" {
			t.Errorf("actions, live and replayed: %s", diff)
		}
		if diff := cmp.Diff(text(t, listing.Members(state, end)), text(t, report.Members)); diff != "" {
			t.Errorf("members, live and replayed: %s", diff)
		}
		var replayed []letter
		for _, l := range report.Letters {
			replayed = append(replayed, letter{to: l.To, subject: l.Subject})
		}
		if diff := cmp.Diff(letters, subjects(replayed)); diff != "" || len(letters) < 100 {
			t.Errorf("%d letters, live and replayed: %s", len(letters), diff)
		}
	})
}

func subjects(letters []letter) []string {
	var all []string
	for _, l := range letters {
		all = append(all, l.to+" "+strings.ReplaceAll(l.subject, "\u00a0", " "))
	}
	slices.Sort(all)
	return all
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
