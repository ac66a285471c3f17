package imapin

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"toutdoux/internal/address"
)

// Mails are handed over so many at a time, or so many bytes, so that they share
// one sync of the disk.
const (
	batchMails = 32
	batchBytes = 8 << 20
)

// sweep looks through the folders, and keeps what is new there.
func (s *session) sweep(ctx context.Context) error {
	s.line.expect(silence)
	var shut error // why the folder for spam is not read
	if s.config.Spam != "" {
		if shut = s.folder(ctx, s.config.Spam, true); shut != nil && !said(shut) {
			return shut
		}
	}
	if err := s.folder(ctx, s.config.Mailbox, false); err != nil { // last, so that it is the one that is waited at
		return err
	}
	// An answer that was cut short may have passed for a refusal.
	if err := s.client.Noop().Wait(); err != nil {
		return fmt.Errorf("end the look at the mailbox: %w", err)
	}
	s.spamless(ctx, shut)
	return nil
}

// spamless has the owner told, once, that the folder for spam cannot be read.
// The other one was.
func (s *session) spamless(ctx context.Context, why error) {
	switch {
	case why == nil:
		s.past.spamless = false
	case !s.past.spamless && !passes(why):
		s.past.spamless = true
		s.config.Log.Warn("the folder for spam is not read; all other mail is", "folder", s.config.Spam, "err", why)
		s.door.Tell(ctx, Spamless, why)
	}
}

// folder keeps what is new in one folder, and moves what is handled away.
func (s *session) folder(ctx context.Context, name string, spam bool) error {
	selected, err := s.client.Select(name, nil).Wait()
	if err != nil {
		return fmt.Errorf("open the folder %s; check [receive.imap]: %w", name, err)
	}
	f := Folder{name, selected.UIDValidity}
	handled, err := s.door.Handled(ctx, f)
	if err != nil {
		return err
	}
	listed, err := s.list(selected.NumMessages)
	if err != nil {
		return err
	}
	fresh, left := parted(listed, handled)
	fresh = s.since(name, fresh)
	if err := s.door.Forget(ctx, f, keys(handled)); err != nil {
		return err
	}
	if spam {
		return s.keepMembers(ctx, f, fresh)
	}
	if err := s.clear(left); err != nil { // handled when the connection was lost, and still here
		return err
	}
	return s.keep(ctx, f, fresh)
}

// parted parts a list by whether its mails were handled. What it leaves in
// handled is in the folder no more.
func parted(listed []entry, handled map[uint32]bool) (fresh []entry, left []uint32) {
	for _, m := range listed {
		if handled[m.uid] {
			left = append(left, m.uid)
			delete(handled, m.uid)
		} else {
			fresh = append(fresh, m)
		}
	}
	return fresh, left
}

// since leaves alone what came before the mailbox was ours.
func (s *session) since(folder string, fresh []entry) []entry {
	all := len(fresh)
	fresh = slices.DeleteFunc(fresh, s.config.early)
	if early := all - len(fresh); early > s.past.early[folder] {
		s.past.early[folder] = early
		s.config.Log.Info("mails that came before the founding are left alone", "folder", folder, "mails", early)
	}
	return fresh
}

// early tells a mail that came before the mailbox was ours.
func (c *Config) early(m entry) bool { return !m.at.IsZero() && m.at.Before(c.Since) }

// keepMembers keeps what is a member's, and passes the rest, a few at a time: a
// folder for spam may hold many, and the connection not last as long.
func (s *session) keepMembers(ctx context.Context, f Folder, listed []entry) error {
	for few := range slices.Chunk(listed, batchMails) {
		known, others, err := s.members(few)
		if err != nil {
			return err
		}
		if err := s.door.Pass(ctx, f, others); err != nil {
			return err
		}
		if err := s.keep(ctx, f, known); err != nil {
			return err
		}
	}
	return nil
}

func keys(set map[uint32]bool) []uint32 {
	all := make([]uint32, 0, len(set))
	for uid := range set {
		all = append(all, uid)
	}
	slices.Sort(all)
	return all
}

// entry is what is known of a mail before it is fetched.
type entry struct {
	uid  uint32
	size int64
	at   time.Time
}

// list gives what is in the folder, in the order of UIDs. It asks for nothing
// that a server must parse mails for.
func (s *session) list(mails uint32) ([]entry, error) {
	if mails == 0 {
		return nil, nil
	}
	return s.listFrom(1)
}

// listFrom gives what is in a folder that is not empty, from a UID on.
func (s *session) listFrom(first uint32) ([]entry, error) {
	var all imap.UIDSet
	all.AddRange(imap.UID(first), 0)
	cmd := s.client.Fetch(all, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true, Flags: true})
	var found []entry
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		var e entry
		for item := m.Next(); item != nil; item = m.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataUID:
				e.uid = uint32(item.UID)
			case imapclient.FetchItemDataRFC822Size:
				e.size = item.Size
			case imapclient.FetchItemDataInternalDate:
				e.at = item.Time
			}
		}
		if e.uid >= first { // the last one is in every range that ends with *
			found = append(found, e)
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, fmt.Errorf("list the folder: %w", err)
	}
	slices.SortFunc(found, func(a, b entry) int { return int(a.uid) - int(b.uid) })
	return slices.CompactFunc(found, func(a, b entry) bool { return a.uid == b.uid }), nil
}

