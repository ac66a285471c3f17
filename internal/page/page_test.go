package page_test

import (
	"bufio"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"toutdoux/internal/sandbox"
)

func path(user string, l sandbox.Letter) string {
	return "/mail/" + user + "/" + strconv.Itoa(l.Number)
}

// What is only looked at is looked at in the same two sandboxes.
func TestLooking(t *testing.T) {
	fr, en := open(t, "fr"), open(t, "en")
	firstPage(t, fr, en)
	notThere(t, fr, en)
	programs(fr)
	guarded(t, fr)
}

// The first page is the mailbox of somebody who has a vote to give, and says who
// all are, how the actions stand, what the clock says, and what to do first.
func firstPage(t *testing.T, fr, en visit) {
	for locale, words := range map[string][]string{
		"fr": {
			"Vous êtes Alice Martin", "Courrier d’Alice", "[EXTRA #4] Louer la parcelle d’à côté", "Gwen Le Goff en vacances", "Zoé Faure pas membre",
			"Dave Moreau", "silence depuis longtemps", "vient d’arriver, vote à partir du samedi 28 novembre", "s’occupe de la machine",
			"dimanche 22 novembre à 12 h", "1 pour, 0 blanc, 1 contre sur 6 qui peuvent voter", "On vote jusqu’au dimanche 29 novembre à 19 h",
			"Hugo Lambert vote CONTRE sur #4", "#3 Prêter la sono au collège, vendredi 27 novembre à 8 h 30", "Pourquoi lu ainsi",
		},
		"en": {
			"You are Alice Martin", "Alice’s mail", "Rent the plot next door", "Gwen Le Goff on leave", "Zoe Faure not a member", "silent for long",
			"just arrived, votes from Saturday 28 November on", "Sunday 22 November at 12:00", "1 for, 0 blank, 1 against of 6 who can vote",
			"Hugo Lambert votes AGAINST on #4", "Why it was read so",
		},
	} {
		v := map[string]visit{"fr": fr, "en": en}[locale]
		s := v.get("/")
		if s.status != http.StatusOK || s.path != "/mail/alice" {
			t.Errorf("%s: / is %s, with status %d", locale, s.path, s.status)
		}
		v.says(s, words...)
		v.has(s, `lang="`+locale+`"`)
		if policy := s.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("its policy is %q", policy)
		}
		for _, bad := range []string{"https://", "style=", "onclick", "<style"} {
			if strings.Contains(s.source, bad) {
				t.Errorf("it has %q", bad)
			}
		}
	}
}

// A letter shows as a mail program would show it: as designed, in a frame of its
// own, as text, and as it came. Once opened it is not new any more.
func TestLetter(t *testing.T) {
	v := open(t, "fr")
	letter := v.announcement("alice", "#4")
	v.has(v.get("/mail/alice"), `href="`+letter+`" class="unread"`)
	s := v.get(letter)
	v.says(s, "De Bob Durand via Sureau", "À Alice Martin", "Répondre")
	v.has(s, `src="`+letter+`/html"`, `sandbox="allow-same-origin allow-top-navigation-by-user-activation"`, `href="`+letter+`" aria-current="page">`)

	frame := v.get(letter + "/html")
	v.says(frame, "Louer la parcelle d’à côté")
	v.has(frame, `target="_top"`)
	if policy := frame.header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox ") || strings.Contains(policy, "script") || strings.Contains(frame.source, "mailto:") {
		t.Errorf("the letter may do too much: %s\n%s", policy, frame.source)
	}

	text := v.get(letter + "?view=text")
	v.says(text, "Les boutons de cette lettre", "CONTRE je m’y oppose")
	if a, b := v.link(text, "POUR"), v.link(frame, "POUR"); a != b {
		t.Errorf("the button leads to %s in the text, to %s in the HTML", a, b)
	}
	v.says(v.get(letter+"?view=raw"), "Content-Type: multipart/alternative", "List-Id:")
	v.has(v.get("/mail/alice"), `href="`+letter+`">`)
}

