package daemon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/daemon"
	"toutdoux/internal/mailtest"
)

// A thousand requests to join, forged in one victim's name over ten days, send
// the victim one mail a week, in which nothing of theirs stands.
func TestForgedJoins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob")
		defer w.close()
		for i := range 1000 {
			w.send(mailtest.Mail{
				From: "Pilules à bas prix <victime@loin.test>", To: "tdc@asso.test", Subject: "INSCRIPTION", ID: fmt.Sprintf("<%d@evil.test>", i),
				Date: time.Now(), Body: "Achetez sur http://evil.test/ dès maintenant.\n",
			})
			if i == 499 {
				want(t, w.letters(), "victime")
			}
			<-time.After(10 * time.Minute)
		}
		letters := w.letters()
		if len(letters) != 0 {
			t.Errorf("%d more letters within a week", len(letters))
		}
		sent := w.smarthost.Mails()[0]
		for _, theirs := range []string{"pilules", "evil.test", "achetez"} {
			if strings.Contains(legible(t, string(sent.Raw)), theirs) {
				t.Errorf("what they wrote, %q, is reflected", theirs)
			}
		}
		if header := string(sent.Raw); sent.From != "" || !strings.Contains(header, "Auto-Submitted: auto-replied\r\n") {
			t.Errorf("it is sent from <%s>:\n%s", sent.From, header)
		}
	})
}

// A stranger whom nothing proves is never answered, a proven one three times a
// week, and nobody reads what they wrote: Monday's digest gives its subject.
func TestStrangersAreHardlyAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob")
		defer w.close()
		write := func(results string) []letter {
			w.sent++
			m := mailtest.Mail{From: "zoe@loin.test", To: "tdc@asso.test", Subject: "Bonjour", ID: fmt.Sprintf("<%d@loin.test>", w.sent), Body: "Qui êtes-vous ?\n"}
			if results != "" {
				m.Header = []string{"Authentication-Results: mx.asso.test; " + results}
			}
			w.send(m)
			return w.letters()
		}
		for _, results := range []string{"", "dmarc=fail header.from=loin.test", "dmarc=pass header.from=asso.test", "spf=pass smtp.mailfrom=zoe@loin.test"} {
			want(t, write(results))
		}
		answered := 0
		for range 6 * 24 {
			for _, l := range write("dmarc=pass header.from=loin.test") {
				digest := strings.HasSuffix(l.subject, "Cette semaine") && l.to != "zoe@loin.test"
				if !digest && (l.to != "zoe@loin.test" || l.from != "") || strings.Contains(legible(t, l.text), "qui êtes-vous") {
					t.Errorf("%s is sent %s", l.to, l.text)
				}
				if !digest {
					answered++
				}
			}
			<-time.After(time.Hour)
		}
		if answered != 3 {
			t.Errorf("a stranger has %d answers in six days", answered)
		}
	})
}

// facing is a second association beside another, in a daemon of its own, each
// of whose letters to the other's list is delivered there.
func facing(t *testing.T, founders ...string) *world {
	t.Helper()
	other := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}}
	other.add(strings.NewReplacer("tdc@asso.test", "tdc@autre.test", "mx.asso.test", "mx.autre.test").Replace(settings), founders...)
	other.start()
	return other
}

// exchange carries letters between the two lists until none is left, and tells
// how many there were. It vouches for each, and takes away what it is told to.
func exchange(w, other *world, strip ...string) (n int) {
	w.t.Helper()
	for range 50 {
		carried := 0
		for _, way := range []struct {
			from, to *world
			list, mx string
		}{{w, other, "tdc@autre.test", "mx.autre.test"}, {other, w, "tdc@asso.test", "mx.asso.test"}} {
			for _, l := range way.from.letters() {
				if l.to != way.list {
					continue
				}
				var raw strings.Builder
				raw.WriteString(fmt.Sprintf("Authentication-Results: %s; dmarc=pass header.from=%s\r\n", way.mx, strings.TrimPrefix(way.from.configs[0].List.Address, "tdc@")))
				for line := range strings.SplitAfterSeq(l.text, "\r\n") {
					if !slices.ContainsFunc(strip, func(name string) bool { return strings.HasPrefix(line, name) }) {
						raw.WriteString(line)
					}
				}
				if got := way.to.offer(l.from, []byte(raw.String()), l.to); !strings.HasPrefix(got[0], "250") {
					w.t.Fatal(got)
				}
				carried++
			}
		}
		if carried == 0 {
			return n
		}
		n += carried
	}
	w.t.Fatal("they never stop")
	return n
}

// Two daemons face to face exchange two mails in a day at most, whatever set
// them off and whatever a relay between them loses of their headers.
func TestTwoDaemonsFaceToFace(t *testing.T) {
	marks := []string{"Auto-Submitted:", "Precedence:", "List-", "X-Auto-Response-Suppress:"}
	bare := append([]string{"Message-Id:", "Message-ID:"}, marks...)
	forged := func(subject, body string) mailtest.Mail {
		return mailtest.Mail{
			From: "tdc@autre.test", To: "tdc@asso.test", Subject: subject, ID: "<forged@evil.test>", Body: body,
			Header: []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=autre.test"},
		}
	}
	for name, c := range map[string]struct {
		spark  mailtest.Mail
		member bool // the other list is a member of the first
		strip  []string
		most   int
	}{
		"a word":                     {forged("Bonjour", "Un mot."), false, nil, 1},
		"a word, bare":               {forged("Bonjour", "Un mot."), false, bare, 2},
		"help":                       {forged("AIDE", ""), false, nil, 1},
		"help, bare":                 {forged("AIDE", ""), false, bare, 2},
		"a forged join":              {forged("INSCRIPTION", ""), false, nil, 1},
		"a join, little left of it":  {forged("INSCRIPTION", ""), false, marks, 1},
		"a word of a member":         {forged("Bonjour", "Un mot."), true, nil, 1},
		"help for a member":          {forged("AIDE", ""), true, nil, 1},
		"a proposal of a member":     {forged("[ORDINAIRE] Ranger", "Le local."), true, nil, 1},
		"a word of one, little left": {forged("Bonjour", "Un mot."), true, marks, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				founders := []string{"Alice", "Bob"}
				if c.member {
					founders = append(founders, "tdc@autre.test")
				}
				w := open(t, founders...)
				defer w.close()
				other := facing(t, "Yan")
				defer other.close()
				w.send(c.spark)
				n := exchange(w, other, c.strip...)
				until(time.Now().Add(20 * time.Hour))
				n += exchange(w, other, c.strip...)
				if n > c.most {
					t.Errorf("they exchange %d mails", n)
				}
			})
		})
	}
}
