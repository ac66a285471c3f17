package replay_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/replay"
)

// FuzzReadMbox reads any bytes as a mailbox, and says on which line they are
// none; the mails that it reads, written as mboxrd has them, are read again.
func FuzzReadMbox(f *testing.F) {
	f.Fuzz(func(t *testing.T, box []byte) {
		mails, err := replay.ReadMbox(box)
		if err != nil {
			if len(mails) > 0 || !strings.HasPrefix(err.Error(), "line ") || strings.ContainsAny(err.Error(), "\r\n") {
				t.Fatalf("%d mails and %q", len(mails), err)
			}
			return
		}
		size := 0
		for _, m := range mails {
			size += len(m.Raw)
			if m.At.Location() != time.UTC || m.At.Nanosecond() != 0 {
				t.Fatalf("at %v", m.At)
			}
		}
		if size > len(box) {
			t.Fatalf("%d bytes of mails in %d", size, len(box))
		}
		again, err := replay.ReadMbox(mboxrd(mails))
		if err != nil || len(again) != len(mails) {
			t.Fatalf("%d mails, then %d, %v", len(mails), len(again), err)
		}
		for i, m := range mails {
			written := bytes.TrimSuffix(m.Raw, []byte("\r")) // with the line end that follows it is one
			if !again[i].At.Equal(m.At) || !bytes.Equal(again[i].Raw, written) {
				t.Fatalf("mail %d: %q, then %q", i, m.Raw, again[i].Raw)
			}
		}
	})
}

// mboxrd writes a mailbox, another way than it is read.
func mboxrd(mails []replay.Mail) []byte {
	var box bytes.Buffer
	for _, m := range mails {
		box.WriteString("From - " + m.At.Format("Mon Jan 2 15:04:05 2006") + "\n")
		for line := range bytes.Lines(m.Raw) {
			if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
				box.WriteByte('>')
			}
			box.Write(line)
		}
		box.WriteString("\n")
	}
	return box.Bytes()
}