// A button in a letter opens a mail that is written already; sent, it is a vote.
func TestVoteByButton(t *testing.T) {
	v := open(t, "fr")
	draft := v.get(v.link(v.get(v.announcement("alice", "#4")+"/html"), "POUR"))
	to, subject := v.field(draft, "to"), v.field(draft, "subject")
	if to != "tdc@sureau.example" || !strings.HasPrefix(subject, "POUR #4") {
		t.Errorf("the mail is to %q, about %q", to, subject)
	}
	v.says(draft, "Il ne reste qu’à l’envoyer")
	s := v.post("/mail/alice/write", "to", to, "subject", subject, "text", v.field(draft, "text"), "letter", v.field(draft, "letter"))
	v.says(s, "Message envoyé. Une lettre vient d’arriver pour Alice Martin : [Sureau] #4 : votre vote POUR est enregistré", "2 pour, 0 blanc, 1 contre", "Alice Martin vote POUR sur #4")
	if !strings.HasPrefix(s.path, "/mail/alice?done=sent") {
		t.Errorf("sent, it led to %s", s.path)
	}
	v.says(v.get(v.link(s, "[Sureau] #4 : votre vote POUR est enregistré")), "#4 : votre vote POUR est enregistré")
}

// A typed reply that says a vote is one; one that only sounds so is asked about,
// and the answer to that counts.
func TestVoteByReply(t *testing.T) {
	v := open(t, "en")
	letter := v.announcement("bob", "#4")
	v.says(v.get(letter), "The letter will be quoted below it")
	number := letter[strings.LastIndex(letter, "/")+1:]
	v.says(v.post("/mail/bob/write", "answers", number, "text", "For, of course."), "2 for, 0 blank, 1 against", "your vote FOR is recorded")

	letter = v.announcement("farid", "#4")
	number = letter[strings.LastIndex(letter, "/")+1:]
	asked := v.post("/mail/farid/write", "answers", number, "text", "I am rather in favour, I think.")
	v.says(asked, "2 for, 0 blank, 1 against", "Farid Benali is asked whether it was a vote", "question asked")
	question := v.link(asked, "[Sureau] #4: was that a vote?")
	v.says(v.get(question+"?view=text"), "FOR")
	s := v.post("/mail/farid/write", "answers", question[strings.LastIndex(question, "/")+1:], "text", "For")
	v.says(s, "Rent the plot next door Adopted by a majority", "#4 is decided: adopted")

	empty := v.post("/mail/farid/write", "answers", number, "text", " \n")
	v.says(empty, "Write at least a word before you send.")
	if empty.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty reply has status %d", empty.status)
	}
}

// The three steps of the first minute are ticked off as they are done, and go
// away.
func TestSteps(t *testing.T) {
	v := open(t, "fr")
	title := "Louer la parcelle d’à côté"
	v.get("/mail/alice/1")
	first := v.link(v.get("/"), "[Sureau] [EXTRA #4] "+title)
	v.has(v.get("/"), `data-step="1" class="now"`)
	v.has(v.get(first), `data-step="1" class="done"`, `data-step="2" class="now"`)
	s := v.post("/mail/alice/write", "answers", first[strings.LastIndex(first, "/")+1:], "text", "Pour")
	v.has(s, `data-step="2" class="done"`, `data-step="3" class="now"`)
	if s := v.post("/clock", "to", "hour", "here", "/mail/alice"); strings.Contains(s.source, "data-step") {
		t.Errorf("all was tried, and the steps are still there:\n%s", s.source)
	}
}

// Somebody who is no member asks to be one, with the words that the page has for
// them, and is one as soon as they say that it was them.
func TestJoin(t *testing.T) {
	v := open(t, "fr")
	draft := v.get(v.link(v.get("/mail/zoe"), "Soyez Zoé, et demandez à adhérer"))
	s := v.post("/mail/zoe/write", "to", v.field(draft, "to"), "subject", v.field(draft, "subject"))
	v.says(s, "Zoé Faure devient membre", "vient d’arriver")
	if words := v.get("/mail/zoe").words; strings.Contains(words, "Soyez Zoé") {
		t.Error("she can still ask to join")
	}
}

