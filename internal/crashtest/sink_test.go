package crashtest

import (
	"bufio"
	"bytes"
	"net"
	"net/textproto"
	"regexp"
	"sync"
	"testing"

	"toutdoux/internal/mailtest"
)

// sink is a smarthost that takes every letter, and remembers which Message-IDs
// came, and when: in which life of the daemon.
type sink struct {
	host     *mailtest.Smarthost
	listener net.Listener

	mu    sync.Mutex
	life  int
	times map[string][]int // the lives in which each Message-ID came
}

// proofs finds the proof in a Message-ID of ours.
var proofs = regexp.MustCompile(`^<\d+\.([a-z2-7]{16})@`)

func newSink(t testing.TB) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{listener: l, times: map[string][]int{}}
	s.host = &mailtest.Smarthost{Script: s.take}
	s.host.Serve(l)
	t.Cleanup(s.host.Close)
	return s
}

func (s *sink) address() string { return s.listener.Addr().String() }

func (s *sink) take(step mailtest.Step, arg string) error {
	if step != mailtest.Body {
		return nil
	}
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader([]byte(arg)))).ReadMIMEHeader()
	if err != nil {
		return err
	}
	proof := header.Get("Message-Id")
	if found := proofs.FindStringSubmatch(proof); found != nil {
		proof = found[1]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.times[proof] = append(s.times[proof], s.life)
	return nil
}

// died begins a new life of the daemon.
func (s *sink) died() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.life++
}

// arrivals are the lives in which the letter with each proof came.
func (s *sink) arrivals() map[string][]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := make(map[string][]int, len(s.times))
	for proof, lives := range s.times {
		copied[proof] = append([]int(nil), lives...)
	}
	return copied
}
