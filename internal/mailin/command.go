package mailin

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// command returns the next line that is for go-smtp to obey.
func (w *wire) command() ([]byte, error) {
	for {
		line, err := w.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, smtp.ErrTooLongLine
		}
		if err != nil {
			return nil, err
		}
		verb := verbOf(line)
		switch {
		case verb == "EHLO" || verb == "HELO":
			w.greeted = true
		case verb == "STARTTLS" && w.offersTLS():
			if err := w.startTLS(); err != nil {
				return nil, err
			}
			continue
		case verb == "BDAT": // its chunk follows, and must not be obeyed
			w.say(notOffered)
			return nil, io.EOF
		case isWeb(verb):
			w.say(Refusal{421, [3]int{4, 7, 0}, "This is a mail server"})
			return nil, io.EOF
		case w.secure && !w.greeted: // what was said before TLS is void (RFC 3207 section 4.2)
			w.say(Refusal{503, [3]int{5, 5, 1}, "Say EHLO first"})
			continue
		}
		return line, nil
	}
}

func verbOf(line []byte) string {
	verb, _, _ := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(" "))
	return strings.ToUpper(string(verb))
}

// isWeb tells a request of HTTP, by which a web page can make a browser speak
// to a mail server.
func isWeb(verb string) bool {
	switch verb {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI":
		return true
	}
	return false
}

func (w *wire) offersTLS() bool { return w.tls != nil && !w.secure }

// startTLS encrypts the connection (RFC 3207). What a client, or somebody on
// the way, sent behind the command in the clear would be taken for encrypted:
// that ends the connection.
func (w *wire) startTLS() error {
	if w.in.Buffered() > 0 {
		return errors.New("start TLS: something followed the command in the clear")
	}
	w.say(Refusal{220, [3]int{2, 0, 0}, "Ready to start TLS"})
	conn := tls.Server(w.Conn, w.tls)
	if err := conn.Handshake(); err != nil {
		w.Conn.Close()
		return fmt.Errorf("start TLS: %w", err)
	}
	w.stream, w.secure, w.greeted = conn, true, false
	w.in.Reset(conn)
	return nil
}

// say answers in go-smtp's place. A failed write shows at the next read.
func (w *wire) say(answer Refusal) {
	w.Conn.SetWriteDeadline(time.Now().Add(w.timeout))
	fmt.Fprintf(w.stream, "%v\r\n", answer)
}
