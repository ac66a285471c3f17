package daemon_test

import (
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailtest"
)

// world25 are the settings of an association whose mail comes straight from the
// world.
var world25 = strings.Replace(settings, "[receive.lmtp]\nlisten = \"127.0.0.1:2424\"", "[receive.smtp]\nlisten = \"0.0.0.0:25\"", 1)

// dialogue is one SMTP conversation of a client, command by command.
type dialogue struct{ peer, hello, from string }

// post hands a mail over.
func (w *world) post(d dialogue, raw []byte) {
	w.t.Helper()
	conn, err := w.lmtp.DialFrom(w.t.Context(), netip.AddrPortFrom(netip.MustParseAddr(d.peer), 40000))
	if err != nil {
		w.t.Fatal(err)
	}
	k := mailtest.NewTalk(w.t, conn)
	defer k.Close()
	k.Hear(220)
	k.Ask(250, "EHLO "+d.hello)
	k.Ask(250, "MAIL FROM:<"+d.from+">")
	k.Ask(250, "RCPT TO:<tdc@asso.test>")
	k.Ask(354, "DATA")
	k.Say(strings.TrimSuffix(string(raw), "\r\n"), ".")
	k.Hear(250)
	k.Ask(221, "QUIT")
	synctest.Wait()
}

// A mail that comes straight from the world is proven by where it comes from,
// or by its signature; any other is held, and the member asked: their answer
// counts it.
func TestSenderSeenOverSMTP(t *testing.T) {
	ours := dialogue{"192.0.2.7", "mail.asso.test", "bob@asso.test"}
	for name, c := range map[string]struct {
		dialogue
		signed, counted bool
		to, dmarc       string
	}{
		"their server":               {dialogue: ours, counted: true},
		"their server, a part of it": {dialogue: dialogue{ours.peer, ours.hello, "bounces@lists.asso.test"}, counted: true},
		"a part, DMARC strict":       {dialogue: dialogue{ours.peer, ours.hello, "bounces@lists.asso.test"}, dmarc: "v=DMARC1; p=none; aspf=s"},
		"another server":             {dialogue: dialogue{"198.51.100.9", ours.hello, ours.from}},
		"in another's name":          {dialogue: dialogue{"198.51.100.9", "evil.test", "eve@evil.test"}},
		"with an empty MAIL FROM":    {dialogue: dialogue{ours.peer, ours.hello, ""}},
		"our relay, who saw it all":  {dialogue: dialogue{"127.0.0.1", ours.hello, ours.from}},
		"another server, signed":     {dialogue: dialogue{"198.51.100.9", "evil.test", ""}, signed: true, counted: true},
		"signed, as a blind copy":    {dialogue: dialogue{"198.51.100.9", "evil.test", ""}, signed: true, to: "amis@liste.test"},
		"a blind copy, from theirs":  {dialogue: ours, to: "amis@liste.test", counted: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, d := asking(t, world25, "Alice", "Bob", "Carol")
				defer w.close()
				d.texts["asso.test"] = "v=spf1 ip4:192.0.2.7 ip4:127.0.0.1 -all"
				d.texts["lists.asso.test"], d.texts["evil.test"] = d.texts["asso.test"], "v=spf1 +all"
				if c.dmarc != "" {
					d.texts["_dmarc.asso.test"] = c.dmarc
				}
				w.post(dialogue{ours.peer, ours.hello, "alice@asso.test"}, w.from("alice", "[EXTRA] Adhérer", "Texte.").Bytes())
				want(t, w.letters(), "alice", "bob", "carol")
				vote := w.from("bob", "Re: [Picasoft] [EXTRA #1] Adhérer", "Contre.\n")
				if c.to != "" {
					vote.To = c.to
				}
				raw := vote.Bytes()
				if c.signed {
					raw = d.sign(t, vote)
				}
				w.post(c.dialogue, raw)
				if c.counted {
					w.wantBallots("bob against")
					return
				}
				w.wantBallots()
				asked := w.letters()
				want(t, asked, "bob")
				w.post(c.dialogue, answer(asked[0], "OUI").Bytes())
				w.wantBallots("bob against")
			})
		})
	}
}
