// Package association is one association: its register, its clerk, its letters
// and their queue, opened together from one configuration. It owns no timer and
// no listener, and has no goroutine while nothing is to be done: the daemon
// tells it when to tend to what is due.
package association

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/prove"
	"toutdoux/internal/store"
)

// Resolver asks the DNS; a *net.Resolver is one.
type Resolver = prove.Resolver

// World is what an association needs from outside.
type World struct {
	Clock clerk.Clock
	Log   *slog.Logger
	// Changed is called, never blocking, when the answer of Next may have
	// changed; nil where nobody asks.
	Changed func()
	// Dial reaches the smarthost; nil for the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Resolver asks the DNS about senders; nil for the machine's.
	Resolver Resolver
}

func (w World) changed() {
	if w.Changed != nil {
		w.Changed()
	}
}

// Association is an open association.
type Association struct {
	Config *config.Config
	Store  *store.Store
	Clerk  *clerk.Clerk
	List   address.List
	lists  []address.List // with the discussion's, if any

	world   World
	post    *post
	mailbox *mailbox // nil where none is read

	mu     sync.Mutex // guards what follows; the clerk is never called under it, since it calls back
	purged time.Time  // last time old mails were
	next   time.Time  // when the clerk wants to be called, zero for not before new mail
	wary   bool       // the clock jumped, and the clerk knows
	tends  bool       // Tend is under way
}

