package bearer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Limits of a token_command: how long it may take, and how long whatever it
// has started may then keep us waiting.
const (
	longest  = 30 * time.Second
	straggle = time.Second
)

// Token runs a token_command, and gives the token that it prints (RFC 6750,
// section 2.1). The error tells why there is none, in the command's own last
// words where it has some.
func Token(ctx context.Context, command string) (string, error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	run := exec.CommandContext(limited, "/bin/sh", "-c", command)
	run.WaitDelay = straggle
	printed, err := run.Output()
	switch {
	case limited.Err() != nil:
		return "", fmt.Errorf("it is stopped: %w", limited.Err())
	case errors.Is(err, exec.ErrWaitDelay): // it has ended well, and left something running
	case err != nil:
		return "", fmt.Errorf("%w%s", err, lastWords(err))
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

// lastWords is the last line of what a command said on its standard error.
func lastWords(err error) string {
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return ""
	}
	said := bytes.TrimSpace(failed.Stderr)
	if said = said[bytes.LastIndexByte(said, '\n')+1:]; len(said) == 0 {
		return ""
	}
	return ": " + string(said)
}
