package prove

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"toutdoux/internal/trust"
)

// Resolver asks the DNS; a *net.Resolver is one. Its methods return when their
// context ends.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error)
	LookupAddr(ctx context.Context, addr string) (names []string, err error)
}

const (
	// patience is how long one answer is waited for.
	patience = 5 * time.Second
	// remembered is how long an answer is believed, and forgiven how long one
	// that did not come is not asked for again.
	remembered = 5 * time.Minute
	forgiven   = 30 * time.Second
	// kept is how long an old answer serves where no question may be asked, so
	// that a flood in somebody's name does not keep their own mails from being
	// proven.
	kept = time.Hour
	// mostKnown bounds the answers and the organisations that are remembered.
	mostKnown = 4096
	// burst is how many questions the mails of one organisation may cause at
	// once, and every how often one more: a flood of forged mails shall not
	// make us flood its victim.
	burst = 60
	every = 10 * time.Second
	// longestRecord bounds a TXT record: an RSA key of 8192 bits takes 1416
	// characters, and larger ones only cost time.
	longestRecord = 2048
	longestName   = 253
)

// directory remembers what the DNS said lately, and how much was asked for
// whom.
type directory struct {
	resolver Resolver

	mu      sync.Mutex
	answers map[string]answer
	asked   map[string]time.Time // by organisation: when its questions are all forgiven
}

type answer struct {
	value any
	err   error
	until time.Time
}

func newDirectory(resolver Resolver) *directory {
	return &directory{resolver: resolver, answers: map[string]answer{}, asked: map[string]time.Time{}}
}

// recall gives a remembered answer, or an old one where another question would
// be one too many; none where it is to be asked.
func (d *directory) recall(question, organisation string) (a answer, known bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	a, known = d.answers[question]
	switch {
	case known && now.Before(a.until):
		return a, true
	case d.allow(organisation, now):
		return a, false
	case known && (a.err == nil || missing(a.err)) && now.Before(a.until.Add(kept)):
		return a, true
	}
	return answer{err: &net.DNSError{Err: "asked too often", Name: question, IsTemporary: true}}, true
}

func (d *directory) remember(question string, value any, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.answers) >= mostKnown {
		clear(d.answers)
	}
	lasts := remembered
	if err != nil && !missing(err) {
		lasts = forgiven
	}
	d.answers[question] = answer{value, err, time.Now().Add(lasts)}
}

// allow takes one question from what an organisation may still cause. The
// caller holds mu.
func (d *directory) allow(organisation string, now time.Time) bool {
	until := d.asked[organisation]
	if until.Before(now) {
		until = now
	}
	if until.Sub(now) > (burst-1)*every {
		return false
	}
	if len(d.asked) >= mostKnown {
		clear(d.asked)
	}
	d.asked[organisation] = until.Add(every)
	return true
}

// inquiry is what is asked about one mail.
type inquiry struct {
	*directory
	ctx          context.Context
	domain       string // of its From
	organisation string
	proof        string // what proves it

	mu      sync.Mutex // signatures are verified side by side
	trouble string     // why an answer did not come
}

func (q *inquiry) fail(trouble string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.trouble = trouble
}

// ask gives an answer of the DNS, or what is remembered of it.
func ask[T any](q *inquiry, kind, name string, lookup func(context.Context, string) (T, error)) (T, error) {
	question := kind + " " + strings.ToLower(name)
	a, known := q.recall(question, q.organisation)
	if !known {
		ctx, cancel := context.WithTimeout(q.ctx, patience)
		defer cancel()
		value, err := lookup(ctx, name)
		a = answer{value: value, err: lasting(err, name)}
		if q.ctx.Err() == nil { // else it is our own time that was over
			q.remember(question, value, a.err)
		}
	}
	var none T
	if a.err != nil {
		if !missing(a.err) {
			q.fail(trust.SilentDNS.Of(q.organisation))
		}
		return none, a.err
	}
	return a.value.(T), nil
}

// lasting makes every error one of the DNS: there is nothing of that name, or
// it is not known, and only the first is lasting.
func lasting(err error, name string) error {
	if err == nil || missing(err) {
		return err
	}
	return &net.DNSError{Err: err.Error(), Name: name, IsTemporary: true, IsTimeout: errors.Is(err, context.DeadlineExceeded)}
}

func missing(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// key gives the record of a DKIM key. A key of another organisation would prove
// nothing, so that nobody is asked for it: whom a mail makes us ask, its From
// alone says. A key in test (t=y) counts as none (RFC 6376 section 3.6.1).
func (q *inquiry) key(name string) ([]string, error) {
	_, domain, _ := strings.Cut(name, "._domainkey.")
	if !trust.Aligned(domain, q.domain) {
		return nil, notFound(name)
	}
	records, err := q.text(name)
	if slices.ContainsFunc(records, inTest) {
		return nil, notFound(name)
	}
	return records, err
}

// inTest says that a key record has the flag y.
func inTest(record string) bool {
	for tag := range strings.SplitSeq(record, ";") {
		name, flags, _ := strings.Cut(tag, "=")
		if strings.TrimSpace(name) != "t" {
			continue
		}
		for flag := range strings.SplitSeq(flags, ":") {
			if strings.TrimSpace(flag) == "y" {
				return true
			}
		}
	}
	return false
}

func notFound(name string) error {
	return &net.DNSError{Err: "not asked for", Name: name, IsNotFound: true}
}

// text gives the TXT records of a name, as dkim and dmarc ask for them.
func (q *inquiry) text(name string) ([]string, error) { return q.LookupTXT(q.ctx, name) }

// LookupTXT gives the TXT records of a name. Records of absurd length are left
// out.
func (q *inquiry) LookupTXT(_ context.Context, name string) ([]string, error) {
	rooted, ok := root(name)
	if !ok {
		return nil, notFound(name)
	}
	records, err := ask(q, "TXT", rooted, q.resolver.LookupTXT)
	var kept []string
	for _, record := range records {
		if len(record) <= longestRecord {
			kept = append(kept, record)
		}
	}
	return kept, err
}

// LookupMX gives the mail exchangers of a name.
func (q *inquiry) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	rooted, ok := root(name)
	if !ok {
		return nil, notFound(name)
	}
	return ask(q, "MX", rooted, q.resolver.LookupMX)
}

// LookupIPAddr gives the addresses of a host.
func (q *inquiry) LookupIPAddr(_ context.Context, host string) ([]net.IPAddr, error) {
	rooted, ok := root(host)
	if !ok {
		return nil, notFound(host)
	}
	return ask(q, "A", rooted, q.resolver.LookupIPAddr)
}

// LookupAddr gives the names of an address.
func (q *inquiry) LookupAddr(_ context.Context, addr string) ([]string, error) {
	return ask(q, "PTR", addr, q.resolver.LookupAddr)
}

// root ends a name with a dot, so that it is nobody's suffix that is asked for,
// and refuses what is no name.
func root(name string) (string, bool) {
	name = strings.TrimSuffix(name, ".")
	strange := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	}
	if name == "" || len(name) > longestName || strings.ContainsFunc(name, strange) {
		return "", false
	}
	return name + ".", true
}
