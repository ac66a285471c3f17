package daemon_test

import (
	"testing"
	"testing/synctest"
)

// A mail with two Dates is read, and nothing is proven by it: neither by the
// member's domain nor by the letter that it answers. The round trip proves it.
func TestDoubledDateProvesNothing(t *testing.T) {
	for name, trusted := range map[string]bool{"the letter's proof": false, "their domain": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, announced := opened(t)
				defer w.close()
				m := answer(w.to("bob", announced), "Pour.")
				if trusted {
					m = vouched(m)
				}
				m.Header = append(m.Header, "Date: Mon, 2 Feb 2026 09:00:00 +0100")
				w.send(m)
				asked := w.letters()
				want(t, asked, "bob")
				w.wantBallots()
				confirmation := answer(asked[0], "OUI")
				confirmation.Header = append(confirmation.Header, "Date: Mon, 2 Feb 2026 09:00:00 +0100")
				w.send(confirmation)
				w.wantBallots("bob for")
			})
		})
	}
}