// Who takes another name goes by it wherever the page names them.
func TestRenamed(t *testing.T) {
	v := open(t, "fr")
	s := v.post("/mail/bob/write", "to", "tdc@sureau.example", "subject", "NOM Robert Durand")
	v.says(s, "Vous êtes Robert Durand", "Courrier de Robert", "pour Robert Durand", "proposée par Robert Durand", "Robert Durand écrit")
	if strings.Contains(s.source, `<span class="name">Bob`) || strings.Contains(s.words, "Devenir Bob") {
		t.Errorf("they still go by the other:\n%s", s.words)
	}
}

// A new action is a mail whose subject begins with a tag.
func TestPropose(t *testing.T) {
	v := open(t, "fr")
	if subject := v.field(v.get("/mail/claire/write?kind=ordinary"), "subject"); subject != "[ORDINAIRE] " {
		t.Errorf("its subject begins with %q", subject)
	}
	draft := v.get("/mail/claire/write")
	if odd := v.get("/mail/claire/write?kind=zzz"); v.field(odd, "subject") != v.field(draft, "subject") {
		t.Errorf("of no kind, its subject begins with %q", v.field(odd, "subject"))
	}
	v.says(draft, "Écrire un message, de la part de Claire")
	to := v.field(draft, "to")
	untitled := v.post("/mail/claire/write", "to", to, "kind", "extraordinary", "subject", "[EXTRA] ", "text", "Parce que.")
	v.says(untitled, "Donnez un titre")
	if got := v.field(untitled, "text"); got != "Parce que." || untitled.status != http.StatusUnprocessableEntity {
		t.Errorf("with status %d, the text is %q", untitled.status, got)
	}
	s := v.post("/mail/claire/write", "to", to, "kind", "ordinary", "subject", "[EXTRA] Un banc", "text", "Sous le sureau.")
	v.says(s, "Claire Petit ouvre l’action #5, ordinaire", "#5 Un banc")
	if letters := v.box.Letters("claire"); !strings.Contains(string(letters[len(letters)-2].Raw), "Subject: [ORDINAIRE] Un banc") {
		t.Errorf("what left says: %s", letters[len(letters)-2].Raw)
	}
}

// What the mail server refuses can be mended, and is not lost.
func TestRefused(t *testing.T) {
	v := open(t, "fr")
	for _, c := range []struct{ to, subject, want string }{
		{"personne@ailleurs.example", "Bonjour", "Personne ici n’a l’adresse personne@ailleurs.example, et rien ne sort de cette machine."},
		{"pas une adresse", "Bonjour", "« pas une adresse » n’est pas une adresse : elle s’écrit comme tdc@sureau.example."},
		{"", "Bonjour", "Indiquez une adresse"},
	} {
		s := v.post("/mail/zoe/write", "to", c.to, "subject", c.subject, "text", "Long texte")
		v.says(s, c.want)
		if s.status != http.StatusUnprocessableEntity || v.field(s, "text") != "Long texte" || v.field(s, "to") != c.to {
			t.Errorf("to %q: status %d, %s", c.to, s.status, s.source)
		}
	}
	if s := v.post("/mail/zoe/write", "to", "tdc@sureau.example"); s.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty mail has status %d", s.status)
	}
}

