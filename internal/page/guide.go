package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
	"toutdoux/internal/sandbox"
)

// step is one of the three of the first minute.
type step struct {
	Number            int
	Text, Words, Link string // Words are those of the link
	Done, Now         bool
}

// did notes that something was tried: "open" the letter, "send" one, "go on" as
// somebody else or with the clock.
func (s *site) did(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done[what] = true
}

// tried tells what was.
func (s *site) tried(what string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done[what]
}

// steps lead a stranger through the first minute: a letter, a vote, the clock.
// There are none once the last two were tried, nor where there is nothing to vote
// on.
func (s *site) steps(w world, here sandbox.Person) []step {
	me, other, l := s.start.me, s.start.other, s.start.letter
	if l.Number == 0 || s.tried("send") && s.tried("go on") {
		return nil
	}
	begin := s.say("step.open", "name", s.named(w, me.Address))
	if here != me {
		begin = s.say("step.become", "name", s.named(w, me.Address))
	}
	all := []step{
		{Text: begin, Words: l.Subject, Link: "/mail/" + me.User + "/" + strconv.Itoa(l.Number), Done: s.tried("open")},
		{Text: s.say("step.vote", "for", s.speech.Choice(governance.For), "against", s.speech.Choice(governance.Against)), Done: s.tried("send")},
		{Text: s.say("step.jump"), Words: s.say("step.other", "name", s.named(w, other.Address)), Link: "/mail/" + other.User, Done: s.tried("go on")},
	}
	for i := range all {
		all[i].Number = i + 1
	}
	if i := slices.IndexFunc(all, func(x step) bool { return !x.Done }); i >= 0 {
		all[i].Now = true
	}
	return all
}

// beginning is where the first minute begins: somebody who can vote on something
// extraordinary and has not yet, the letter that asks them to, and somebody else
// in whose place to look.
type beginning struct {
	me, other sandbox.Person
	letter    sandbox.Letter
}

func (s *site) begin(w world) beginning {
	people := s.box.People()
	for _, a := range w.actions {
		for i, p := range people {
			if !isOpen(a) || a.Type != governance.Extraordinary || !awaited(w, a, p) {
				continue
			}
			if l, found := s.announcement(p, a.Number); found {
				return beginning{p, people[(i+1)%len(people)], l}
			}
		}
	}
	return beginning{me: people[0]}
}

// awaited tells whether somebody votes, did not propose that action, and has not
// voted on it.
func awaited(w world, a listing.Action, p sandbox.Person) bool {
	voter := slices.ContainsFunc(w.members, func(m listing.Member) bool { return m.Email == p.Address && m.State == "voter" })
	return voter && a.Proposer != p.Address && !slices.ContainsFunc(a.Ballots, func(b listing.Ballot) bool { return b.Member == p.Address })
}

// announcement is the first letter that somebody got about an action.
func (s *site) announcement(p sandbox.Person, number int) (sandbox.Letter, bool) {
	letters := s.box.Letters(p.User)
	i := slices.IndexFunc(letters, func(l sandbox.Letter) bool {
		return !l.Sent && strings.Contains(l.Subject, "#"+strconv.Itoa(number)+"]")
	})
	if i < 0 {
		return sandbox.Letter{}, false
	}
	return letters[i], true
}

// idea is something to try: a link, and what is said after it.
type idea struct{ Words, Link, Why string }

// ideas are what else there is to try, by whom it can be tried now.
func (s *site) ideas(w world, me sandbox.Person) []idea {
	all := []idea{
		{s.say("idea.propose"), "/mail/" + me.User + "/write?kind=" + kinds[0], s.say("idea.propose.why")}, {Why: s.say("idea.unsure")},
	}
	for _, p := range s.box.People() {
		name := ""
		switch i := slices.IndexFunc(w.members, func(m listing.Member) bool { return m.Email == p.Address && m.State != "departed" }); {
		case i < 0 && p.Address != s.box.Config().List.Owner:
			name = "join"
		case i >= 0 && w.members[i].State == "on_leave":
			name = "back"
		default:
			continue
		}
		draft := url.Values{"to": {s.box.Config().List.Address}, "subject": {s.say("word." + name)}}
		all = append(all, idea{s.say("idea."+name, "name", first(s.named(w, p.Address))), "/mail/" + p.User + "/write?" + draft.Encode(), s.say("idea." + name + ".why")})
	}
	return all
}

// welcome leads to the mailbox that the first minute begins in.
func (s *site) welcome(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/mail/"+s.start.me.User, http.StatusSeeOther)
	return nil
}

// mailbox is the first view of a mailbox.
func (s *site) mailbox(w http.ResponseWriter, r *http.Request) error {
	v, err := s.look(r)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, "page", v)
}

// manual is what the page about mail programs shows.
type manual struct {
	Lang, Title, House string
	Options
	Password, List string
	People         []sandbox.Person
}

// programs tells how to play somebody with a mail program.
func (s *site) programs(w http.ResponseWriter, _ *http.Request) error {
	cfg := s.box.Config()
	return s.show(w, http.StatusOK, "programs", manual{
		s.lang, s.say("programs"), cfg.Organisation.Name, s.options, sandbox.Password, cfg.List.Address, s.box.People(),
	})
}
