package daemon_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
)

// What toutdoux check sends to the list is nothing to anybody: no letter, no
// vote, nobody at the door, and the log says what it was. Nor is what comes
// back of it.
func TestMailsOfACheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob")
		defer w.close()
		w.propose("alice")
		check := mailtest.Mail{
			From: "<tdc@asso.test>", To: "tdc+check-5c1d2e3f4a5b6c7d@asso.test", Subject: "toutdoux check 5c1d2e3f4a5b6c7d-2", ID: "<check.5c1d2e3f4a5b6c7d-2@asso.test>",
			Date: time.Now(), Header: []string{results, "X-Toutdoux-Check: 5c1d2e3f4a5b6c7d-2", "Auto-Submitted: auto-generated"}, Body: "POUR\n",
		}
		w.send(check)
		back := mailtest.Mail{
			From: "MAILER-DAEMON@mx.asso.test", To: "tdc@asso.test", Subject: "failure notice", ID: "<1@mx.asso.test>", Date: time.Now(),
			Body: "I could not deliver your mail.\n<tdc+check-5c1d2e3f4a5b6c7d@asso.test>:\nno such user\n\n--- Below this line is a copy of the message.\n\n" + strings.ReplaceAll(string(check.Bytes()), "\r\n", "\n"),
		}
		w.send(back)
		<-time.After(24 * time.Hour)
		want(t, w.letters())
		w.wantBallots()
		if fates := strings.Join(w.fates(), ", "); fates != "proposed, ignored, ignored" {
			t.Errorf("the mails are %s", fates)
		}
		if n := w.number(`SELECT count(*) FROM event WHERE kind = 'ignored' AND arrival = 2 AND body LIKE '%"check"%'`); n != 1 {
			t.Errorf("%d events say that it was a check", n)
		}
		if n := w.number(`SELECT count(*) FROM event WHERE arrival > 1 AND kind NOT IN ('ignored')`); n != 0 {
			t.Errorf("%d other events came of them", n)
		}
	})
}
