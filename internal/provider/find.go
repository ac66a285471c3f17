package provider

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Resolver asks the DNS; *[net.Resolver] is one.
type Resolver interface {
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// How is how servers were found.
type How int

// From the surest to the least sure.
const (
	BySRV    How = iota + 1 // the domain names them
	ByMX                    // its mail goes to a provider whose they are
	ByDomain                // it is a provider's own domain
	Guessed                 // nothing tells
)

// Found is where a mailbox is likely to be.
type Found struct {
	// IMAP and SMTP are host:port as Provider has them; "" where the domain says
	// that it offers no such service, or none that could be used (RFC 6186
	// section 3.4).
	IMAP, SMTP string
	// GuessedIMAP and GuessedSMTP: that one only bears a name that such servers
	// often have.
	GuessedIMAP, GuessedSMTP bool
	How                      How
	// Elsewhere: the DNS points to a host outside the domain that is no known
	// provider's. Nobody may be sent there without having been asked (RFC 6186
	// section 6).
	Elsewhere bool
	// Provider is what is known of who keeps the mailbox, or nil.
	Provider *Provider
}

// patience is how long the DNS may take, all questions together.
const patience = 4 * time.Second

// Find looks for the servers of the addresses of a domain (in lower case and
// ASCII). It fails never: what the DNS does not say in time is guessed.
func Find(ctx context.Context, dns Resolver, domain string) Found {
	var a answers
	if !reserved(domain) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		a = ask(ctx, dns, domain)
	}
	guess := Found{IMAP: "imap." + domain + ":993", SMTP: "smtp." + domain + ":465", GuessedIMAP: true, GuessedSMTP: true, How: Guessed}
	if p := a.provider(); p != nil {
		guess = Found{IMAP: p.IMAP, SMTP: p.SMTP, How: ByMX, Provider: p}
	}
	if p := byDomain(domain); p != nil {
		guess = Found{IMAP: p.IMAP, SMTP: p.SMTP, How: ByDomain, Provider: p}
	}
	return a.over(guess, domain)
}

// Username is what logs in to the mailbox of an address.
func (f Found) Username(address string) string {
	if f.Provider != nil && f.Provider.Local {
		address, _, _ = strings.Cut(address, "@")
	}
	return address
}

// reserved tells whether the DNS will never know a domain (RFC 6761): it is
// not asked.
func reserved(domain string) bool {
	top := domain[strings.LastIndexByte(domain, '.')+1:]
	return slices.Contains([]string{"localhost", "test", "example", "invalid", "local"}, top)
}

// answers are what the DNS says of a domain. A service that it says nothing of
// is nil; one that it does not offer has no servers.
type answers struct {
	imaps, imap, submissions, submission []*net.SRV
	mx                                   []*net.MX
}

// ask puts all questions at once.
func ask(ctx context.Context, dns Resolver, domain string) (a answers) {
	var all sync.WaitGroup
	for service, to := range map[string]*[]*net.SRV{
		"imaps": &a.imaps, "imap": &a.imap, "submissions": &a.submissions, "submission": &a.submission,
	} {
		all.Go(func() { *to = lookup(ctx, dns, service, domain) })
	}
	all.Go(func() {
		a.mx, _ = dns.LookupMX(ctx, domain) // none is as good as no answer
	})
	all.Wait()
	return a
}

// lookup gives the servers of a service in the order in which they are to be
// tried: by priority, then the heaviest (RFC 2782 draws lots, but a
// configuration names one for good). What is malformed is as good as none.
func lookup(ctx context.Context, dns Resolver, service, domain string) []*net.SRV {
	_, servers, err := dns.LookupSRV(ctx, service, "tcp", domain)
	if bad := new(net.DNSError); err != nil && !(errors.As(err, &bad) && len(servers) > 0) {
		return nil
	}
	slices.SortStableFunc(servers, func(a, b *net.SRV) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(b.Weight, a.Weight))
	})
	return servers
}

// provider is the first that mail of the domain goes to, or nil.
func (a answers) provider() *Provider {
	slices.SortStableFunc(a.mx, func(x, y *net.MX) int { return cmp.Compare(x.Pref, y.Pref) })
	for _, mx := range a.mx {
		if p := byMX(plain(mx.Host)); p != nil {
			return p
		}
	}
	return nil
}

// over is what the domain says of itself, and the guess where it says nothing:
// sure where it is of the same provider, and a guess still where the domain
// names somebody else for the other service.
func (a answers) over(guess Found, domain string) Found {
	found := guess
	if server, said := choose(a.imaps, a.imap, 993); said {
		found.IMAP, found.GuessedIMAP = found.point(server, domain), false
		switch {
		case found.Provider != nil:
			found.SMTP, found.GuessedSMTP = found.Provider.SMTP, false
		case server != nil:
			found.GuessedSMTP = true
		}
	}
	if server, said := choose(a.submissions, a.submission, 465); said {
		keeper, named := found.Provider, found.How == BySRV
		found.SMTP, found.GuessedSMTP = found.point(server, domain), false
		if keeper != found.Provider {
			found.GuessedIMAP = !named && (found.Provider == nil || found.Provider.IMAP != found.IMAP) // Gmail and Google Workspace have the same
			found.Provider = nil                                                                       // nobody known keeps both
		}
	}
	return found
}

// point notes where the domain points to, and gives it as host:port.
func (f *Found) point(server *net.SRV, domain string) string {
	f.How = BySRV
	if server == nil {
		return ""
	}
	host := plain(server.Target)
	f.Provider = byServer(host)
	f.Elsewhere = f.Elsewhere || f.Provider == nil && host != domain && !matches(host, "."+domain)
	return net.JoinHostPort(host, strconv.Itoa(int(server.Port)))
}

// choose takes the server with TLS from the start where one has the port on
// which this program begins so, and else one with STARTTLS (RFC 8314 section
// 3). A target of "." is a service that is not offered; said tells whether the
// domain says anything.
func choose(secure, other []*net.SRV, port uint16) (server *net.SRV, said bool) {
	for _, s := range secure {
		said = true
		if plain(s.Target) != "" && s.Port == port {
			return s, true
		}
	}
	for _, s := range other {
		said = true
		if plain(s.Target) != "" && s.Port != port {
			return s, true
		}
	}
	return nil, said
}

// plain is a host's name as configurations write it.
func plain(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }
