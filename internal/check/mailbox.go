package check

import (
	"context"
	"errors"
	"net"
	"strings"

	"toutdoux/internal/association"
	"toutdoux/internal/imapin"
)

// mailboxConfig is how the mailbox is read, with its secret at hand and noted as
// one.
func (c *checker) mailboxConfig(ctx context.Context) (imapin.Config, error) {
	config := association.Mailbox(c.cfg, association.World{Dial: c.Dial})
	word, token, err := config.Secret(ctx)
	c.secrets.keep(config.Username, word)
	config.Secret = func(context.Context) (string, bool, error) { return word, token, nil }
	return config, err
}

// mailbox logs in to the mailbox, and looks at its folders.
func (c *checker) mailbox(ctx context.Context, s *sheet) {
	in := c.cfg.Receive.IMAP
	config, err := c.mailboxConfig(ctx)
	if err != nil {
		c.noSecret(s, in.Login, err)
		return
	}
	config.Since = c.founded(ctx)
	look, err := imapin.Open(ctx, config)
	if err != nil {
		c.noMailbox(ctx, s, err)
		return
	}
	defer look.Close()
	s.ok("%s is reached, and lets %s in", in.Address, in.Username)
	c.folders(ctx, s, look)
	if name, err := look.Junk(); err == nil && name != "" && in.Spam == "" {
		s.note(`set spam = "`+name+`" in [receive.imap]`, "the mailbox has a folder for spam, %s: what members write, and the provider takes for spam, is not read", name)
	}
	if ctx.Err() == nil {
		abilities(s, look.Abilities())
	}
}

// noMailbox tells why there is no way in.
func (c *checker) noMailbox(ctx context.Context, s *sheet, err error) {
	in := c.cfg.Receive.IMAP
	var refused *imapin.Refusal
	var away *net.OpError
	if errors.As(err, &refused) {
		what, mend := refusal(s.subject, in.Login, refused.Said, refused.Tokens, refused.Passwords)
		if refused.Token {
			what, mend = tokenRefusal(refused.Said, "to IMAP")
		}
		s.fault(mend, "%s refuses the login of %s: %s (it says %q)", in.Address, in.Username, what, refused.Said)
		return
	}
	if what, is := certificate(err); is {
		s.fault("write the name that the provider's help gives into address of [receive.imap]", "the certificate of %s cannot be trusted: %s", in.Address, what)
		return
	}
	if errors.As(err, &away) && away.Op == "dial" || ctx.Err() != nil {
		s.fault("check address of [receive.imap], and that no firewall is in the way; 993 is the usual port", "%s is not reached: %s", in.Address, unreached(ctx, err))
		return
	}
	if _, said, greeted := strings.Cut(err.Error(), "STARTTLS: "); greeted && strings.HasPrefix(err.Error(), "greet ") {
		s.fault("check address of [receive.imap]: 993 is the usual port of mailboxes; 465, 587 and 25 are for sending", "%s does not greet as a mailbox: %s", in.Address, said)
		return
	}
	s.fault("", "%v", err)
}

// folders looks at those that are named.
func (c *checker) folders(ctx context.Context, s *sheet, look *imapin.Look) {
	in := c.cfg.Receive.IMAP
	for _, f := range []struct{ key, name string }{{"mailbox", in.Mailbox}, {"spam", in.Spam}} {
		if f.name == "" {
			continue
		}
		mails, _, there, err := look.Folder(f.name)
		switch {
		case err != nil:
			s.fault("try again; if it stays so, ask the provider", "the folder %s cannot be opened: %s", f.name, unreached(ctx, err))
		case !there && f.key == "spam":
			s.warn("name one of its folders in spam of [receive.imap], or remove that line: "+look.Names(ctx), "the mailbox has no folder %s, so that what is taken for spam is not read; all other mail is", f.name)
		case !there:
			s.fault("name one of its folders in "+f.key+" of [receive.imap]: "+look.Names(ctx), "the mailbox has no folder %s, so that nothing is read", f.name)
		default:
			s.ok("the folder %s is there, with %s", f.name, many(int(mails), "mail"))
			early(ctx, s, look, f.name)
		}
	}
}

// early tells of mails that are not read since they are older than the association.
func early(ctx context.Context, s *sheet, look *imapin.Look, folder string) {
	switch mails, err := look.Early(folder); {
	case err != nil:
		s.warn("try again; if it stays so, ask the provider", "the folder %s cannot be listed: %s", folder, unreached(ctx, err))
	case mails == 1:
		s.note("", "1 mail in %s is from before the founding: it is left alone", folder)
	case mails > 1:
		s.note("", "%d mails in %s are from before the founding: they are left alone", mails, folder)
	}
}

// abilities tells what the server can do, and what is done where it cannot.
func abilities(s *sheet, can imapin.Abilities) {
	switch {
	case can.Idle:
		s.ok("the server tells of a mail as it arrives (IDLE)")
	default:
		s.note("", "the server does not tell of a mail as it arrives (no IDLE): the mailbox is looked at every minute")
	}
	switch {
	case can.Move:
		s.ok("the server moves mails (MOVE): what was handled goes to its folder Toutdoux/handled")
	case can.UIDPlus:
		s.ok("the server says what it copied (UIDPLUS): what was handled is copied to its folder Toutdoux/handled, and only then deleted")
	default:
		s.note("", "the server cannot move mails safely (neither MOVE nor UIDPLUS): what was handled stays where it is, and is remembered")
	}
}
