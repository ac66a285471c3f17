package check

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"toutdoux/internal/config"
)

// refusals are what providers say to a login, in lower case, and what that
// means; {file} is where the password is. The first that is found counts.
var refusals = []struct{ said, what, mend string }{
	{"basic authentication is disabled", onlyTokens, ""},
	{
		"smtpclientauthentication is disabled", "the provider has switched off sending by mail programs for this account",
		"have its administrator switch on “Authenticated SMTP” for it, or send through another server",
	},
	{
		"application-specific password", "the provider wants a password made for programs, not the one of the account",
		"switch on its two-step verification, make an “app password” in the account's security page, and write that, without spaces, into {file}",
	},
	{
		"app password", "the provider wants a password made for programs, not the one of the account",
		"make an “app password” in the account's security page, and write that, without spaces, into {file}",
	},
	{
		"not enabled for imap", "IMAP is switched off for this account",
		"switch it on in the settings of its web mail (often “POP and IMAP”)",
	},
	{
		"imap is disabled", "IMAP is switched off for this account",
		"switch it on in the settings of its web mail (often “POP and IMAP”)",
	},
	{
		"imap access", "IMAP is switched off for this account",
		"switch it on in the settings of its web mail (often “POP and IMAP”)",
	},
	{
		"web browser", "the provider wants to see somebody log in by the web first",
		"log in to its web mail once as this user, answer what it asks, and try again",
	},
	{
		"too many", "the provider refuses logins for a while: there were too many",
		"wait a quarter of an hour, and try again; see that no other program uses an old password",
	},
}

// refusal tells in plain words why a login is refused. The table is the
// configuration's, for the way to mend it; tokens and passwords tell what the
// server says it takes.
func refusal(table string, l config.Login, said string, tokens, passwords bool) (what, mend string) {
	what, mend, found := known(said)
	switch {
	case what == onlyTokens, !found && tokens && !passwords:
		return onlyTokens, "give a token_command that prints a token in [" + table + "], in the place of the password; where that is too much, have the list at another provider"
	case !found:
		what = "the user name or the password is wrong"
		mend = "write the password anew into {file}: many providers want an “app password” made for programs; or mend username of [" + table + "]: it is often the whole address"
	}
	return what, strings.ReplaceAll(mend, "{file}", whereKept(table, l))
}

// whereKept names where the password of a login is.
func whereKept(table string, l config.Login) string {
	switch {
	case l.PasswordFile != "":
		return l.PasswordFile
	case l.Password != "":
		return "password of [" + table + "]"
	}
	return "the file of LoadCredential=" + table + ".password (systemctl cat toutdoux), and restart the service"
}

// tokenRefusal is refusal of a token, which is to give the right named.
func tokenRefusal(said, right string) (what, mend string) {
	if what, mend, found := known(said); found && mend != "" {
		return what, strings.ReplaceAll(mend, "{file}", "password_file, in the place of token_command")
	}
	return "the token is not taken", "run the token_command by hand; the token may be for another account, or lack the right " + right
}

// known finds what a provider says in the table.
func known(said string) (what, mend string, found bool) {
	for _, r := range refusals {
		if strings.Contains(strings.ToLower(said), r.said) {
			return r.what, r.mend, true
		}
	}
	return "", "", false
}

const onlyTokens = "the provider takes no passwords any more, only tokens (OAuth2)"

// certificate tells in plain words what is wrong with one; ok is false for
// errors that are about none.
func certificate(err error) (what string, ok bool) {
	if _, about := errors.AsType[*tls.CertificateVerificationError](err); !about {
		return "", false
	}
	if wrong, is := errors.AsType[x509.HostnameError](err); is {
		return "it was made for another name than " + wrong.Host, true
	}
	if _, is := errors.AsType[x509.UnknownAuthorityError](err); is {
		return "nobody that this machine knows vouches for it", true
	}
	if invalid, is := errors.AsType[x509.CertificateInvalidError](err); is && invalid.Reason == x509.Expired {
		return "it has expired, or is not valid yet by this machine's clock", true
	}
	return err.Error(), true
}

// unreached tells in plain words why a server cannot be reached.
func unreached(ctx context.Context, err error) string {
	var dns *net.DNSError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("it does not answer in %.0f seconds", patience.Seconds())
	case errors.As(err, &dns) && dns.IsNotFound:
		return "there is no host of that name"
	case errors.As(err, &dns):
		return "the DNS does not answer"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens on that port"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "this machine finds no way to it"
	}
	return err.Error()
}

// many says how many there are of something.
func many(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
