package imapin

import (
	"errors"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// said tells an answer of the server, NO or BAD, from a connection that broke.
func said(err error) bool {
	_, ok := errors.AsType[*imap.Error](err)
	return ok
}

// clear moves mails that were handled out of the way, where that is safe: by
// MOVE (RFC 6851), or by COPY and UID EXPUNGE of what the server says it has
// copied (UIDPLUS, RFC 4315). Elsewhere they stay: what was handled is
// remembered, and a plain EXPUNGE would take what others marked.
func (s *session) clear(uids []uint32) error {
	moves, expunges := s.caps.Has(imap.CapMove), s.caps.Has(imap.CapUIDPlus)
	if len(uids) == 0 || s.stays || s.past.stuck || !moves && !expunges {
		return nil
	}
	if err := s.prepare(); err != nil || s.stays {
		return err
	}
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	var err error
	if moves {
		_, err = s.client.Move(set, s.handled).Wait()
	} else {
		err = s.copyAway(set)
	}
	if said(err) { // a full mailbox, a right that is missing: it is kept, and may stay
		s.config.Log.Warn("what was handled stays in the mailbox", "folder", s.handled, "mails", len(uids), "err", err)
		return nil
	}
	return err
}

// copyAway deletes only what the server says it has copied, each to a place of
// its own. A mail that somebody deleted meanwhile is not among that.
func (s *session) copyAway(set imap.UIDSet) error {
	copied, err := s.client.Copy(set, s.handled).Wait()
	if err != nil {
		return err
	}
	from, _ := copied.SourceUIDs.Nums()
	to, _ := copied.DestUIDs.Nums()
	if len(from) == 0 {
		if there, err := s.holds(set); err != nil || !there {
			return err // nothing was there to be copied
		}
	}
	foreign := slices.ContainsFunc(from, func(uid imap.UID) bool { return !set.Contains(uid) })
	if len(from) == 0 || len(from) != len(to) || foreign {
		s.config.Log.Warn("what was handled stays in the mailbox: the server does not say what it copied", "copied", len(from), "copies", len(to))
		return s.stop()
	}
	mark := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err = s.client.Store(copied.SourceUIDs, mark, nil).Close(); err == nil {
		err = s.client.UIDExpunge(copied.SourceUIDs).Close()
	}
	if said(err) {
		if lost := s.stop(); lost != nil {
			return lost
		}
	}
	return err
}

// holds tells whether any of these mails is still in the folder.
func (s *session) holds(set imap.UIDSet) (bool, error) {
	found, err := s.client.Fetch(set, &imap.FetchOptions{UID: true}).Collect()
	if said(err) { // who knows
		return true, nil
	}
	return len(found) > 0, err
}

// stop has nothing moved any more, by later sessions neither: what was copied
// stays, and each look would add a copy. Where the connection broke, the answer
// may have been cut short, and another session may fare better.
func (s *session) stop() error {
	err := s.client.Noop().Wait()
	s.past.stuck = err == nil
	return err
}

// prepare finds out how the folder for what was handled is called here, and
// makes it. Where it cannot be made, nothing is moved.
func (s *session) prepare() error {
	if s.handled != "" {
		return nil
	}
	name, err := s.name("Toutdoux", "handled")
	if err != nil {
		return err
	}
	err = s.client.Create(name, nil).Wait()
	if said(err) && !s.exists(name) {
		s.config.Log.Warn("what was handled stays in the mailbox: its folder cannot be made", "folder", name, "err", err)
		s.stays = true
		return nil
	}
	if err != nil && !said(err) {
		return err
	}
	if name == s.config.Mailbox || name == s.config.Spam { // it would be read again for ever
		s.config.Log.Warn("what was handled stays in the mailbox: its folder is one that is read", "folder", name)
		s.stays = true
		return nil
	}
	s.handled = name
	return nil
}

// name puts a folder's name together as this server does: some have everything
// below INBOX, and some have no folders in folders.
func (s *session) name(parts ...string) (string, error) {
	prefix, delimiter := "", rune(0)
	if s.caps.Has(imap.CapNamespace) {
		spaces, err := s.client.Namespace().Wait()
		if err != nil && !said(err) {
			return "", err
		}
		if err == nil && len(spaces.Personal) > 0 {
			prefix, delimiter = spaces.Personal[0].Prefix, spaces.Personal[0].Delim
		}
	}
	if delimiter == 0 {
		roots, err := s.client.List("", "", nil).Collect()
		if err != nil && !said(err) {
			return "", err
		}
		if len(roots) > 0 {
			delimiter = roots[0].Delim
		}
	}
	if delimiter == 0 {
		delimiter = '-'
	}
	return prefix + strings.Join(parts, string(delimiter)), nil
}

// exists tells whether there is a folder of that name.
func (s *session) exists(name string) bool {
	found, err := s.client.List("", name, nil).Collect()
	return err == nil && len(found) > 0
}
