package mailtest_test

import (
	"net"
	"testing"
	"time"

	"golang.org/x/net/nettest"

	"toutdoux/internal/mailtest"
)

func TestPipeIsAConnection(t *testing.T) {
	nettest.TestConn(t, func() (c1, c2 net.Conn, stop func(), err error) {
		c1, c2 = mailtest.Pipe()
		return c1, c2, func() { c1.Close(); c2.Close() }, nil
	})
}

func TestMail(t *testing.T) {
	got := string(mailtest.Mail{
		From: "Zoé <zoe@client.test>", To: "asso@list.test", Subject: "Réunion", ID: "<1@client.test>",
		Date:   time.Date(2027, 2, 14, 9, 0, 0, 0, time.UTC),
		Header: []string{"Received: from client.test"},
		Body:   "POUR\n\n-- \nZoé\n",
	}.Bytes())
	want := "Received: from client.test\r\nFrom: Zoé <zoe@client.test>\r\nTo: asso@list.test\r\n" +
		"Subject: =?utf-8?q?R=C3=A9union?=\r\nMessage-ID: <1@client.test>\r\nDate: Sun, 14 Feb 2027 09:00:00 +0000\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n" +
		"\r\nPOUR\r\n\r\n-- \r\nZoé\r\n"
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
