package imapin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"toutdoux/internal/mailtest"
)

// provider is a mailbox at a provider, reached through pipes.
type provider struct {
	t     *testing.T
	user  *imapmemserver.User
	lines *mailtest.Listener

	mu     sync.Mutex
	wrap   func(net.Conn) net.Conn // what the network does to a connection, nil for nothing
	visits int
}

// offer is what a server can do beside IMAP4rev1.
func offer(caps ...imap.Cap) imap.CapSet {
	set := imap.CapSet{imap.CapIMAP4rev1: {}}
	for _, c := range caps {
		set[c] = struct{}{}
	}
	return set
}

// serve opens a mailbox whose server has these capabilities; session changes
// what it does, nil for nothing.
func serve(t *testing.T, caps imap.CapSet, session func(imapserver.Session) imapserver.Session) *provider {
	p := &provider{t: t, user: imapmemserver.NewUser("tdc@asso.test", "secret"), lines: mailtest.Listen()}
	p.create("INBOX")
	memory := imapmemserver.New()
	memory.AddUser(p.user)
	server := imapserver.New(&imapserver.Options{
		Caps: caps, InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			p.mu.Lock()
			p.visits++
			p.mu.Unlock()
			s := memory.NewSession()
			if session != nil {
				s = session(s)
			}
			return s, nil, nil
		},
	})
	go server.Serve(p.lines)
	t.Cleanup(func() { server.Close() })
	return p
}

func (p *provider) create(folder string) {
	if err := p.user.Create(folder, nil); err != nil {
		p.t.Fatal(err)
	}
}

// deliver puts a mail in a folder.
func (p *provider) deliver(folder, raw string) {
	p.t.Helper()
	options := &imap.AppendOptions{Time: time.Now()}
	if _, err := p.user.Append(folder, literal{strings.NewReader(raw), int64(len(raw))}, options); err != nil {
		p.t.Fatal(err)
	}
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// holds is how many mails are in a folder, -1 for no such folder.
func (p *provider) holds(folder string) int {
	status, err := p.user.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		return -1
	}
	return int(*status.NumMessages)
}

func (p *provider) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := p.lines.Dial(ctx, network, address)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil && p.wrap != nil {
		conn = p.wrap(conn)
	}
	return conn, err
}

// network changes what the network does to each new connection.
func (p *provider) network(wrap func(net.Conn) net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrap = wrap
}

// visited is how often somebody connected.
func (p *provider) visited() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.visits
}

// read starts a reader of the mailbox.
func (p *provider) read(d *door, change func(*Config)) *Reader {
	config := Config{
		Address: "127.0.0.1:1143", Username: "tdc@asso.test", Mailbox: "INBOX", Size: 1 << 20, Dial: p.dial, Log: slog.New(slog.DiscardHandler),
		Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
	}
	if change != nil {
		change(&config)
	}
	r := New(config, d, wall{})
	ctx, cancel := context.WithCancel(p.t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	p.t.Cleanup(func() { cancel(); <-done })
	synctest.Wait()
	return r
}

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// door is the other side of a reader, in memory.
type door struct {
	mu      sync.Mutex
	handled map[Folder]map[uint32]bool
	kept    map[[32]byte]string // by content, as the register has each mail once
	at      map[string]time.Time
	again   int // mails that came a second time
	fails   int // how many times the disk is to fail
	members []string
	readAt  []time.Time
	told    []Trouble
}

func newDoor() *door {
	return &door{handled: map[Folder]map[uint32]bool{}, kept: map[[32]byte]string{}, at: map[string]time.Time{}}
}

func (d *door) Handled(_ context.Context, f Folder) (map[uint32]bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known := map[uint32]bool{}
	for uid := range d.handled[f] {
		known[uid] = true
	}
	return known, nil
}

var errDisk = errors.New("no room on the disk")

func (d *door) Keep(ctx context.Context, f Folder, mails []Mail) error {
	d.mu.Lock()
	if d.fails > 0 {
		d.fails--
		d.mu.Unlock()
		return errDisk
	}
	var uids []uint32
	for _, m := range mails {
		identity := sha256.Sum256(m.Raw)
		if _, known := d.kept[identity]; known {
			d.again++
		}
		d.kept[identity] = string(m.Raw)
		d.at[string(m.Raw)] = m.At
		uids = append(uids, m.UID)
	}
	d.mu.Unlock()
	return d.Pass(ctx, f, uids)
}

func (d *door) Pass(_ context.Context, f Folder, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.handled[f] == nil {
		d.handled[f] = map[uint32]bool{}
	}
	for _, uid := range uids {
		d.handled[f][uid] = true
	}
	return nil
}

func (d *door) Forget(_ context.Context, f Folder, uids []uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, uid := range uids {
		delete(d.handled[f], uid)
	}
	return nil
}

func (d *door) Knows(address string) bool {
	return slices.Contains(d.members, address)
}

func (d *door) Read(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.readAt = append(d.readAt, at)
}

func (d *door) Tell(_ context.Context, what Trouble, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, what)
}

// sweeps are the instants at which the mailbox was read.
func (d *door) sweeps() []time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.readAt)
}

// owner is what the owner was told.
func (d *door) owner() []Trouble {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.told)
}

// twice is how many mails came a second time.
func (d *door) twice() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.again
}

// instant is that of a mail.
func (d *door) instant(raw string) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at[raw]
}

// has tells whether exactly these mails are kept, whole.
func (d *door) has(t *testing.T, mails ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, raw := range mails {
		if d.kept[sha256.Sum256([]byte(raw))] != raw {
			t.Errorf("not kept: %.60q", raw)
		}
	}
	if len(d.kept) != len(mails) {
		t.Errorf("%d mails are kept, want %d", len(d.kept), len(mails))
	}
}

// mail is a mail of somebody's.
func mail(n int, from string) string {
	return fmt.Sprintf("From: %s\r\nSubject: mail %d\r\n\r\nPour.\r\n", from, n)
}

// cutter ends a connection after so many bytes from the server.
type cutter struct {
	net.Conn
	left int
}

func (c *cutter) Read(p []byte) (int, error) {
	if c.left == 0 {
		c.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// deaf is a connection that says nothing more once told so.
type deaf struct {
	net.Conn
	dead chan struct{}
}

func (c *deaf) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	select {
	case <-c.dead:
		var nothing bytes.Buffer
		for err == nil && n > 0 { // what it says is lost on the way
			n, err = c.Conn.Read(p)
			nothing.Reset()
		}
		return 0, err
	default:
		return n, err
	}
}
