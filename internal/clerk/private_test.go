package clerk_test

import (
	"fmt"
	"strings"
	"testing"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// The alias of a post's author, which bears the reader's own proof, leads to
// that author alone; so does whatever answers what came by it, were it a vote.
func TestTheAliasLeadsToOneAuthor(t *testing.T) {
	o := open(t)
	keys := address.Keys{Current: address.Key{1}}
	db := o.beside()
	tell := func(n int, who, to, subject, body string) {
		t.Helper()
		m := post(n, who, subject, body)
		m.To = []string{to}
		if err := o.clerk.Receive(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		o.clerk.Work(t.Context())
	}
	alias := func(letter int64, member int) string {
		return "tdc+t-" + keys.Proof(address.Reply, letter, int64(member)) + "@asso.test"
	}
	tell(1, "alice", "tdc@asso.test", "Les pads", "On en a deux.\n")
	tell(2, "bob", alias(1, 2), "EN PRIVÉ", "Le nôtre, mot de passe : secret.\n")
	tell(3, "alice", alias(2, 1), "Re: Un mot de Bob (en privé)", "POUR\n")
	tell(4, "bob", strings.Replace(alias(1, 2), "+t-", "+b-", 1), "EN PRIVÉ", "Allô ?\n")
	rows, err := db.Query("SELECT kind, body FROM event WHERE kind IN ('confided', 'posted', 'voted', 'declined') ORDER BY seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var kind, body string
		if err := rows.Scan(&kind, &body); err != nil {
			t.Fatal(err)
		}
		if kind == "posted" {
			body = ""
		}
		got = append(got, strings.TrimSpace(kind+" "+body))
	}
	want := []string{
		"posted",
		`confided {"member":2,"to":1,"mail":2,"answers":1}`,
		`confided {"member":1,"to":2,"mail":3,"answers":2,"back":true}`,
		fmt.Sprintf(`declined {"member":2,"why":%q}`, governance.WhyToWhom),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
	var said int
	if err := db.QueryRow("SELECT count(*) FROM text WHERE value LIKE '%secret%'").Scan(&said); err != nil || said != 0 {
		t.Errorf("beside the log %d texts say what was written: %v", said, err)
	}
}
