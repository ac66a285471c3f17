package address

import (
	"errors"
	"strings"
	"testing"
)

func TestNormalizeGivesOneSpelling(t *testing.T) {
	for given, want := range map[string]string{
		"Alice@Exemple.ORG":                "alice@exemple.org",
		"a.b+x@G.example":                  "a.b+x@g.example",
		"ab@g.example":                     "ab@g.example",
		"jean@Café.fr":                     "jean@xn--caf-dma.fr",
		"jean@xn--caf-dma.fr":              "jean@xn--caf-dma.fr",
		"He\u0301le\u0300ne@x.fr":          "hélène@x.fr",
		"HÉLÈNE@x.fr":                      "hélène@x.fr",
		"a..b.@docomo.example":             "a..b.@docomo.example",
		"taro@日本ドメイン.jp":                   "taro@xn--eckwd4c7c5976acvb.jp",
		"root@localhost":                   "root@localhost",
		"bounce=x=y+1_{a}@x.fr":            "bounce=x=y+1_{a}@x.fr",
		strings.Repeat("a", 249) + "@x.fr": strings.Repeat("a", 249) + "@x.fr",
	} {
		got, err := Normalize(given)
		if err != nil || got != want {
			t.Errorf("Normalize(%q) = %q, %v; want %q", given, got, err, want)
		}
		if again, err := Normalize(got); err != nil || again != got {
			t.Errorf("Normalize(%q) is %q, %v the second time", got, again, err)
		}
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for name, given := range map[string]string{
		"nothing":                     "",
		"no local part":               "@x.fr",
		"no domain":                   "a@",
		"no at":                       "x.fr",
		"two ats":                     "a@b@x.fr",
		"a space":                     "a b@x.fr",
		"a line feed":                 "a\n@x.fr",
		"a NUL":                       "a\x00@x.fr",
		"angle brackets":              "<a@x.fr>",
		"a zero-width space":          "a\u200bb@x.fr",
		"a right-to-left override":    "a\u202eb@x.fr",
		"bytes that are no UTF-8":     "caf\xe9@x.fr",
		"255 bytes":                   strings.Repeat("a", 250) + "@x.fr",
		"255 bytes once in ASCII":     strings.Repeat("a", 242) + "@café.fr",
		"the Kelvin sign for k":       "\u212aate@x.fr",
		"a dotted capital I for i":    "al\u0130ce@x.fr",
		"the same, in two":            "alI\u0307ce@x.fr",
		"a Greek varia for `":         "a\u1fef@x.fr",
		"a Cyrillic a among Latin":    "a@pаypal.example",
		"the same as xn--":            "a@xn--pypal-4ve.example",
		"Greek among Latin":           "a@gοogle.example",
		"Latin with right-to-left":    "a@aאb.example",
		"an empty label":              "a@x..fr",
		"a dot at the end":            "a@x.fr.",
		"an address literal":          "a@[192.0.2.1]",
		"a label of 64":               "a@" + strings.Repeat("a", 64) + ".fr",
		"a broken xn--":               "a@xn--a.fr",
		"a hyphen at the end":         "a@x-.fr",
		"an underscore in the domain": "a@x_y.fr",
	} {
		if got, err := Normalize(given); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: Normalize(%q) = %q, %v; want ErrMalformed", name, given, got, err)
		}
	}
}

func TestDomainsThatOnlyLookAlikeStayApart(t *testing.T) {
	cyrillic, err := Domain("аре.example")
	if err != nil {
		t.Fatal(err)
	}
	if latin, _ := Domain("ape.example"); latin == cyrillic {
		t.Errorf("both are %q", latin)
	}
}

func TestErrorsHoldNoAddress(t *testing.T) {
	for _, given := range []string{"secret name@x.fr", "secret@x..fr", "secret@pаypal.example", "secret@x_y.fr"} {
		if _, err := Normalize(given); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("Normalize(%q): %v", given, err)
		}
	}
}
