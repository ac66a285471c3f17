package check

import (
	"context"
	"errors"
	"net"
	"strings"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/smtpout"
)

// courier sends as the daemon does.
func (c *checker) courier() (*smtpout.Courier, error) {
	config, err := association.Smarthost(c.cfg, association.World{Dial: c.Dial})
	if err != nil {
		return nil, err
	}
	c.secrets.keep(config.Username, config.Password)
	if ask := config.Token; ask != nil {
		config.Token = func(ctx context.Context) (string, error) {
			token, err := ask(ctx)
			c.secrets.keep(config.Username, token)
			return token, err
		}
	}
	return smtpout.New(config)
}

// noSecret tells that a login cannot be tried. A password that systemd hands to
// the daemon alone is no fault of the daemon's that runs with it.
func (c *checker) noSecret(s *sheet, l config.Login, err error) {
	switch {
	case l.TokenCommand != "":
		s.fault("", "%v", err) // it says what to do
	case l.PasswordFile != "":
		s.fault("see that the daemon's user can read it, and run this as that user", "%v", err)
	case c.served():
		c.secretless.Store(true)
		s.warn("run this as the daemon's user with CREDENTIALS_DIRECTORY=/run/credentials/toutdoux.service", "the login of %s is not tried: its password is not at hand here, systemd hands it to the daemon", l.Username)
	default:
		s.fault("", "%v", err)
	}
}

// smarthost goes as far as a letter would, and sends none.
func (c *checker) smarthost(ctx context.Context, s *sheet) {
	out := c.cfg.Send.SMTP
	if out == nil {
		s.fault("name the server that letters leave through", "[send.smtp] is missing")
		return
	}
	courier, err := c.courier()
	if err != nil {
		c.noSecret(s, out.Login, err)
		return
	}
	defer courier.Close()
	encrypted, err := courier.Try(ctx, c.cfg.List.Address)
	if err != nil {
		c.noSmarthost(ctx, s, err)
		return
	}
	how := "unencrypted, on this machine"
	if encrypted {
		how = "encrypted"
	}
	if out.Username != "" {
		how += ", logged in as " + out.Username
	}
	s.ok("%s takes mail from %s (%s)", out.Address, c.cfg.List.Address, how)
}

// noSmarthost tells why no letter would leave.
func (c *checker) noSmarthost(ctx context.Context, s *sheet, err error) {
	out := c.cfg.Send.SMTP
	var refused *smtpout.Refused
	var away *net.OpError
	if what, is := certificate(err); is {
		s.fault("write the name that the provider's help gives into address of [send.smtp]", "the certificate of %s cannot be trusted: %s", out.Address, what)
		return
	}
	if errors.As(err, &refused) && strings.HasSuffix(refused.What, "no token to log in with") {
		s.fault("", "%s", refused.Text) // it says what to do
		return
	}
	if !errors.As(err, &refused) || ctx.Err() != nil || refused.Code == 0 && errors.As(err, &away) && away.Op == "dial" {
		s.fault("check address of [send.smtp], and that no firewall is in the way: some hosts block 25, so that 587 or 465 is used", "%s is not reached: %s", out.Address, unreached(ctx, err))
		return
	}
	said := strings.TrimPrefix(refused.Text, strings.TrimSuffix(refused.What+"; "+refused.Mend, "; ")+": ")
	switch {
	case strings.HasSuffix(refused.What, "refuses the login"):
		what, mend := refusal(s.subject, out.Login, said, false, true)
		s.fault(mend, "%s refuses the login of %s: %s (it says %q)", out.Address, out.Username, what, said)
	case strings.HasSuffix(refused.What, "refuses the token"):
		what, mend := tokenRefusal(said, "to send by SMTP")
		s.fault(mend, "%s refuses the login of %s: %s (it says %q)", out.Address, out.Username, what, said)
	case refused.Code == 0 && strings.HasSuffix(refused.What, "refuses the sender"):
		s.fault("try again; if it stays so, ask the provider", "%s hangs up at the sender %s: %s", out.Address, c.cfg.List.Address, said)
	case strings.HasSuffix(refused.What, "refuses the sender"):
		mend := "have this account allowed to send as that address, or give the list the account's own address"
		if out.Username == "" {
			mend = "have the server take mail from this machine, or give username and password_file in [send.smtp]"
		}
		s.fault(mend, "%s does not take mail from %s: %s", out.Address, c.cfg.List.Address, said)
	default:
		s.fault(refused.Mend, "%s: %s", refused.What, said)
	}
}
