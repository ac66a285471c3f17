package address

import (
	"testing"
	"time"
)

// The UID of an assembly is found again in the answer of a calendar, whatever
// case it comes in, and no other list's is taken for it.
func TestEventUID(t *testing.T) {
	list, err := ParseListAddress("Tdc@Exemple.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	uid := list.EventUID(12, time.Date(2026, 2, 2, 9, 0, 0, 0, time.FixedZone("", 3600)))
	if want := "assembly-12-20260202T080000Z-" + list.String(); uid != want {
		t.Errorf("got %s, want %s", uid, want)
	}
	for text, want := range map[string]int{
		uid: 12, "ASSEMBLY-3-20260202T080000Z-TDC@EXEMPLE.TEST": 3, "assembly-3-20260202T080000Z-tdc@exemple.test": 3,
		"assembly-0-20260202T080000Z-tdc@exemple.test": 0, "assembly-3-tdc@exemple.test": 0, "3-20260202T080000Z-tdc@exemple.test": 0,
		"assembly-3-20260202T080000Z-tdc@ailleurs.test": 0, "assembly-x-20260202T080000Z-tdc@exemple.test": 0, "": 0,
	} {
		if got, ok := list.FindEvent(text); got != want || ok != (want > 0) {
			t.Errorf("%q: got %d, %t, want %d", text, got, ok, want)
		}
	}
}