// The clock goes on by an hour, a day, or to the next deadline, and never back.
func TestClock(t *testing.T) {
	v := open(t, "fr")
	s := v.post("/clock", "to", "hour", "here", "/mail/bob?view=text&done=sent&since=3")
	v.says(s, "Nous sommes maintenant le dimanche 22 novembre à 13 h")
	if !strings.HasPrefix(s.path, "/mail/bob?") || !strings.Contains(s.path, "view=text") || strings.Contains(s.path, "sent") {
		t.Errorf("it led back to %s", s.path)
	}
	v.says(v.post("/clock", "to", "day", "here", "/mail/bob"), "lundi 23 novembre à 13 h", "lettre vient d’arriver pour Bob Durand : [Sureau] Cette semaine")

	v.says(v.post("/clock", "to", "ten days", "here", "/mail/bob"), "Nous sommes maintenant le jeudi 3 décembre à 13 h")
	v.has(v.get("/mail/bob"), `value="ten days">`)

	v = open(t, "fr")
	var last seen
	for range 3 {
		due, err := v.box.Deadline(t.Context())
		must(t, err)
		if due.IsZero() {
			break
		}
		last = v.post("/clock", "to", due.Format(time.RFC3339), "here", "/mail/bob")
	}
	v.says(last, "#4 est décidée : adoptée", "Aucune échéance n’attend")
	v.has(last, `value="" disabled`)

	for to, want := range map[string]string{noon.Format(time.RFC3339): "L’horloge ne recule pas Nous sommes déjà le", "demain": "Cette date n’a pas pu être lue", "2090-01-01T00:00:00Z": "C’est trop loin"} {
		s := v.post("/clock", "to", to, "here", "/mail/bob")
		v.says(s, want)
		if s.status != http.StatusUnprocessableEntity {
			t.Errorf("%s has status %d", to, s.status)
		}
	}
	if s := v.post("/clock", "to", "hour", "here", "https://evil.example/mail/bob"); !strings.HasPrefix(s.path, "/mail/alice") {
		t.Errorf("it led to %s", s.path)
	}
}

// A button of the clock that is pressed twice at once counts twice, and a
// deadline that has passed meanwhile is said to have.
func TestPressedTwice(t *testing.T) {
	v := open(t, "fr")
	twice := func(to string) (statuses []int) {
		var second seen
		var both sync.WaitGroup
		both.Go(func() { second = v.post("/clock", "to", to, "here", "/mail/bob") })
		first := v.post("/clock", "to", to, "here", "/mail/bob")
		both.Wait()
		return slices.Sorted(slices.Values([]int{first.status, second.status}))
	}
	if got := twice("day"); !slices.Equal(got, []int{http.StatusOK, http.StatusOK}) || v.box.Now().Before(noon.AddDate(0, 0, 2)) {
		t.Errorf("the answers are %d, and it is %s", got, v.box.Now())
	}
	due, err := v.box.Deadline(t.Context())
	must(t, err)
	if got := twice(due.Format(time.RFC3339)); !slices.Equal(got, []int{http.StatusOK, http.StatusUnprocessableEntity}) {
		t.Errorf("the answers are %d", got)
	}
}

// What there is not is said, in the language of the page.
func notThere(t *testing.T, fr, en visit) {
	for _, c := range []struct {
		v          visit
		path, want string
	}{
		{fr, "/mail/nobody", "Personne ne s’appelle « nobody »"}, {en, "/mail/nobody/1", "Nobody is called “nobody”"},
		{fr, "/mail/alice/999", "Le courrier d’Alice n’a pas de lettre 999"}, {en, "/mail/bob/x", "There is no letter x in Bob’s mailbox"},
		{fr, "/mail/alice/0/html", "pas de lettre 0"}, {en, "/elsewhere", "There is nothing here"}, {fr, "/page.html", "Il n’y a rien ici"},
	} {
		s := c.v.get(c.path)
		c.v.says(s, c.want)
		if s.status != http.StatusNotFound || strings.Contains(s.source, "goroutine") {
			t.Errorf("%s has status %d:\n%s", c.path, s.status, s.source)
		}
	}
	if s := fr.post("/mail/alice/write", "answers", "999", "text", "oui"); s.status != http.StatusNotFound {
		t.Errorf("an answer to no letter has status %d", s.status)
	}
	if s := fr.post("/mail/alice/write", "text", strings.Repeat("a", 2<<20)); s.status != http.StatusBadRequest {
		t.Errorf("a form of 2 MiB has status %d", s.status)
	}
}

