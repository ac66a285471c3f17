package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"mime"
	"net/mail"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/replay"
)

// told is one mail of the story.
type told struct {
	at             time.Time
	name           string // as the story calls its author
	from           mail.Address
	subject, words string
	to             string // the list's address, or another
	answers        string // some words of the subject of the letter that it answers
	parent         string // the Message-ID of that letter
}

// readCast gives the people of the story by the names that it calls them: the
// first names of the members, and of who comes later.
func readCast(t *testing.T) map[string]mail.Address {
	cast := map[string]mail.Address{}
	for _, name := range []string{"members.csv", "others.csv"} {
		content, err := os.ReadFile(yearFile(name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			first, _, _ := strings.Cut(row[1], " ")
			cast[first] = mail.Address{Name: row[1], Address: row[0]}
		}
	}
	return cast
}

// readStory reads the mails of the story: a line at the margin with an instant
// (Europe/Paris), who writes, and the subject or what is answered, then the
// words, indented. Where several write the same, each does five minutes after
// the one before.
func readStory(t *testing.T, cast map[string]mail.Address) []told {
	text, err := os.ReadFile(yearFile("story.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var story []told
	same := 0 // into how many mails the words go
	for number, line := range strings.Split(string(text), "\n") {
		if words, indented := strings.CutPrefix(line, "    "); indented {
			for i := len(story) - same; i < len(story); i++ {
				story[i].words += words + "\n"
			}
		} else if line != "" && !strings.HasPrefix(line, "#") {
			mails := readLine(t, number+1, line, cast)
			story, same = append(story, mails...), len(mails)
		}
	}
	slices.SortStableFunc(story, func(a, b told) int { return a.at.Compare(b.at) })
	return story
}

// readLine reads a line at the margin: "2025-09-02 08:05 Bruno, Camille ↩ #1",
// "2025-09-24 11:00 Maïa: INSCRIPTION", or "… Irène → ADDRESS: Bonjour".
func readLine(t *testing.T, number int, line string, cast map[string]mail.Address) []told {
	const instant = "2006-01-02 15:04 "
	rest := line[min(len(instant), len(line)):]
	names, answers, reply := strings.Cut(rest, " ↩ ")
	subject, written := "", reply
	if !reply {
		names, subject, written = strings.Cut(rest, ": ")
	}
	names, to, _ := strings.Cut(names, " → ")
	at, err := time.ParseInLocation(instant, line[:len(line)-len(rest)], paris(t))
	if err != nil || !written {
		t.Fatalf("story.txt:%d: %q is no mail: %v", number, line, err)
	}
	var mails []told
	for name := range strings.SplitSeq(names, ", ") {
		from, known := cast[name]
		if !known {
			t.Fatalf("story.txt:%d: nobody is called %q", number, name)
		}
		after := time.Duration(len(mails)) * 5 * time.Minute
		mails = append(mails, told{at: at.Add(after), name: name, from: from, to: cmp.Or(to, list), subject: subject, answers: answers})
	}
	return mails
}

func paris(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// mailbox is the story as an mboxrd mailbox, each sender vouched for by their
// domain.
func mailbox(story []told) []byte {
	var box bytes.Buffer
	for i, m := range story {
		_, domain, _ := strings.Cut(m.from.Address, "@")
		header := []string{"Authentication-Results: mx.etabli.test; dmarc=pass header.from=" + domain}
		if m.parent != "" {
			header = append(header, "In-Reply-To: "+m.parent)
		}
		raw := mailtest.Mail{
			From: m.from.String(), To: m.to, Subject: cmp.Or(m.subject, "Re: "+m.answers),
			ID: fmt.Sprintf("<%d@%s>", i+1, domain), Date: m.at, Body: m.words, Header: header,
		}.Bytes()
		fmt.Fprintf(&box, "From %s %s\n%s\n", m.from.Address, m.at.UTC().Format(time.ANSIC), bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
	}
	return box.Bytes()
}

// answering finds the letters that the mails answer, as their authors got them.
// What one mail answers may change which letters there are later: so it looks
// again until nothing changes.
func answering(t *testing.T, story []told) []told {
	story = slices.Clone(story)
	recall(story)
	for range 10 {
		letters, at := lettersOf(t, story)
		changed := false
		for i := range story {
			if m := &story[i]; m.answers != "" {
				subject, parent := m.subject, m.parent
				m.find(letters, at)
				changed = changed || subject != m.subject || parent != m.parent
			}
		}
		if !changed {
			break
		}
	}
	for _, m := range story {
		if m.answers != "" && m.parent == "" {
			t.Fatalf("%s of %s answers %q, a letter that there is not", m.name, m.at, m.answers)
		}
	}
	return story
}

// recall takes from the mailbox as it is what the mails answer: where little
// changed there is little to look for.
func recall(story []told) {
	box, err := os.ReadFile(yearFile("year.mbox"))
	if err != nil {
		return
	}
	mails, _ := replay.ReadMbox(box)
	for _, old := range mails {
		read, err := mail.ReadMessage(bytes.NewReader(old.Raw))
		if err != nil {
			continue
		}
		subject, _ := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
		for i := range story {
			if m := &story[i]; m.answers != "" && m.at.Equal(old.At) && strings.Contains(read.Header.Get("From"), m.from.Address) {
				m.subject, m.parent = subject, read.Header.Get("In-Reply-To")
			}
		}
	}
}

// find looks for the letter that a mail answers: of an action, its announcement;
// of other letters, the latest.
func (m *told) find(letters []compose.Mail, at []time.Time) {
	words, first := m.answers, strings.HasPrefix(m.answers, "#")
	if first {
		words += "]"
	}
	found := -1
	for i, l := range letters {
		if l.To == m.from.Address && at[i].Before(m.at) && strings.Contains(l.Subject, words) && (found < 0 || !first) {
			found = i
		}
	}
	if found >= 0 {
		m.subject, m.parent = "Re: "+letters[found].Subject, letters[found].MessageID
	}
}

// lettersOf are the letters of the year, and when each was owed.
func lettersOf(t *testing.T, story []told) (letters []compose.Mail, at []time.Time) {
	cfg, err := config.Load(yearFile("toutdoux.toml"))
	if err != nil {
		t.Fatal(err)
	}
	members, err := readMembers(yearFile("members.csv"))
	if err != nil {
		t.Fatal(err)
	}
	mails, err := replay.ReadMbox(mailbox(story))
	if err != nil {
		t.Fatal(err)
	}
	report, err := replay.Run(t.Context(), replay.Past{
		Config: cfg, Members: members, Mails: mails, Since: instantOf(t, yearBegins), Until: instantOf(t, yearEnds),
		Letter: func(_ int, m compose.Mail) error {
			letters = append(letters, compose.Mail{To: m.To, Subject: m.Subject, MessageID: m.MessageID})
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range report.Letters {
		at = append(at, l.At)
	}
	return letters, at
}

func instantOf(t *testing.T, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sameStory tells where the mailbox is not the story's any more.
func sameStory(t *testing.T, story []told) {
	box, err := os.ReadFile(yearFile("year.mbox"))
	if err != nil {
		t.Fatal(err)
	}
	mails, err := replay.ReadMbox(box)
	if err != nil {
		t.Fatal(err)
	}
	if len(mails) != len(story) {
		t.Fatalf("year.mbox has %d mails, story.txt %d: go test ./cmd/toutdoux -run Year -update writes it anew", len(mails), len(story))
	}
	for i, m := range story {
		_, words, _ := bytes.Cut(mails[i].Raw, []byte("\n\n"))
		if !mails[i].At.Equal(m.at) || strings.TrimSpace(string(words)) != strings.TrimSpace(m.words) || !bytes.Contains(mails[i].Raw, []byte(m.from.Address)) {
			t.Fatalf("year.mbox: mail %d is not what %s writes on %s in story.txt: go test ./cmd/toutdoux -run Year -update writes it anew", i+1, m.name, m.at)
		}
	}
}