// Open opens an association that was founded, and refuses statutes in its
// configuration that differ from those in its log.
func Open(ctx context.Context, cfg *config.Config, world World) (*Association, error) {
	a, err := OpenWithoutPost(ctx, cfg, world)
	if err != nil {
		return nil, err
	}
	if a.post, err = newPost(a); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if cfg.Receive.IMAP == nil {
		return a, nil
	}
	if a.mailbox, err = newMailbox(a); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// OpenWithoutPost opens an association for its clerk alone, who carries out an
// operator's command while no daemon runs. It needs no way to send, and has
// nothing to Start or to Tend: letters are written down, and leave with the
// next daemon.
func OpenWithoutPost(ctx context.Context, cfg *config.Config, world World) (*Association, error) {
	keys, err := readKeys(cfg.Organisation.Data)
	if err != nil {
		return nil, err
	}
	register, err := store.Open(cfg.Organisation.Data, store.Options{Proofs: proofs(keys), Plain: intake.Plain})
	if err != nil {
		return nil, err
	}
	if err := checkKey(ctx, register, keys, cfg.Organisation.Data); err != nil {
		return nil, errors.Join(err, register.Close())
	}
	a, err := assemble(ctx, cfg, world, keys, register, false)
	if err == nil {
		err = a.checkStatutes()
	}
	if err == nil {
		err = a.restored(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, register.Close())
	}
	return a, nil
}

// proofs computes the proofs of a delivery as it is written down.
func proofs(keys address.Keys) func(letter int64, member int) (reply, bounce string) {
	return func(letter int64, member int) (string, string) {
		return keys.Proof(address.Reply, letter, int64(member)), keys.Proof(address.Bounce, letter, int64(member))
	}
}

// assemble puts the parts of an association together around its register.
func assemble(ctx context.Context, cfg *config.Config, world World, keys address.Keys, register *store.Store, past bool) (*Association, error) {
	reader, err := Reader(cfg)
	if err != nil {
		return nil, err
	}
	lists := reader.Lists
	a := &Association{Config: cfg, Store: register, List: lists[0], lists: lists, world: world}
	house, err := House(cfg)
	if err == nil {
		err = compose.Try(house)
	}
	if err != nil {
		return nil, err
	}
	composer, err := compose.New(house)
	if err != nil {
		return nil, err
	}
	var prover clerk.Prover
	settle := cfg.Limits.Settle.Duration
	if cfg.Trust.AuthservID == "" && !past {
		prover = prove.New(Policy(cfg), lists, world.Resolver)
		settle = max(settle, 2*prove.Longest) // what came before a deadline may still wait for the DNS
	}
	catchUp := cfg.Limits.CatchUp.Duration
	var sweep func()
	if cfg.Receive.IMAP != nil && !past {
		sweep = a.sweep
		if cfg.Receive.LMTP == nil && cfg.Receive.SMTP == nil {
			catchUp = 0 // nobody retries: it is all in the mailbox
		}
	}
	a.Clerk, err = clerk.Open(ctx, clerk.Office{
		Store: register, Reader: reader, Policy: Policy(cfg), Prover: prover, Keys: keys, Composer: composer,
		List: lists[0], Owner: cfg.List.Owner, Zone: cfg.Zone(), Clock: world.Clock,
		Settle: settle, CatchUp: catchUp, Sweep: sweep,
		VERP: cfg.Send.SMTP != nil && cfg.Send.SMTP.VERP && lists[0].Delimiter != "",
		Past: past, Changed: a.changed, Log: world.Log,
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// checkStatutes refuses a configuration whose statutes are not those in force:
// only the members change them (rules.md, Statutes).
func (a *Association) checkStatutes() error {
	var err error
	a.Clerk.View(func(s *governance.State) { err = CheckStatutes(a.Config, s) })
	return err
}

// CheckStatutes refuses statutes of a configuration that are not those in force.
func CheckStatutes(cfg *config.Config, s *governance.State) error {
	differ := cfg.Statutes.Differ(&s.Statutes)
	if len(differ) == 0 {
		return nil
	}
	key, since := differ[0], "the founding"
	if by, amended := s.Amended[key]; amended {
		since = fmt.Sprintf("action #%d", by.Action)
	}
	return fmt.Errorf("%s: statutes.%s is %q, but %q is in force since %s: only the members change it, so write that here",
		cfg.File, key, cfg.Statutes.Get(key), s.Statutes.Get(key), since)
}

// Claim is how much of a recipient's local part is the name of one of this
// association's lists, in bytes: 0 where the address is none of its own. Where
// two associations claim an address, the longer name is meant.
func (a *Association) Claim(recipient string) int {
	longest := 0
	for _, list := range a.lists {
		if _, ok := list.Suffix(recipient); ok {
			longest = max(longest, len(list.Local))
		}
	}
	return longest
}

// Arriving is a mail as a wire took it.
type Arriving struct {
	Source store.Source
	From   string
	To     []string
	Peer   netip.Addr
	Hello  string
	Raw    []byte
	At     time.Time // its instant where a mailbox gives it
}

// Receive keeps a mail; it returns once the commit has reached the disk.
func (a *Association) Receive(ctx context.Context, m Arriving) error {
	return a.Clerk.Receive(ctx, clerk.Mail{
		Source: m.Source, From: m.From, To: m.To, Peer: m.Peer, Hello: m.Hello, Raw: m.Raw, At: m.At,
	})
}

// changed is the clerk's word after each commit.
func (a *Association) changed(next time.Time) {
	a.mu.Lock()
	a.next = next
	a.mu.Unlock()
	if a.post != nil {
		a.post.queue.Wake()
	}
	a.world.changed()
}

// Next is when Tend is to be called, zero for not before something comes in.
func (a *Association) Next() time.Time {
	a.mu.Lock()
	next := a.next
	a.mu.Unlock()
	if send := a.post.next(); next.IsZero() || !send.IsZero() && send.Before(next) {
		return send
	}
	return next
}

// Tend does what is due: the clerk's timers, then letters, which go out behind
// its back. What is due stays so until the clerk, done, says when it wants to be
// called next. By a clock that jumped nothing is due, and the clerk is called to
// tell the owner.
func (a *Association) Tend(ctx context.Context) {
	now := a.world.Clock.Now()
	trusted := a.Clerk.TrustsClock()
	defer a.rests()
	a.mu.Lock()
	a.tends = true
	due := !a.next.IsZero() && !a.next.After(now) || !trusted && !a.wary
	a.wary = !trusted
	a.mu.Unlock()
	if due {
		a.Clerk.Work(ctx)
	}
	a.post.tend(now)
	if trusted {
		a.purge(ctx, now)
	}
}

func (a *Association) rests() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tends = false
}

// Idle tells whether nothing is under way here: no mail is being kept or
// decided, no letter on its way. What is due by Next may still be to come.
func (a *Association) Idle() bool {
	a.mu.Lock()
	tends := a.tends
	a.mu.Unlock()
	// The clerk, once done, wakes the queue, and a refusal wakes the clerk.
	return !tends && a.Clerk.Idle() && a.post.queue.Idle() && a.Clerk.Idle()
}

// restored drops the letters of a backup before anything can send them, or owe
// new ones.
func (a *Association) restored(ctx context.Context) error {
	since, dropped, err := a.Store.Restored(ctx, a.world.Clock.Now())
	if err == nil && since != "" {
		a.world.Log.Warn("this register was restored from a backup: letters that waited then are not sent, ask members to vote again if they did since", "backup", since, "letters", dropped)
	}
	return err
}

// Start catches up with what waited while nothing ran: mails, deadlines, and
// letters, each of which is tried once.
func (a *Association) Start(ctx context.Context) {
	a.Clerk.Work(ctx)
	a.post.queue.Wake()
	if a.mailbox != nil {
		a.mailbox.start(ctx)
	}
}

// Doubtful is how many letters may arrive twice, as far as is known since the
// start (promise F).
func (a *Association) Doubtful() int64 { return a.post.queue.Doubtful() }

// Works tells what keeps the association from deciding anything, if anything.
func (a *Association) Works() error {
	if err := a.Store.Broken(); err != nil {
		return err
	}
	if err := a.Clerk.Stuck(); err != nil {
		return err
	}
	if !a.Clerk.TrustsClock() {
		return errors.New("the clock jumped: check it, then run toutdoux clock accept")
	}
	return nil
}

// Healthy tells what keeps the association from its work, if anything: a mailbox
// that cannot be read, or a mail set aside, too.
func (a *Association) Healthy(ctx context.Context) error {
	_, _, unread := a.MailboxRead()
	if err := cmp.Or(a.Works(), unread); err != nil {
		return err
	}
	aside, err := a.Store.OldestAside(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("mail %d is set aside: see toutdoux mail list", aside.Number)
}

// Close finishes what is being written, and closes the register.
func (a *Association) Close() error {
	var errs []error
	if a.mailbox != nil {
		errs = append(errs, a.mailbox.close())
	}
	limit, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	errs = append(errs, a.Clerk.Close(limit))
	if a.post != nil {
		errs = append(errs, a.post.close())
	}
	return errors.Join(append(errs, a.Store.Close())...)
}
