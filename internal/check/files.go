package check

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"toutdoux/internal/association"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/store"
)

// files looks at what the configuration names on the disk.
func (c *checker) files(_ context.Context, s *sheet) {
	s.ok("the configuration %s is read, and understood", c.cfg.File)
	if !c.folder(s) {
		return
	}
	c.hidden(s)
	if file := c.cfg.Organisation.Charter; file != "" {
		if _, err := association.FirstCharter(file); err != nil {
			s.warn("write that file, or take organisation.charter out: it is read at the founding only", "the charter cannot be used: %v", err)
		}
	}
	house, err := association.House(c.cfg)
	if err == nil {
		err = compose.Try(house)
	}
	switch {
	case err != nil:
		s.fault("mend it: the daemon does not start with it. Try toutdoux letters preview", "your own letters cannot be used: %v", err)
	case c.cfg.Letters.Templates != "":
		s.ok("your own letters in %s can be written", c.cfg.Letters.Templates)
	}
}

// folder looks at the data folder, and tells whether it is there.
func (c *checker) folder(s *sheet) bool {
	folder := c.cfg.Organisation.Data
	about, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.fault("run toutdoux init, or name another folder in organisation.data", "there is no data folder %s", folder)
		return false
	case err != nil:
		s.fault("run this as the daemon's user", "the data folder cannot be looked at: %v", err)
		return false
	}
	if owner := ownerOf(about); os.Geteuid() == 0 && owner != "" && owner != "root" {
		s.note("run it as the daemon does: sudo -u "+owner+" toutdoux check", "this runs as root, who may do all: what follows need not hold for the daemon")
	}
	f, err := os.CreateTemp(folder, ".check-*")
	if err != nil {
		s.fault("give the folder to the daemon's user, and run this as that user", "nothing can be written into the data folder: %v", err)
		return true
	}
	f.Close()
	os.Remove(f.Name())
	s.ok("the data folder %s can be written", folder)
	return true
}

// ownerOf names the user whose file that is, "" where that is not known.
func ownerOf(about fs.FileInfo) string {
	stat, ok := about.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	id := strconv.Itoa(int(stat.Uid))
	if named, err := user.LookupId(id); err == nil {
		return named.Username
	}
	return "#" + id
}

// hidden looks at who may read what must stay secret.
func (c *checker) hidden(s *sheet) {
	before := len(s.found)
	key := association.KeyPath(c.cfg.Organisation.Data)
	if exposed(key) {
		s.fault("run chmod 600 "+key+". Whoever copied it can answer letters for others: where that may be, have it replaced", "everybody on this machine can read the key %s", key)
	}
	for _, path := range c.private() {
		if exposed(path) {
			s.warn("run chmod 600 "+path+", and see that the daemon's user owns it", "everybody on this machine can read %s", path)
		}
	}
	if len(s.found) == before && store.Exists(c.cfg.Organisation.Data) {
		s.ok("the key and the passwords are hidden from other users of this machine")
	}
}

// private are the files with passwords and private keys that are named.
func (c *checker) private() (paths []string) {
	login := func(l config.Login) {
		if l.Password != "" {
			paths = append(paths, c.cfg.File)
		}
		if l.PasswordFile != "" {
			paths = append(paths, l.PasswordFile)
		}
	}
	if in := c.cfg.Receive.IMAP; in != nil {
		login(in.Login)
	}
	if out := c.cfg.Send.SMTP; out != nil {
		login(out.Login)
	}
	if in := c.cfg.Receive.SMTP; in != nil && in.TLSKey != "" {
		paths = append(paths, in.TLSKey)
	}
	for _, key := range c.cfg.DKIM.Keys {
		paths = append(paths, key.File)
	}
	return paths
}

// exposed tells whether everybody may read a file: its mode says so, and no
// folder above it keeps them out.
func exposed(path string) bool {
	about, err := os.Stat(path)
	if err != nil || about.Mode().Perm()&0o004 == 0 {
		return false
	}
	path, err = filepath.Abs(path)
	for err == nil && path != filepath.Dir(path) {
		path = filepath.Dir(path)
		if about, err = os.Stat(path); err != nil || about.Mode().Perm()&0o001 == 0 {
			return false
		}
	}
	return err == nil
}

// Little room is under so many of the largest mails, or of the register, which a
// backup needs once more.
const (
	fewMails = 20
	noMails  = 2
)

// disk looks at the room that is left.
func (c *checker) disk(_ context.Context, s *sheet) {
	folder := c.cfg.Organisation.Data
	free, err := c.Machine.Space(folder)
	if err != nil {
		s.note("", "how much room is left in %s cannot be known: %v", folder, err)
		return
	}
	mail, register := int64(c.cfg.Limits.MailSize), store.Size(folder)
	const mend = "make room, or move the data folder to a larger disk: when it is full no mail is taken, and senders are asked to come back"
	switch {
	case free < noMails*mail:
		s.fault(mend, "the disk of the data folder is full: %s left, and one mail may have %s", size(free), size(mail))
	case free < max(fewMails*mail, register):
		s.warn(mend, "the disk of the data folder is nearly full: %s left, and the register has %s", size(free), size(register))
	default:
		s.ok("the disk of the data folder has %s left, and the register %s", size(free), size(register))
	}
}

// size says bytes in words.
func size(bytes int64) string {
	value, unit := float64(bytes), "bytes"
	for _, larger := range []string{"KiB", "MiB", "GiB", "TiB"} {
		if value < 1024 {
			break
		}
		value, unit = value/1024, larger
	}
	digits := 0
	if value < 10 && unit != "bytes" {
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64) + " " + unit
}
