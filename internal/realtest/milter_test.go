package realtest

import (
	"encoding/binary"
	"io"
	"net"
	"testing"
)

// startMilter runs a filter for mail servers (milter protocol 6, as in Sendmail's
// libmilter/docs) that puts a field on top of every mail, as opendmarc does. It
// gives its host:port.
func startMilter(t *testing.T, name, value string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go filter(conn, "i\x00\x00\x00\x00"+name+"\x00"+value+"\x00")
		}
	}()
	return l.Addr().String()
}

// filter answers a mail server: with an insertion at the end of each mail, and
// otherwise that it may go on.
func filter(conn net.Conn, insertion string) {
	defer conn.Close()
	for {
		command, err := readPacket(conn)
		if err != nil || command == 'Q' {
			return
		}
		switch command {
		case 'O': // version 6; it adds headers; it wants to see every step
			writePacket(conn, "O\x00\x00\x00\x06\x00\x00\x00\x01\x00\x00\x00\x00")
		case 'D', 'A', 'K': // macros, an end, a new beginning: no answer is due
		case 'E':
			writePacket(conn, insertion)
			writePacket(conn, "c")
		default:
			writePacket(conn, "c")
		}
	}
}

func readPacket(r io.Reader) (command byte, err error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return 0, err
	}
	packet := make([]byte, binary.BigEndian.Uint32(length[:]))
	if _, err := io.ReadFull(r, packet); err != nil || len(packet) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return packet[0], nil
}

// writePacket sends a packet; where it cannot, the next read says so.
func writePacket(w io.Writer, packet string) {
	w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(packet))), packet...))
}
