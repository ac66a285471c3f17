package bearer

import (
	"context"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestToken(t *testing.T) {
	for _, c := range []struct{ command, token, problem string }{
		{"echo ya29.A-b_c~d+e/f==", "ya29.A-b_c~d+e/f==", ""},
		{"printf ' ya29\\r\\n\\n'", "ya29", ""},
		{"echo ya29; echo careful >&2", "ya29", ""},
		{"echo first >&2; echo the session has expired >&2; echo ya29; exit 3", "", "it ends with exit status 3, and says: the session has expired"},
		{"exit 3", "", "it ends with exit status 3"},
		{"true", "", "prints nothing"},
		{"echo ya29; echo expires in 3600", "", "more than a token"},
		{"printf 'ya29\\001x'", "", "more than a token"},
	} {
		token, err := Token(t.Context(), c.command)
		switch {
		case token != c.token, (err == nil) != (c.problem == ""):
			t.Errorf("%s: %q, %v", c.command, token, err)
		case err != nil && (!strings.Contains(err.Error(), c.problem) || strings.Contains(err.Error(), "ya29")):
			t.Errorf("%s: it says %q, want %q", c.command, err, c.problem)
		}
	}
}

// A command that never ends holds nobody up, nor does what it leaves running.
func TestTokenOfACommandThatNeverEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if token, err := Token(ctx, "exec sleep 600"); err == nil || err.Error() != "it had not ended after 0s, and was stopped" {
		t.Errorf("%q, %v", token, err)
	}
	token, err := Token(t.Context(), "sleep 600 & echo $!")
	pid, bad := strconv.Atoi(token)
	if err != nil || bad != nil {
		t.Fatalf("%q, %v", token, err)
	}
	if left, err := os.FindProcess(pid); err != nil || left.Kill() != nil {
		t.Errorf("process %d is not left running: %v", pid, err)
	}
}

// With a command that is stopped goes all that it has started.
func TestTokenStopsWhatItsCommandStarted(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		held, err := os.Open(fifo) // once sleep is about to
		cancel()
		if err == nil {
			_, err = io.ReadAll(held) // until nobody holds it
		}
		gone <- err
	}()
	if token, err := Token(ctx, "sleep 60 >"+fifo+" | cat"); err == nil {
		t.Errorf("it gives %q", token)
	}
	select {
	case err := <-gone:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("what it started goes on")
	}
}

// What a provider says to a refusal is for people, and holds no token.
func TestRefused(t *testing.T) {
	l := &Login{Username: "tdc@asso.test", Token: "ya29"}
	_, first, _ := l.Start()
	if want := "user=tdc@asso.test\x01auth=Bearer ya29\x01\x01"; string(first) != want {
		t.Errorf("it begins with %q, want %q", first, want)
	}
	for _, c := range []struct{ challenge, want string }{
		{"", "no"},
		{`{"status":"401","schemes":"bearer mac","scope":"https://mail.example/"}`, "no (status 401, scope https://mail.example/)"},
		{`{"status":400,"error":"invalid_request","error_description":"not\u001b[1m\nthat one"}`, "no (status 400, error invalid_request, error_description not [1m that one)"},
		{`{"schemes":"bearer"}`, "no"},
		{"expired\r\nya29", "no (expired …)"},
		{strings.Repeat("é", 300), "no (" + strings.Repeat("é", 200) + "…)"},
		{base64.StdEncoding.EncodeToString(first), "no (…)"},
	} {
		if answer, err := l.Next([]byte(c.challenge)); answer == nil || len(answer) > 0 || err != nil {
			t.Errorf("%s is answered %q, %v", c.challenge, answer, err)
		}
		if got := l.Refused("no"); got != c.want {
			t.Errorf("%s: %q, want %q", c.challenge, got, c.want)
		}
	}
}
