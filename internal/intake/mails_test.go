package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/address"
)

// picasoft reads for the association of the cases.
func picasoft(t testing.TB) Reader {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	list, err := address.ParseListAddress("tdc@picasoft.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	return Reader{Lists: []address.List{list}, Prefixes: []string{"Picasoft"}, Zone: zone}
}

// TestMails reads testdata/mails: NN-name.eml is a mail, NN-name.json why it
// is there and what it must give: its kind, what it says (see words.txt), the
// author's words, and any fields of the request.
func TestMails(t *testing.T) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d mails, %v", len(files), err)
	}
	reader := picasoft(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			testMail(t, reader, file)
		})
	}
}

func testMail(t *testing.T, reader Reader, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	about, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Why, Kind, Says string
		Words           *string
		Recipients      []string
		Request         map[string]any
	}
	if err := json.Unmarshal(about, &want); err != nil {
		t.Fatal(err)
	}
	q := reader.Read(raw, want.Recipients, corpusTime).Request
	if string(q.Kind) != want.Kind || saying(q) != want.Says {
		t.Errorf("%s: got %s, %s; want %s, %s (%s)", want.Why, q.Kind, saying(q), want.Kind, want.Says, q.Why)
	}
	if want.Words != nil && q.Words != *want.Words {
		t.Errorf("%s: got words\n%q\nwant\n%q", want.Why, q.Words, *want.Words)
	}
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for key, value := range want.Request {
		if !reflect.DeepEqual(got[key], value) {
			t.Errorf("%s: %s: got %v, want %v", want.Why, key, got[key], value)
		}
	}
}
