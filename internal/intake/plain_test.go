package intake

import (
	"encoding/base64"
	"strings"
	"testing"
)

// An address is found in a mail in whatever way it is written down.
func TestPlain(t *testing.T) {
	coded := base64.StdEncoding.EncodeToString([]byte("Le 3, <alice@secret.example> a écrit :\r\n> oui\r\n"))
	base := "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded + "\r\n"
	for name, raw := range map[string]string{
		"as it is":          "Subject: x\r\n\r\nLe 3, <alice@secret.example> a écrit :\r\n",
		"base64":            base,
		"quoted-printable":  "Content-Transfer-Encoding: quoted-printable\r\n\r\nLe 3, <alice@sec=\r\nret.example> a =C3=A9crit :\r\n",
		"a part":            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n" + base + "--b--\r\n",
		"a mail inside":     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + base + "--b--\r\n",
		"a mail in base64":  "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(base)),
		"a page":            "Content-Type: text/html\r\n\r\n<p>alice&#64;secret.example</p>\r\n",
		"a header":          "Subject: =?utf-8?q?de_alice=40secret.example?=\r\n\r\nx\r\n",
		"UTF-16":            "Content-Type: text/plain; charset=utf-16le\r\n\r\n" + strings.Join(strings.Split("alice@secret.example", ""), "\x00") + "\x00",
		"a text as a file":  "Content-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded,
		"behind a NUL":      "Subject: x\r\n\r\n\x00 alice@secret.example\r\n",
		"no part ever came": "Content-Type: multipart/mixed; boundary=b\r\n\r\nalice@secret.example\r\n",
	} {
		if text := Plain([]byte(raw)); !strings.Contains(text, "alice@secret.example") {
			t.Errorf("%s: %q", name, text)
		}
	}
}
