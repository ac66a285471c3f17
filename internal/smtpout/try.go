package smtpout

import "context"

// Try goes as far as a mail of this sender would, and sends none: it connects,
// encrypts, logs in, and names the sender, which the smarthost then forgets
// (RSET). It tells whether the line is encrypted. The error is a *Refused.
func (c *Courier) Try(ctx context.Context, from string) (encrypted bool, err error) {
	if err := (Mail{From: from, To: from}).check(); err != nil {
		return false, err
	}
	l, err := c.connect(ctx)
	if err != nil {
		return false, err
	}
	release := context.AfterFunc(ctx, l.cut)
	defer release()
	defer l.quit()
	_, encrypted = l.client.TLSConnectionState()
	if err := l.ask(250, "MAIL FROM:<%s>", from); err != nil {
		if ctx.Err() != nil {
			return encrypted, stopped(ctx, nil)
		}
		return encrypted, session("the smarthost refuses the sender", "", err)
	}
	if err := l.ask(250, "RSET"); err != nil {
		return encrypted, session("the smarthost does not forget a sender", "", err)
	}
	return encrypted, nil
}
