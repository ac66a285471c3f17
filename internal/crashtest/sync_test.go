package crashtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// early answers before the commit; lax leaves syncing to the system, careless
// too but at checkpoints.
var (
	early = plant{"internal/clerk/receive.go", []string{
		"	_, err := c.Store.Receive(ctx, arrivals)",
		"	for _, a := range pile {\n		a.kept <- nil\n	}\n	<-time.After(50 * time.Millisecond)\n	_, err := c.Store.Receive(ctx, arrivals)",
	}}
	lax = plant{"internal/store/open.go", []string{
		"_synchronous=FULL", "_synchronous=OFF", "synchronous != 2", "synchronous != 0",
	}}
	careless = plant{"internal/store/open.go", []string{
		"_synchronous=FULL", "_synchronous=NORMAL", "synchronous != 2", "synchronous != 1",
	}}
	// unchecked asks for no sync and would be refused at start.
	unchecked = plant{"internal/store/open.go", []string{"_synchronous=FULL", "_synchronous=NORMAL"}}
)

// orderOf records how a program takes one mail, and checks the order.
func orderOf(t *testing.T, program, network string) error {
	t.Helper()
	address, more := "", ""
	if network == "tcp" {
		address = freePort(t)
		more = fmt.Sprintf("[receive.smtp]\nlisten = %q\n", address)
	}
	a := found(t, program, 3, adoptedByOne, more)
	if network == "unix" {
		address = a.socket()
	}
	d := a.start(t)
	m := propose(1, a.people[0], "EXTRA")
	calls := record(t, d, func() {
		if err := send(network, address, m, nil); err != nil {
			t.Fatalf("send: %v\n%s", err, d.log.String())
		}
	})
	return synced(calls, m.id)
}

// A sync stands between the end of DATA and the 250, over LMTP and over SMTP;
// and the check finds programs in which it does not.
func TestSyncedBeforeAcknowledged(t *testing.T) {
	needReal(t)
	t.Parallel()
	for _, network := range []string{"unix", "tcp"} {
		if err := orderOf(t, soundProgram(t), network); err != nil {
			t.Errorf("over %s: %v", network, err)
		}
	}
}

func TestPlantedAcknowledgementsAreFound(t *testing.T) {
	needReal(t)
	t.Parallel()
	for _, c := range []struct {
		name  string
		plant plant
		want  error
	}{
		{"250 before the commit", early, errNoCommit},
		{"synchronous=OFF", lax, errNoSync},
		{"synchronous=NORMAL", careless, errNoSync},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := orderOf(t, faulty(t, c.plant), "unix"); !errors.Is(err, c.want) {
				t.Errorf("the check says %v, want %v", err, c.want)
			}
		})
	}
}

// A database that does not sync is refused at start, whoever asked for it.
func TestUnsafeDatabaseIsRefused(t *testing.T) {
	needReal(t)
	t.Parallel()
	a := found(t, soundProgram(t), 3, "", "")
	a.program = faulty(t, unchecked)
	if _, err := a.launch(); err == nil {
		t.Error("a daemon with synchronous=NORMAL started")
	}
}

// lines of a real trace, shortened: a read of the last dot, the two writes of
// a committing frame (with the text "MARK"), a sync cut in two, the answer.
var (
	dotLine    = `7 read(17<\x73\x3a\x5b\x31\x5d>, "\x61\x0d\x0a\x2e\x0d\x0a", 4096) = 6`
	headLine   = `7 pwrite64(9</d/t.db-wal>, "\x00\x00\x00\x07\x00\x00\x00\x1a\x7c\x37\x92\xb0\xcc\xa6\x27\x3b\x7c\x11\xb7\xfc\x2b\x93\xe6\x59", 24, 82432) = 24`
	pageLine   = `7 pwrite64(9</d/t.db-wal>, "\x0d\x4d\x41\x52\x4b\x00", 6, 82456) = 6`
	syncLines  = []string{`7 fsync(9</d/t.db-wal> <unfinished ...>`, `8 write(3<eventfd>, "\x01", 1) = 1`, `7 <... fsync resumed>) = 0`}
	answerLine = `8 write(17<\x73\x3a\x5b\x31\x5d>, "\x32\x35\x30\x20\x4f\x4b\x0d\x0a", 8) = 8`
)

func TestOrderOfCalls(t *testing.T) {
	frames := []string{headLine, pageLine}
	for _, c := range []struct {
		name  string
		lines []string
		want  error
	}{
		{"sound", slices.Concat([]string{dotLine}, frames, syncLines, []string{answerLine}), nil},
		{"no dot", slices.Concat(frames, syncLines, []string{answerLine}), errNoDot},
		{"no answer", slices.Concat([]string{dotLine}, frames, syncLines), errNoAnswer},
		{"answer first", slices.Concat([]string{dotLine, answerLine}, frames, syncLines), errNoCommit},
		{"sync before the frame ends", slices.Concat([]string{dotLine, headLine}, syncLines, []string{pageLine, answerLine}), errNoSync},
		{"no sync", slices.Concat([]string{dotLine}, frames, []string{answerLine}), errNoSync},
		{"answer during the sync", slices.Concat([]string{dotLine}, frames, syncLines[:1], []string{answerLine}, syncLines[2:]), errNoSync},
		{"sync fails", slices.Concat([]string{dotLine}, frames, []string{`7 fsync(9</d/t.db-wal>) = -1 EIO (Input/output error)`, answerLine}), errNoSync},
		{"sync of another file", slices.Concat([]string{dotLine}, frames, []string{`7 fsync(9</d/other>) = 0`, answerLine}), errNoSync},
	} {
		var trace []byte
		for _, line := range c.lines {
			trace = append(append(trace, line...), '\n')
		}
		calls, err := parse(trace)
		if err != nil {
			t.Fatal(err)
		}
		if err := synced(calls, "MARK"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