// mostFrom is how long a From field may be, in bytes, to be a member's.
const mostFrom = 64 << 10

// members parts a list by whether a member's address is their From. A mail that
// the server does not give is neither: the next sweep will see.
func (s *session) members(listed []entry) (known []entry, others []uint32, err error) {
	from := &imap.FetchItemBodySection{
		Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"From"}, Peek: true, Partial: &imap.SectionPartial{Size: mostFrom},
	}
	for _, m := range listed {
		header, err := s.section(m.uid, from, mostFrom)
		if err != nil && header == nil {
			return nil, nil, err
		}
		switch {
		case header == nil:
		case len(header) == mostFrom:
			s.config.Log.Info("a mail in the folder for spam is passed: its From is too long to be anybody's", "uid", m.uid)
			others = append(others, m.uid)
		case s.door.Knows(author(header)):
			known = append(known, m)
		default:
			others = append(others, m.uid)
		}
	}
	return known, others, nil
}

// keep fetches mails and hands them over, and moves away what was kept.
func (s *session) keep(ctx context.Context, f Folder, listed []entry) error {
	for len(listed) > 0 {
		mails, uids, rest, lost := s.some(listed)
		if len(mails) > 0 { // those before the connection was lost, too: it may be lost at the same mail again
			if err := s.door.Keep(ctx, f, mails); err != nil {
				return fmt.Errorf("keep mail of the mailbox: %w", err)
			}
		}
		if lost != nil {
			return lost
		}
		if err := s.clear(uids); err != nil {
			return err
		}
		listed = rest
	}
	return nil
}

// some fetches the first of the listed mails, as many as are handed over at a
// time; with an error, those that came before it.
func (s *session) some(listed []entry) (mails []Mail, uids []uint32, rest []entry, err error) {
	bytes := 0
	for len(listed) > 0 && len(mails) < batchMails && bytes < batchBytes && err == nil {
		m := listed[0]
		listed = listed[1:]
		var raw []byte
		raw, err = s.fetch(m)
		if raw == nil {
			continue // gone since, or the server cannot read it: the next sweep will see
		}
		mails, uids, bytes = append(mails, Mail{m.uid, m.at, raw}), append(uids, m.uid), bytes+len(raw)
	}
	return mails, uids, listed, err
}

// fetch gives a mail, or no more than a byte above the limit of it.
func (s *session) fetch(m entry) ([]byte, error) {
	whole := &imap.FetchItemBodySection{Peek: true}
	if m.size > s.config.Size {
		whole.Partial = &imap.SectionPartial{Size: s.config.Size + 1}
	}
	return s.section(m.uid, whole, s.config.Size+1)
}

// section fetches a part of a mail, or its first bytes, as many as most; nil
// where the server has none. It was read whole, and the server said OK; only of
// a part that has more than most the rest, which is read past and thrown away,
// may not have come: then there is an error too.
func (s *session) section(uid uint32, what *imap.FetchItemBodySection, most int64) (raw []byte, err error) {
	late := time.AfterFunc(oneMail, s.line.cut)
	defer late.Stop()
	cmd := s.client.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{what}})
	size := int64(0)
	// All that the server sends is taken, to where the connection breaks: go-imap's
	// own goroutine waits for that, and closing the connection waits for it.
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		for item := m.Next(); item != nil; item = m.Next() {
			body, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil || raw != nil {
				continue
			}
			size = body.Literal.Size()
			raw, err = io.ReadAll(io.LimitReader(body.Literal, most))
			if err != nil || int64(len(raw)) < min(size, most) { // what broke is not read again: go-imap does that now
				s.line.cut()
				return nil, fmt.Errorf("fetch mail %d: cut off: %w", uid, io.ErrUnexpectedEOF)
			}
		}
	}
	err = cmd.Close()
	switch {
	case said(err):
		s.config.Log.Warn("the server does not give a mail", "uid", uid, "err", err)
		return nil, nil
	case err != nil && size <= most:
		raw = nil
	}
	if err != nil {
		return raw, fmt.Errorf("fetch mail %d: %w", uid, err)
	}
	return raw, nil
}

// author is the address of a From field, "" for none that is anybody's.
func author(header []byte) string {
	_, value, _ := strings.Cut(string(header), ":")
	_, from, err := address.ParseFrom(strings.TrimSpace(unfold.Replace(value)))
	if err != nil {
		return ""
	}
	return from
}

var unfold = strings.NewReplacer("\r", "", "\n", "")
