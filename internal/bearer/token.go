package bearer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Limits of a token_command: how long it may take, and how long whatever it
// has started may then keep us waiting.
const (
	longest  = 30 * time.Second
	straggle = time.Second
)

// Token runs a token_command, and gives the token that it prints (RFC 6750,
// section 2.1). The error tells why there is none, as of "it", in the command's
// own last words where it has some. Where it takes too long, or ctx ends, it is
// stopped with all that it has started.
func Token(ctx context.Context, command string) (string, error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	run := exec.CommandContext(limited, "/bin/sh", "-c", command)
	run.WaitDelay = straggle
	run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	run.Cancel = func() error { return syscall.Kill(-run.Process.Pid, syscall.SIGKILL) }
	began := time.Now()
	printed, err := run.Output()
	switch {
	case limited.Err() != nil:
		return "", fmt.Errorf("it had not ended after %v, and was stopped", time.Since(began).Round(time.Second))
	case errors.Is(err, exec.ErrWaitDelay): // it has ended well, and left something running
	case err != nil:
		return "", ended(err)
	}
	token := strings.TrimSpace(string(printed))
	switch {
	case token == "":
		return "", errors.New("it prints nothing")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("it prints more than a token: have it print that alone, on one line")
	}
	return token, nil
}

// ended tells of a command that did not end well, with the last line of what it
// said on its standard error.
func ended(err error) error {
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return fmt.Errorf("it cannot be run: %w", err)
	}
	said := bytes.TrimSpace(failed.Stderr)
	if said = said[bytes.LastIndexByte(said, '\n')+1:]; len(said) == 0 {
		return fmt.Errorf("it ends with %w", err)
	}
	return fmt.Errorf("it ends with %w, and says: %s", err, plain(string(said)))
}
