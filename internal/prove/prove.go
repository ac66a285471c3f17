package prove

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"blitiri.com.ar/go/spf"
	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-msgauth/dmarc"

	"toutdoux/internal/address"
	"toutdoux/internal/trust"
)

// Longest is how long the proof of one mail may take, waiting for others
// included.
const Longest = 20 * time.Second

const (
	// atOnce is how many mails are proven at the same time.
	atOnce = 16
	// signatures is how many DKIM signatures of one mail are looked at.
	signatures = 5
)

// Prover proves the senders of mails. Its methods may be called from any
// goroutine.
type Prover struct {
	policy trust.Policy
	ours   func(recipient string) bool
	dns    *directory
	slots  chan struct{}
}

// New is a prover for an association that has these addresses. A nil resolver
// is the machine's.
func New(policy trust.Policy, lists []address.List, resolver Resolver) *Prover {
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	ours := func(recipient string) bool {
		for _, l := range lists {
			if _, ok := l.Suffix(recipient); ok {
				return true
			}
		}
		return false
	}
	return &Prover{policy, ours, newDirectory(resolver), make(chan struct{}, atOnce)}
}

// Prove says whether a mail's sender is proven, by a DKIM signature or by SPF,
// within Longest.
func (p *Prover) Prove(ctx context.Context, e trust.Evidence) trust.Verdict {
	domain, nothing := trust.Domain(e.Raw)
	if domain == "" {
		return nothing
	}
	ctx, cancel := context.WithTimeout(ctx, Longest)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return trust.Verdict{Why: string(trust.Crowd)}
	}
	q := &inquiry{directory: p.dns, ctx: ctx, domain: domain, organisation: organisation(domain)}
	why := p.signed(q, e)
	if why != "" && e.Arrival.Direct(p.policy) {
		why = q.sent(e, why)
	}
	switch {
	case why == "":
		return trust.Verdict{Authenticated: true, Domain: domain, Why: q.proof}
	case q.trouble != "":
		why = q.trouble
	}
	return trust.Verdict{Why: why}
}

// organisation is whose DNS a mail makes us ask.
func organisation(domain string) string {
	if registered := trust.Organisation(domain); registered != "" {
		return registered
	}
	return domain
}

// signed looks for a DKIM signature of the sender's organisation that was made
// for us, and says why there is none.
func (p *Prover) signed(q *inquiry, e trust.Evidence) (why string) {
	found, err := dkim.VerifyWithOptions(bytes.NewReader(e.Raw), &dkim.VerifyOptions{
		LookupTXT: q.key, MaxVerifications: signatures,
	})
	if err != nil && !errors.Is(err, dkim.ErrTooManySignatures) {
		return string(trust.BadSignatures)
	}
	why = trust.NoneHolds.Of(q.domain)
	for _, v := range found {
		if v.Err != nil || !trust.Aligned(v.Domain, q.domain) {
			continue
		}
		if why = trust.Meant(e.Raw, v.HeaderKeys, p.ours, e.At); why != "" {
			continue
		}
		if why = q.aligned(v.Domain, func(r *dmarc.Record) dmarc.AlignmentMode { return r.DKIMAlignment }); why == "" {
			q.proof = trust.DKIMHolds.Of(strings.ToLower(v.Domain))
			return ""
		}
	}
	return why
}

// sent asks whether the client may send for the sender's organisation (SPF),
// and says why not, after what was wrong with the signatures. A mail with an
// empty or quoted MAIL FROM proves nothing so.
func (q *inquiry) sent(e trust.Evidence, why string) string {
	from, err := address.Normalize(e.From)
	_, domain, _ := strings.Cut(from, "@")
	if err != nil || !trust.Aligned(domain, q.domain) {
		return trust.AndEnvelope.Of(why)
	}
	result, _ := spf.CheckHostWithSender(net.IP(e.Arrival.Peer.Unmap().AsSlice()), e.Hello, from, spf.WithContext(q.ctx), spf.WithResolver(q))
	if result != spf.Pass {
		return trust.AndSPF.Of(why, string(result))
	}
	if strict := q.aligned(domain, func(r *dmarc.Record) dmarc.AlignmentMode { return r.SPFAlignment }); strict != "" {
		return strict
	}
	q.proof = trust.SPFPasses.Of(domain)
	return ""
}

// aligned says why what passed for a domain of the sender's organisation does
// not pass for the sender's own: only a DMARC record can ask for more. Where it
// cannot be had, that is not known.
func (q *inquiry) aligned(name string, mode func(*dmarc.Record) dmarc.AlignmentMode) (why string) {
	record, err := q.policy()
	switch {
	case errors.Is(err, dmarc.ErrNoPolicy):
		return ""
	case err != nil:
		return trust.NoRecord.Of(q.domain)
	case mode(record) == dmarc.AlignmentStrict && !strings.EqualFold(name, q.domain):
		return trust.TooFar.Of(string(record.Policy), q.domain, strings.ToLower(name))
	}
	return ""
}

// policy is the DMARC record of the sender's domain, else of its organisation
// (RFC 7489 section 6.6.3).
func (q *inquiry) policy() (*dmarc.Record, error) {
	options := &dmarc.LookupOptions{LookupTXT: q.text}
	record, err := dmarc.LookupWithOptions(q.domain, options)
	if errors.Is(err, dmarc.ErrNoPolicy) && q.organisation != q.domain {
		return dmarc.LookupWithOptions(q.organisation, options)
	}
	return record, err
}
