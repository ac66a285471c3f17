package compose

import (
	"testing"
	"time"
)

// What is somebody's is said as people say it.
func TestSpeechOf(t *testing.T) {
	for name, want := range map[string][2]string{
		"Alice": {"d’Alice", "of Alice"}, "Bob": {"de Bob", "of Bob"}, "Émile": {"d’Émile", "of Émile"}, "Le bénévole": {"du bénévole", "of Le bénévole"},
	} {
		for i, locale := range []string{"fr", "en"} {
			if got := SpeechOf(locale, time.UTC).Of(name); got != want[i] {
				t.Errorf("%s: %q", locale, got)
			}
		}
	}
}
