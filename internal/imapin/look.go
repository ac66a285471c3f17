package imapin

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// Look is a mailbox that is looked at, as to try what is configured. It opens
// folders read-only (EXAMINE) and changes nothing, not even a flag.
type Look struct {
	s    *session
	stop func() bool
}

// Open connects and logs in. The error is a *Refusal where the server refuses
// the login. When ctx ends, so does all that the Look waits for.
func Open(ctx context.Context, config Config) (*Look, error) {
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	s, err := connect(ctx, config)
	if err != nil {
		return nil, err
	}
	return &Look{s, context.AfterFunc(ctx, s.line.cut)}, nil
}

// Close ends the connection.
func (l *Look) Close() {
	l.stop()
	l.s.client.Close()
}

// Abilities are what a server can do beyond the least.
type Abilities struct {
	Idle    bool // it tells of a mail as it arrives (RFC 2177)
	Move    bool // it moves mails (RFC 6851)
	UIDPlus bool // it tells what it copied, and deletes that alone (RFC 4315)
}

// Abilities are what this server can do.
func (l *Look) Abilities() Abilities {
	caps := l.s.caps
	return Abilities{Idle: caps.Has(imap.CapIdle), Move: caps.Has(imap.CapMove), UIDPlus: caps.Has(imap.CapUIDPlus)}
}

// Handled is how the folder for what was handled is called on this server,
// whether or not it is there yet.
func (l *Look) Handled() (string, error) { return l.s.name("Toutdoux", "handled") }

// Folder tells how many mails are in a folder, and the UID that the next one
// will have at least; there is false where the server has none of that name.
func (l *Look) Folder(name string) (mails, next uint32, there bool, err error) {
	selected, err := l.s.client.Select(name, &imap.SelectOptions{ReadOnly: true}).Wait()
	if said(err) {
		return 0, 0, false, nil
	}
	if err != nil {
		return 0, 0, false, fmt.Errorf("open the folder %s: %w", name, err)
	}
	if next = uint32(selected.UIDNext); next == 0 { // an old server does not say
		listed, err := l.s.list(selected.NumMessages)
		if err != nil {
			return 0, 0, false, err
		}
		next = 1
		if len(listed) > 0 {
			next = listed[len(listed)-1].uid + 1
		}
	}
	return selected.NumMessages, next, true, nil
}

// Early counts the mails of a folder that came before Config.Since.
func (l *Look) Early(name string) (mails int, err error) {
	all, _, there, err := l.Folder(name)
	if err != nil || !there {
		return 0, err
	}
	listed, err := l.s.list(all)
	for _, m := range listed {
		if l.s.config.early(m) {
			mails++
		}
	}
	return mails, err
}

// Since gives the mails of a folder that have at least that UID, whole where
// they are no larger than Config.Size; none where there is no such folder.
func (l *Look) Since(name string, first uint32) ([]Mail, error) {
	mails, _, there, err := l.Folder(name)
	if err != nil || !there || mails == 0 {
		return nil, err
	}
	listed, err := l.s.listFrom(max(first, 1))
	if err != nil {
		return nil, err
	}
	var found []Mail
	for _, m := range listed {
		if m.size > l.s.config.Size {
			continue
		}
		raw, err := l.s.fetch(m)
		if err != nil {
			return nil, err
		}
		if raw != nil { // else somebody moved it away meanwhile
			found = append(found, Mail{m.uid, m.at, raw})
		}
	}
	return found, nil
}

// Names are the folders of the mailbox, as a person reads a list of them.
func (l *Look) Names(ctx context.Context) string {
	folders, err := l.folders()
	if err != nil || ctx.Err() != nil {
		return "the server does not list them"
	}
	var names []string
	for _, f := range folders {
		names = append(names, f.Mailbox)
	}
	const most = 12
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return strings.Join(names, ", ")
}

// junk are names of folders for spam, where nothing marks one (RFC 6154).
var junk = []string{"junk", "spam", "junk e-mail", "junk email", "bulk mail", "pourriel", "pourriels", "indésirables", "courrier indésirable", "quarantaine"}

// Junk is the folder that the server puts spam into, "" where none looks so.
func (l *Look) Junk() (string, error) {
	folders, err := l.folders()
	if err != nil {
		return "", err
	}
	for _, f := range folders {
		if slices.Contains(f.Attrs, imap.MailboxAttrJunk) {
			return f.Mailbox, nil
		}
	}
	for _, f := range folders {
		last := f.Mailbox
		if f.Delim != 0 {
			last = last[strings.LastIndex(last, string(f.Delim))+1:]
		}
		if slices.Contains(junk, strings.ToLower(last)) {
			return f.Mailbox, nil
		}
	}
	return "", nil
}

// folders are those that can be opened.
func (l *Look) folders() ([]*imap.ListData, error) {
	found, err := l.s.client.List("", "*", nil).Collect()
	if err != nil && !said(err) {
		return nil, fmt.Errorf("list the folders: %w", err)
	}
	return slices.DeleteFunc(found, func(f *imap.ListData) bool { return slices.Contains(f.Attrs, imap.MailboxAttrNoSelect) }), nil
}
