package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// mailbox is that of one person. What comes is kept in its folder, so that it
// is there again another day; what mail programs do with it lasts as long as the
// sandbox runs.
type mailbox struct {
	Person
	folder string
	imap   *imapmemserver.User

	mu      sync.Mutex
	letters []Letter
}

// The folders that a mail program sees.
const (
	inbox = "INBOX"
	sent  = "Sent"
)

// openMailbox opens a person's mailbox with what it holds, told in a time zone.
func openMailbox(folder string, owner Person, zone *time.Location) (*mailbox, error) {
	m := &mailbox{Person: owner, folder: filepath.Join(folder, "mail", owner.User), imap: imapmemserver.NewUser(owner.User, Password)}
	for _, name := range []string{inbox, sent, "Drafts", "Trash"} {
		if err := errors.Join(m.imap.Create(name, nil), m.imap.Subscribe(name)); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(m.folder, 0o750); err != nil {
		return nil, fmt.Errorf("make a mailbox: %w", err)
	}
	return m, m.load(zone)
}

// fileTime is how the files of a mailbox are named: by instant (UTC), number and
// direction.
const fileTime = "20060102T150405Z"

// load takes in what is in the folder.
func (m *mailbox) load(zone *time.Location) error {
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		return fmt.Errorf("read a mailbox: %w", err)
	}
	for _, e := range entries {
		stamp, rest, ours := strings.Cut(strings.TrimSuffix(e.Name(), ".eml"), "-")
		at, err := time.Parse(fileTime, stamp)
		if err != nil || !ours {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(m.folder, e.Name()))
		if err != nil {
			return fmt.Errorf("read a mailbox: %w", err)
		}
		if err := m.add(at.In(zone), direction{out: strings.HasSuffix(rest, sent)}, raw); err != nil {
			return err
		}
	}
	return nil
}

// direction is whether a letter came or went out, and whether a mail program sent
// it, which puts what it sends among the letters sent by itself.
type direction struct{ out, program bool }

func (d direction) folder() string {
	if d.out {
		return sent
	}
	return inbox
}

// keep puts a letter into the mailbox.
func (m *mailbox) keep(at time.Time, d direction, raw []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	file := fmt.Sprintf("%s-%06d-%s.eml", at.UTC().Format(fileTime), len(m.letters)+1, d.folder())
	if err := os.WriteFile(filepath.Join(m.folder, file), raw, 0o640); err != nil {
		return fmt.Errorf("keep a letter: %w", err)
	}
	return m.add(at, d, raw)
}

// add has mail programs, too, see a letter.
func (m *mailbox) add(at time.Time, d direction, raw []byte) error {
	letter := readLetter(raw)
	letter.Number, letter.At, letter.Sent = len(m.letters)+1, at, d.out
	m.letters = append(m.letters, letter)
	if d.program {
		return nil
	}
	options := &imap.AppendOptions{Time: at}
	if d.out {
		options.Flags = []imap.Flag{imap.FlagSeen}
	}
	_, err := m.imap.Append(d.folder(), literal{bytes.NewReader(raw)}, options)
	return err
}

// all gives the letters in the order in which they came.
func (m *mailbox) all() []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.letters)
}

// latest is the newest letter that came with these words in its subject.
func (m *mailbox) latest(words string) (Letter, error) {
	for _, l := range slices.Backward(m.all()) {
		if !l.Sent && strings.Contains(l.Subject, words) {
			return l, nil
		}
	}
	return Letter{}, fmt.Errorf("%s has no letter about %q", m.Name, words)
}

// last is when the newest letter of some mailboxes came.
func last(boxes []*mailbox) (at time.Time) {
	for _, m := range boxes {
		for _, l := range m.all() {
			if l.At.After(at) {
				at = l.At
			}
		}
	}
	return at
}

// literal is a mail as the IMAP server takes one.
type literal struct{ *bytes.Reader }

// Size implements imap.LiteralReader.
func (l literal) Size() int64 { return int64(l.Len()) }

// find gives the mailbox of an address, nil for none.
func find(boxes []*mailbox, address string) *mailbox {
	i := slices.IndexFunc(boxes, func(m *mailbox) bool { return strings.EqualFold(m.Address, address) })
	if i < 0 {
		return nil
	}
	return boxes[i]
}

// named gives the mailbox of a user, or of an address, nil for none.
func named(boxes []*mailbox, user string) *mailbox {
	i := slices.IndexFunc(boxes, func(m *mailbox) bool { return strings.EqualFold(m.User, user) })
	if i < 0 {
		return find(boxes, user)
	}
	return boxes[i]
}
