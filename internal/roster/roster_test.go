package roster_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/roster"
)

var both = []roster.Person{{Name: "Zoé Martin", Address: "zoe@asso.test"}, {Name: "Bob Durand", Address: "bob@asso.test"}}

// The same two people, as each program exports them.
func TestExports(t *testing.T) {
	for name, export := range map[string]string{
		"spreadsheet":              "email,name\nzoe@asso.test,Zoé Martin\nbob@asso.test,Bob Durand\n",
		"French spreadsheet":       "Nom;Prénom;Adresse mail;Ville\r\nMartin;Zoé;Zoe@Asso.test;Compiègne\r\nDurand;Bob;bob@asso.test;\r\n",
		"its older form":           "Nom;Pr\xe9nom;Courriel\r\nMartin;Zo\xe9;zoe@asso.test\r\nDurand;Bob;bob@asso.test\r\n",
		"with a mark":              "\ufeffE-mail\tDisplay name\nzoe@asso.test\tZoé Martin\nbob@asso.test\tBob Durand\n",
		"UTF-16":                   "\xff\xfee\x00m\x00a\x00i\x00l\x00,\x00n\x00a\x00m\x00e\x00\n\x00z\x00o\x00e\x00@\x00a\x00s\x00s\x00o\x00.\x00t\x00e\x00s\x00t\x00,\x00Z\x00o\x00\xe9\x00 \x00M\x00a\x00r\x00t\x00i\x00n\x00\n\x00b\x00o\x00b\x00@\x00a\x00s\x00s\x00o\x00.\x00t\x00e\x00s\x00t\x00,\x00B\x00o\x00b\x00 \x00D\x00u\x00r\x00a\x00n\x00d\x00",
		"quoted, without a header": "\"zoe@asso.test\",\"Zoé Martin\"\n\n# gone: \"x\"\n\"bob@asso.test\",\"Bob Durand\"\n",
		"Mailman 2":                "Zoé Martin <zoe@asso.test>\nBob Durand <bob@asso.test>\n",
		"Mailman 3":                "\"Zoé Martin\" <zoe@asso.test>\nBob Durand <bob@asso.test>\n",
		"Mailman 3, encoded":       "=?utf-8?q?Zo=C3=A9_Martin?= <zoe@asso.test>\nBob Durand <bob@asso.test>\n",
		"Sympa's dump":             "email zoe@asso.test\ngecos Zoé Martin\ndate 1577836800\nreception mail\n\nemail bob@asso.test\ndate 1577836800\ngecos Bob Durand\nvisibility noconceal\n",
		"Sympa's review":           "zoe@asso.test\tZoé Martin\nbob@asso.test\tBob Durand\n",
		"each of them twice":       "Zoé Martin <zoe@asso.test>\nBob Durand <bob@asso.test>\nzoe@asso.test\nBOB@asso.test\n",
	} {
		got, err := roster.Read([]byte(export))
		if diff := cmp.Diff(both, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestAddressesAlone(t *testing.T) {
	got, err := roster.Read([]byte("zoe@asso.test\nbob@asso.test\n"))
	want := []roster.Person{{Address: "zoe@asso.test"}, {Address: "bob@asso.test"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = roster.Read([]byte("\"Martin, Zoé\" <zoe@asso.test>\nDurand, Bob <bob@asso.test>\n"))
	want = []roster.Person{{"Martin, Zoé", "zoe@asso.test"}, {"Durand, Bob", "bob@asso.test"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error("names with a comma:", err, diff)
	}
}

// A line that cannot be read loses nobody in silence: nobody is given.
func TestProblems(t *testing.T) {
	people, err := roster.Read([]byte("email,name\nzoe@asso.test,Zoé\n,Bob\nbob@,Bob\n"))
	var first *roster.Problem
	if people != nil || !errors.As(err, &first) || first.Line != 3 {
		t.Fatalf("%v, %v", people, err)
	}
	if want := "line 3, \",Bob\": no mail address stands there"; !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("%q does not say %q and line 4", err, want)
	}
	for _, nobody := range []string{"", "\n\n", "email,name\n", "# nobody yet\n"} {
		if _, err := roster.Read([]byte(nobody)); !errors.Is(err, roster.ErrNobody) {
			t.Errorf("%q: %v", nobody, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"email,name\nzoe@asso.test,Zoé\n", "email zoe@asso.test\ngecos Zoé\n\nemail bob@asso.test\n", "Zoé <zoe@asso.test>", "\xff\xfea\x00", "a;b\tc,\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, export []byte) {
		people, err := roster.Read(export)
		if (err == nil) != (len(people) > 0) {
			t.Errorf("%d people, %v", len(people), err)
		}
		seen := map[string]bool{}
		for _, p := range people {
			if seen[p.Address] || !strings.Contains(p.Address, "@") || strings.ContainsAny(p.Name+p.Address, "\r\n\x00") {
				t.Errorf("%+v", p)
			}
			seen[p.Address] = true
		}
	})
}
