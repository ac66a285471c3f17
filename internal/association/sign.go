package association

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/emersion/go-msgauth/dkim"

	"toutdoux/internal/config"
)

// signed are the header fields that our signatures cover. Each that a mail
// must have once is signed once more than it stands there, so that none can be
// added on the way (RFC 6376 section 5.4).
var signed = []string{
	"From", "From", "To", "To", "Subject", "Subject", "Date", "Date", "Message-ID", "Message-ID",
	"Reply-To", "Reply-To", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Type",
	"Auto-Submitted", "List-Id", "List-Post", "List-Unsubscribe",
}

// signer signs letters with the keys of the configuration; without any, it
// leaves them as they are, for the smarthost to sign.
type signer struct {
	domain string
	keys   []signingKey
}

type signingKey struct {
	selector string
	signer   crypto.Signer
}

func newSigner(cfg config.DKIM) (*signer, error) {
	s := &signer{domain: cfg.Domain}
	for _, k := range cfg.Keys {
		key, err := readSigningKey(k.File)
		if err != nil {
			return nil, fmt.Errorf("read DKIM key %s: %w", k.File, err)
		}
		s.keys = append(s.keys, signingKey{k.Selector, key})
	}
	return s, nil
}

func readSigningKey(path string) (crypto.Signer, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, errors.New("this is no PEM file: make one with openssl genrsa 2048")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	if signer, ok := key.(crypto.Signer); ok {
		return signer, nil
	}
	return nil, errors.New("this key cannot sign: give an RSA or Ed25519 one")
}

// sign puts one signature for each key before the mail.
func (s *signer) sign(raw []byte) ([]byte, error) {
	for _, k := range s.keys {
		var out bytes.Buffer
		err := dkim.Sign(&out, bytes.NewReader(raw), &dkim.SignOptions{
			Domain: s.domain, Selector: k.selector, Signer: k.signer, HeaderKeys: signed,
			HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
		})
		if err != nil {
			return nil, fmt.Errorf("sign letter: %w", err)
		}
		raw = out.Bytes()
	}
	return raw, nil
}
