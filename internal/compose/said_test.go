package compose

import (
	"testing"
	"time"
)

// What is somebody's is said as people say it.
func TestSpeechOf(t *testing.T) {
	for name, want := range map[string][2]string{
		"Alice": {"d’Alice", "Alice’s"}, "Bob": {"de Bob", "Bob’s"}, "Émile": {"d’Émile", "Émile’s"}, "Le bénévole": {"du bénévole", "Le bénévole’s"},
	} {
		for i, locale := range []string{"fr", "en"} {
			if got := SpeechOf(locale, time.UTC).Of(name); got != want[i] {
				t.Errorf("%s: %q", locale, got)
			}
		}
	}
}
