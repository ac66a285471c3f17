package crashtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// recorded are the arguments with which strace writes what parse reads: file
// descriptors with their paths, strings whole and in hexadecimal.
var recorded = []string{"-y", "-xx", "-s", "1000000", "-e",
	"trace=read,recvfrom,recvmsg,write,sendto,sendmsg,writev,pwrite64,ftruncate,unlink,unlinkat," + syncs}

// call is one system call that succeeded or failed, with the places in the
// trace at which it began and returned.
type call struct {
	name       string
	path       string // of its file descriptor, or the one that it names
	bytes      []byte // read or written
	offset     int64  // of pwrite64; the length of ftruncate
	result     int64
	begin, end int
}

var (
	traceLine = regexp.MustCompile(`^(?:\[pid +)?(\d+)\]? +(.*)$`)
	wholeCall = regexp.MustCompile(`^(\w+)\((.*)\) += (-?\d+)`)
	resumed   = regexp.MustCompile(`^<\.\.\. \w+ resumed>`)
	firstPath = regexp.MustCompile(`^(?:\d+|AT_FDCWD)<([^>]*)>`)
	quoted    = regexp.MustCompile(`"([^"]*)"`)
	lastPlace = regexp.MustCompile(`, (\d+)$`)
	hexByte   = regexp.MustCompile(`\\x[0-9a-f]{2}`)
)

// parse reads a trace of several threads. A call that another thread
// interrupted stands in two lines. Calls are in the order of their beginnings;
// one that never returned is left out.
func parse(trace []byte) ([]call, error) {
	var calls []call
	open := map[string]struct {
		text  string
		begin int
	}{}
	for i, line := range strings.Split(strings.TrimRight(string(trace), "\n"), "\n") {
		found := traceLine.FindStringSubmatch(line)
		if found == nil {
			return nil, fmt.Errorf("line %d of the trace has no thread: %.80q", i+1, line)
		}
		thread, text, begin := found[1], found[2], i
		if head, cut := strings.CutSuffix(text, " <unfinished ...>"); cut {
			under := open[thread]
			under.text, under.begin = head, i
			open[thread] = under
			continue
		}
		if tail := resumed.FindString(text); tail != "" {
			text, begin = open[thread].text+text[len(tail):], open[thread].begin
		}
		if c, ok := parseCall(text); ok {
			c.begin, c.end = begin, i
			calls = append(calls, c)
		}
	}
	return calls, nil
}

// parseCall reads one call; not what is said of signals and exits.
func parseCall(text string) (c call, ok bool) {
	found := wholeCall.FindStringSubmatch(text)
	if found == nil {
		return c, false
	}
	c.name = found[1]
	c.result, _ = strconv.ParseInt(found[3], 10, 64)
	if path := firstPath.FindStringSubmatch(found[2]); path != nil {
		c.path = string(unhex(path[1]))
	}
	if text := quoted.FindStringSubmatch(found[2]); text != nil {
		c.bytes = unhex(text[1])
	}
	if c.name == "unlink" || c.name == "unlinkat" {
		c.path = string(c.bytes)
	}
	if last := lastPlace.FindStringSubmatch(found[2]); last != nil {
		c.offset, _ = strconv.ParseInt(last[1], 10, 64)
	}
	return c, true
}

func unhex(text string) []byte {
	return hexByte.ReplaceAllFunc([]byte(text), func(b []byte) []byte {
		n, _ := strconv.ParseUint(string(b[2:]), 16, 8)
		return []byte{byte(n)}
	})
}

// isSync, isWAL: what the order is about.
func (c *call) isSync() bool { return (c.name == "fsync" || c.name == "fdatasync") && c.result == 0 }
func (c *call) isWAL() bool  { return c.name == "pwrite64" && strings.HasSuffix(c.path, "-wal") }

// What the order can lack.
var (
	errNoDot    = errors.New("the trace shows no end of DATA")
	errNoAnswer = errors.New("the trace shows no 250 after the end of DATA")
	errNoCommit = errors.New("no commit of the mail was written before the 250")
	errNoSync   = errors.New("no sync stands between the commit of the mail and the 250")
)

// synced checks promise A on a trace in which one mail with that text came: the
// end of DATA, the write of the mail into the write-ahead log, up to the frame
// that commits it, a sync of that file, the 250, in this order.
func synced(calls []call, marker string) error {
	found := exchanges(calls)
	switch {
	case len(found) == 0:
		return errNoDot
	case found[0].answer == nil:
		return errNoAnswer
	}
	dot, answer := found[0].dot, found[0].answer
	commit := commitOf(calls, marker)
	if commit == nil || commit.end > answer.begin {
		return errNoCommit
	}
	for i := range calls {
		c := &calls[i]
		if c.isSync() && c.path == commit.path && c.begin > commit.end && c.end < answer.begin && c.begin > dot.end {
			return nil
		}
	}
	return errNoSync
}

// exchange is the call that read the last dot of a mail, and the one that wrote
// the answer to it; nil where there was none.
type exchange struct{ dot, answer *call }

// exchanges finds those of mails that came one after the other.
func exchanges(calls []call) (found []exchange) {
	for i := range calls {
		c := &calls[i]
		waiting := len(found) > 0 && found[len(found)-1].answer == nil
		switch {
		case (c.name == "read" || c.name == "recvfrom") &&
			(bytes.HasSuffix(c.bytes, []byte("\r\n.\r\n")) || string(c.bytes) == ".\r\n"):
			found = append(found, exchange{dot: c})
		case waiting && (c.name == "write" || c.name == "sendto") &&
			c.path == found[len(found)-1].dot.path && bytes.HasPrefix(c.bytes, []byte("250")):
			found[len(found)-1].answer = c
		}
	}
	return found
}

// frameHeader is the size of what stands before each page in a write-ahead log:
// its bytes 4 to 8 are not zero where the frame commits (SQLite, File Format,
// section 4.1).
const frameHeader = 24

// commitOf finds the write that completes the commit of the transaction in
// which that text was written.
func commitOf(calls []call, marker string) *call {
	written, committing := false, false
	for i := range calls {
		c := &calls[i]
		if !c.isWAL() {
			continue
		}
		if len(c.bytes) == frameHeader {
			committing = binary.BigEndian.Uint32(c.bytes[4:]) != 0
			continue
		}
		written = written || bytes.Contains(c.bytes, []byte(marker))
		if written && committing {
			return c
		}
	}
	return nil
}

// record has strace follow a daemon until it ends, and gives what do caused.
func record(t testing.TB, d *daemon, do func()) []call {
	t.Helper()
	file := d.cmd.Args[len(d.cmd.Args)-1] + ".trace"
	w := watch(t, d, append([]string{"-o", file}, recorded...)...)
	do()
	if err := d.stop(t); err != nil {
		t.Fatalf("stop: %v\n%s", err, d.log.String())
	}
	w.wait(t)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	calls, err := parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return calls
}
