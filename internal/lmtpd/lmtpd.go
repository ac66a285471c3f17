// Package lmtpd receives mail by LMTP (RFC 2033) from a relay of the
// association's own, such as Postfix, over a unix socket or TCP. Each recipient
// gets its own answer.
//
// The protocol and its protections are mailin's; here is only what LMTP has of
// its own. Whether the relay's Authentication-Results are believed is left to
// the room that reads them.
package lmtpd

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"toutdoux/internal/mailin"
)

// New returns an LMTP server. Where c sets no limit for one address, there is
// none beside the limit in all: the only client is the relay.
func New(c mailin.Config, post mailin.Post) *mailin.Server {
	c.LMTP = true
	c.TLS = nil
	if c.PerAddress == 0 {
		c.PerAddress = 1 << 30
	}
	return mailin.New(c, post)
}

// Listen, also for what is no LMTP, opens "host:port" or "unix:/path". A socket that a killed daemon left
// behind is replaced; one that somebody answers on is an error. A new socket
// has mode 0660: the relay must be in its group.
func Listen(address string) (net.Listener, error) {
	path, unix := strings.CutPrefix(address, "unix:")
	if !unix {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", address, err)
		}
		return l, nil
	}
	l, err := listenUnix(path)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", path, err)
	}
	return l, nil
}

func listenUnix(path string) (net.Listener, error) {
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	// Until here the umask decides, and the usual ones let nobody else connect.
	if err := os.Chmod(path, 0o660); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// removeStale removes a socket that nobody listens on, and nothing else.
func removeStale(path string) error {
	file, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if file.Mode().Type() != fs.ModeSocket {
		return errors.New("there is a file of that name that is no socket: move it, or choose another path")
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close()
		return errors.New("another program listens there: stop it, or choose another path")
	}
	if errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("%w: it is another user's socket: stop its program, and remove what it leaves behind", err)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return err
	}
	return os.Remove(path)
}
