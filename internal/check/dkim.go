package check

import (
	"cmp"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// dkim looks at the keys that letters are signed with, and at what the DNS says
// of them (RFC 6376).
func (c *checker) dkim(ctx context.Context, s *sheet) {
	for _, key := range c.cfg.DKIM.Keys {
		c.signingKey(ctx, s, key)
	}
}

func (c *checker) signingKey(ctx context.Context, s *sheet, key config.DKIMKey) {
	private, err := association.SigningKey(key.File)
	if err != nil {
		s.fault("make one: openssl genrsa -out "+key.File+" 2048, for the daemon's user alone", "the key %s cannot be used: %v", key.File, err)
		return
	}
	name := key.Selector + "._domainkey." + c.cfg.DKIM.Domain
	kind, public := published(private.Public())
	if kind == "" {
		s.fault("make one: openssl genrsa -out "+key.File+" 2048, for the daemon's user alone", "the key %s is neither RSA nor Ed25519", key.File)
		return
	}
	publish := "publish " + name + ". TXT " + zoned("v=DKIM1;k="+kind+";p="+base64.StdEncoding.EncodeToString(public))
	if isUnlisted(c.cfg.DKIM.Domain) {
		s.ok("the key %s signs; the DNS is not asked about %s", key.File, c.cfg.DKIM.Domain)
		return
	}
	found, err := c.Resolver.LookupTXT(ctx, rooted(name))
	switch {
	case missing(err) || err == nil && len(found) == 0:
		s.fault(publish, "letters are signed as %s, and the DNS has no key of that name: nobody can verify them", name)
		return
	case err != nil:
		silent(ctx, s, name, err)
		return
	case len(found) > 1:
		s.fault("keep one of them, and "+publish, "the DNS has %d records for %s: none of them counts", len(found), name)
		return
	}
	inForce(s, name, tags(found[0]), key.File, private.Public(), publish)
}

// inForce tells whether others verify by a record what is signed with a key.
func inForce(s *sheet, name string, record map[string]string, file string, key crypto.PublicKey, publish string) {
	kind, _ := published(key)
	switch services := ":" + cmp.Or(record["s"], "*") + ":"; {
	case record["p"] == "":
		s.fault(publish, "the key of %s was taken back in the DNS", name)
	case !same(record["p"], key):
		s.fault(publish, "the key of %s in the DNS is another one than %s: no signature holds", name, file)
	case cmp.Or(record["k"], "rsa") != kind:
		s.fault(publish, "the key of %s is taken for another kind in the DNS, for want of k=%s in its record: no signature holds", name, kind)
	case !strings.Contains(services, ":*:") && !strings.Contains(services, ":email:"):
		s.fault("take s="+record["s"]+" out of the record", "the key of %s is not for mail, its record says: no signature holds", name)
	case strings.Contains(":"+record["t"]+":", ":y:"):
		s.warn("take t=y out of the record", "the key of %s says that it is a test: others take letters for unsigned", name)
	default:
		s.ok("the key of %s in the DNS is that of %s", name, file)
	}
}

// longestString is how long a string of a TXT record may be, in octets (RFC
// 1035, section 3.3).
const longestString = 255

// zoned is a record in ASCII as a zone file has it. Without blanks in the record
// no string is torn where a page is folded.
func zoned(record string) string {
	var all []string
	for part := range slices.Chunk([]byte(record), longestString) {
		all = append(all, `"`+string(part)+`"`)
	}
	return strings.Join(all, " ")
}

// published is a public key as a record has it: RSA as X.509 does, Ed25519 as
// its bytes alone (RFC 8463); no kind for others, which nobody verifies.
func published(key crypto.PublicKey) (kind string, raw []byte) {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return "ed25519", key
	case *rsa.PublicKey:
		raw, err := x509.MarshalPKIXPublicKey(key)
		if err == nil {
			return "rsa", raw
		}
	}
	return "", nil
}

// same tells whether a record has that key, in either form in which RSA keys are
// found there.
func same(p string, key crypto.PublicKey) bool {
	raw, err := base64.StdEncoding.DecodeString(p)
	if err != nil {
		return false
	}
	ours, long := key.(*rsa.PublicKey)
	if !long {
		_, want := published(key)
		return string(raw) == string(want)
	}
	if theirs, err := x509.ParsePKIXPublicKey(raw); err == nil {
		return ours.Equal(theirs)
	}
	theirs, err := x509.ParsePKCS1PublicKey(raw)
	return err == nil && ours.Equal(theirs)
}
