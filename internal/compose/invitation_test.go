package compose

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-message"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// calendars are the parts of a mail for calendars: by their types, their
// bodies.
func calendars(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		if err != nil {
			return err
		}
		media, params, err := e.Header.ContentType()
		if err != nil {
			return err
		}
		if media == "text/calendar" || media == "application/ics" {
			body, err := io.ReadAll(e.Body)
			found[strings.TrimSpace(media+" "+params["method"])] = string(body)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The call, its changes and its end bring one event into every calendar: the
// same, in later versions, with nobody's address but the reader's.
func TestInvitations(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	later := specimen.Rewrite(g.Call{At: at("2026-03-29 10:00")}) // summer time begins that night
	off := specimen.Reply(g.VerbWithdraw, "")
	for _, scene := range []struct {
		name   string
		order  Order
		method string
		lines  []string
	}{
		{"a call", worldOf(t, specimen.WithAssembly()).letter(g.LetterAssembly, bob), "REQUEST", []string{
			"UID:assembly-1-20260204T080000Z-tdc@picasoft.test", "SEQUENCE:0", "DTSTAMP:20260204T080000Z", "DTSTART:20260314T130000Z", "DTEND:20260314T153000Z",
			"SUMMARY:Assemblée de printemps (Picasoft)", "LOCATION:12 rue des Lilas", `DESCRIPTION:Au programme\n1. les comptes\n2. la suite`,
			`ORGANIZER;CN="Picasoft":mailto:tdc@picasoft.test`, "PARTSTAT=NEEDS-ACTION", "STATUS:CONFIRMED",
		}},
		{"another date", worldOf(t, specimen.WithAnswers()).ask(day3, from("Alice Martin", later)).letter(g.LetterAssembly, bob), "REQUEST", []string{
			"UID:assembly-1-20260204T080000Z-tdc@picasoft.test", "SEQUENCE:1", "DTSTART:20260329T080000Z", "PARTSTAT=NEEDS-ACTION", `- Les clefs du local (Bob Durand)`,
		}},
		{"another place", worldOf(t, specimen.WithAnswers()).ask(day3, from("Alice Martin", specimen.Rewrite(g.Call{Place: "salle C"}))).letter(g.LetterAssembly, bob), "REQUEST", []string{
			"SEQUENCE:1", "DTSTART:20260314T130000Z", "LOCATION:salle C", "PARTSTAT=ACCEPTED",
		}},
		{"its end", worldOf(t, specimen.WithAnswers()).ask(day3, from("Alice Martin", off)).letter(g.LetterAssembly, claire), "CANCEL", []string{
			"UID:assembly-1-20260204T080000Z-tdc@picasoft.test", "SEQUENCE:1", "STATUS:CANCELLED", "PARTSTAT=DECLINED",
		}},
		{"to who joins", worldOf(t, specimen.WithAnswers()).ask(day3, from("Erin Blanc", command(g.VerbJoin, ""))).letter(g.LetterAssembly, erin), "REQUEST", []string{"SEQUENCE:0", "mailto:erin@exemple.test"}},
	} {
		found := calendars(t, compose(t, c, scene.order).Raw)
		event := found["text/calendar "+scene.method]
		if len(found) != 2 || event == "" || found["application/ics"] != event {
			t.Errorf("%s: %q", scene.name, found)
		}
		unfolded := strings.ReplaceAll(event, "\r\n ", "")
		for _, l := range append(scene.lines, "METHOD:"+scene.method) {
			if !strings.Contains(unfolded, l) {
				t.Errorf("%s: no %q in\n%s", scene.name, l, event)
			}
		}
		if strings.Count(unfolded, "mailto:") != 2 || !strings.Contains(unfolded, "mailto:"+scene.order.To.Address) || strings.Contains(unfolded, testProof) {
			t.Errorf("%s: whose addresses, and what proof?\n%s", scene.name, event)
		}
	}
	for _, o := range []Order{
		worldOf(t, specimen.WithAnswers()).through("2026-03-07 14:00").letter(g.LetterAssembly, bob),
		worldOf(t, specimen.WithAssembly()).ask(day2, from("Bob Durand", specimen.ProxyTo("Claire"))).letter(g.LetterAssembly, claire),
	} {
		if found := calendars(t, compose(t, c, o).Raw); len(found) > 0 {
			t.Errorf("%s changes calendars: %q", o.Letter.Why, found)
		}
	}
}
