package clerk_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"toutdoux/internal/address"
)

// A backup comes back, and another action takes the number of one that was
// announced since: an answer to the lost announcement, or the press of its
// button, is no vote on the other.
func TestAnswersToWhatABackupLost(t *testing.T) {
	o := open(t)
	o.say(1, "alice", "[EXTRA] Adhérer", "")
	folder := t.TempDir()
	if err := o.clerk.Store.Backup(t.Context(), filepath.Join(folder, "toutdoux.db"), time.Now()); err != nil {
		t.Fatal(err)
	}
	o.say(2, "alice", "[EXTRA] Louer la salle", "")
	id, button := o.announcement(2, 2)

	o = &office{t: t, folder: folder}
	register := o.register()
	if _, _, err := register.Restored(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	o.sit(register, slog.DiscardHandler)
	o.say(2, "alice", "[EXTRA] Vendre la salle", "")
	o.say(3, "bob", "Re: [Asso] [EXTRA #2] Louer la salle", "Pour.\n", "In-Reply-To: "+id)
	o.say(4, "bob", button, "POUR\n")
	known, button := o.announcement(2, 2)
	o.say(5, "bob", "Re: [Asso] [EXTRA #2] Vendre la salle", "Pour.\n", "In-Reply-To: "+known)
	o.say(6, "bob", button, "POUR\n")
	first, _ := o.announcement(1, 2)
	o.say(7, "bob", "Re: [Asso] [EXTRA #1] Adhérer", "Pour.\n", "In-Reply-To: "+first)
	o.wantFates("proposed", "proposed", "asked", "asked", "counted", "counted", "counted")
	if known == id {
		t.Errorf("two letters have the Message-ID %s", id)
	}
}

// say has the clerk decide a member's mail.
func (o *office) say(n int, who, subject, body string, header ...string) {
	o.t.Helper()
	m := post(n, who, subject, body)
	for _, line := range header {
		m.Raw = append([]byte(line+"\r\n"), m.Raw...)
	}
	if err := o.clerk.Receive(o.t.Context(), m); err != nil {
		o.t.Fatal(err)
	}
	o.clerk.Work(o.t.Context())
}

// announcement gives the Message-ID of a member's copy of an action's
// announcement, and the subject of its button.
func (o *office) announcement(action, member int) (id, button string) {
	o.t.Helper()
	var letter int64
	if err := o.beside().QueryRow("SELECT id FROM letter WHERE kind = 'announcement' AND action = ?", action).Scan(&letter); err != nil {
		o.t.Fatal(err)
	}
	proof := address.Keys{Current: address.Key{1}}.Proof(address.Reply, letter, int64(member))
	return o.clerk.List.MessageID(letter, proof), fmt.Sprintf("POUR #%d (%s)", action, proof)
}
