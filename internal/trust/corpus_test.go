package trust

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestCorpus reads real mail: nearly all that people wrote is well shaped,
// whatever is not has a reason, nothing of it is proven by a host that it did not go through,
// and most of what real hosts wrote on authentication can be read.
func TestCorpus(t *testing.T) {
	const corpus = "../../../shared/corpus"
	files, err := filepath.Glob(filepath.Join(corpus, "*", "*.eml"))
	if err != nil || len(files) == 0 {
		t.Skipf("%s is missing: a folder of real mails beside the project", corpus)
	}
	people, shapely, written, read := 0, 0, 0, 0
	for _, name := range files {
		mail, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		replied := filepath.Base(filepath.Dir(name)) == "replies"
		if replied {
			people++
		}
		var misshapen *Misshapen
		if err := Shape(mail, DefaultLimits()); err == nil && replied {
			shapely++
		} else if err != nil && (!errors.As(err, &misshapen) || misshapen.Reason == "") {
			t.Errorf("%s: %v", name, err)
		}
		if v := Judge(mail, pinned, inMailbox); v.Authenticated || v.Why == "" {
			t.Errorf("%s: %+v", name, v)
		}
		for _, f := range fields(mail) {
			if f.name != "authentication-results" {
				continue
			}
			written++
			if _, _, err := parseResults(f.value()); err == nil {
				read++
			}
		}
	}
	t.Logf("%d of %d answers of people are well shaped; %d of %d results are read", shapely, people, read, written)
	if shapely*100 < people*95 || read*100 < written*70 {
		t.Error("that is fewer than it was")
	}
}