// Whoever reads by a mail program is told where.
func programs(v visit) {
	v.says(v.get("/programs"), "127.0.0.1:1143", "127.0.0.1:1587", "alice", "hugo@sureau.example", sandbox.Password)
}

// Only a browser on this machine is served, and only by what it asks itself.
func guarded(t *testing.T, v visit) {
	port := v.base[strings.LastIndex(v.base, ":"):]
	for host, want := range map[string]int{
		"127.0.0.1" + port: http.StatusOK, "localhost" + port: http.StatusOK, "[::1]" + port: http.StatusOK,
		"evil.example" + port: http.StatusMisdirectedRequest, "127.0.0.1:1": http.StatusMisdirectedRequest, "localhost": http.StatusMisdirectedRequest,
		"localhost.evil.example" + port: http.StatusMisdirectedRequest,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base+"/mail/alice", nil)
		must(t, err)
		r.Host = host
		if s := v.ask(r); s.status != want {
			t.Errorf("for %s the status is %d, not %d", host, s.status, want)
		}
	}
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.base+"/clock", strings.NewReader("to=day"))
		must(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header[0], header[1])
		if s := v.ask(r); s.status != http.StatusForbidden {
			t.Errorf("with %s the status is %d", header, s.status)
		}
	}
	if now := v.box.Now(); now.Sub(noon) > time.Hour {
		t.Errorf("the clock says %s", now)
	}
}

// What members write is words wherever it shows, never tags.
func TestWordsAreInert(t *testing.T) {
	v := open(t, "fr")
	evil := `<script>alert("x")</script><img src=x onerror=alert(1)>`
	v.post("/mail/alice/write", "to", "tdc@sureau.example", "kind", "extraordinary", "subject", evil, "text", evil)
	letter := v.announcement("bob", "#5")
	v.post("/mail/bob/write", "answers", letter[strings.LastIndex(letter, "/")+1:], "text", "Contre "+evil)
	for _, p := range []string{"/mail/bob", letter, letter + "/html", letter + "?view=text", letter + "?view=raw", "/mail/bob/write?to=" + "%3Cscript%3E" + "&subject=%22%3E%3Cscript%3E"} {
		s := v.get(p)
		for n := range s.tree.Descendants() {
			if n.Data == "script" && attribute(n, "src") != "/page.js" || n.Data == "img" {
				t.Errorf("%s has a %s:\n%s", p, n.Data, s.source)
			}
		}
	}
	v.says(v.get("/mail/bob"), `alert("x")`)
}

// A page that listens hears what the clock says, and that something changed.
func TestLive(t *testing.T) {
	v := open(t, "fr")
	revision := attributeOf(v.get("/mail/alice"), "data-revision")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.base+"/live?seen="+revision, nil)
	must(t, err)
	response, err := http.DefaultClient.Do(r)
	must(t, err)
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	next := func() string {
		var got []string
		for lines.Scan() && lines.Text() != "" {
			got = append(got, lines.Text())
		}
		return plain(strings.Join(got, " "))
	}
	if got := next(); got != "event: clock data: dimanche 22 novembre à 12 h" {
		t.Errorf("it hears %q", got)
	}
	must(t, v.box.Write(t.Context(), "bob", sandbox.Draft{To: "tdc@sureau.example", Subject: "Bonjour", Text: "à tout le monde"}))
	if got := next(); !strings.HasPrefix(got, "event: change data: ") || strings.HasSuffix(got, " "+revision) {
		t.Errorf("it hears %q", got)
	}
	if s := v.get("/live"); s.status != http.StatusBadRequest {
		t.Errorf("without a revision the status is %d", s.status)
	}
}

func attributeOf(s seen, key string) string {
	for n := range s.tree.Descendants() {
		if value := attribute(n, key); value != "" {
			return value
		}
	}
	return ""
}
