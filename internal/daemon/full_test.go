package daemon_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mattn/go-sqlite3"

	"toutdoux/internal/mailtest"
)

// disk bounds the databases that are opened while it stands, through their own
// connections: a full one, for SQLite (PRAGMA max_page_count).
type disk struct {
	mu          sync.Mutex
	connections []*sqlite3.SQLiteConn
}

func newDisk(t *testing.T) *disk {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	driver, d := db.Driver().(*sqlite3.SQLiteDriver), &disk{}
	driver.ConnectHook = func(c *sqlite3.SQLiteConn) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.connections = append(d.connections, c)
		return nil
	}
	t.Cleanup(func() { driver.ConnectHook = nil })
	return d
}

// leave lets every database grow to so many pages; those of a connection that
// was closed are of no interest.
func (d *disk) leave(pages int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.connections {
		_, _ = c.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages), nil)
	}
}

// A full disk refuses nothing for good: whatever met it is asked to come back,
// nothing is half written, and once there is room the daemon goes on with all
// that was sent.
func TestFullDisk(t *testing.T) {
	d := newDisk(t)
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		events, waiting := w.number("SELECT count(*) FROM event"), 0
		photo := strings.Repeat("photo ", 2000) + "\n"
		var late []mailtest.Mail
		for room := range 12 { // whatever the statement that meets it
			d.leave(w.number("SELECT page_count FROM pragma_page_count()") + room)
			m := vouched(answer(w.to("bob", announced), fmt.Sprintf("Un mot, %d.\n\n%s", room, photo)))
			got := w.offer("bob@asso.test", m.Bytes(), "tdc@asso.test")[0]
			switch {
			case strings.HasPrefix(got, "250 "):
				waiting++
			case strings.HasPrefix(got, "451 "):
				late = append(late, m)
			default:
				t.Fatalf("with %d pages the mail is answered %q", room, got)
			}
		}
		if len(late) < 3 {
			t.Fatalf("%d mails met the full disk", len(late))
		}
		if n := w.number("SELECT count(*) FROM mail JOIN raw ON arrival = number"); n != 1+waiting {
			t.Errorf("%d mails are kept, %d were acknowledged", n, 1+waiting)
		}
		d.leave(1 << 20)
		vote := vouched(answer(w.to("carol", announced), "Pour."))
		for _, m := range append(late, vote) {
			w.send(m)
		}
		<-time.After(2 * time.Minute) // what could not be decided is tried again
		w.wantBallots("carol for")
		if n := w.number("SELECT count(*) FROM mail WHERE state <> 'handled' OR outcome = ''"); n != 0 {
			t.Errorf("%d mails are left behind: %v", n, w.fates())
		}
		if n := w.number("SELECT count(*) FROM event WHERE kind = 'posted'"); n != waiting+len(late) {
			t.Errorf("%d posts, want %d; there were %d events before", n, waiting+len(late), events)
		}
	})
}
