package governance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestKinds: the name of a kind, and the order of its free texts, are stored.
// This golden may grow; a line of it never changes.
func TestKinds(t *testing.T) {
	var out strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		e := kinds[kind]()
		if KindOf(e) != kind {
			t.Errorf("%T is stored as %q, and read back as %q", e, KindOf(e), kind)
		}
		fmt.Fprintf(&out, "%s:%s\n", kind, textNames(e))
	}
	golden(t, "testdata/kinds.txt", out.String())
}

// textNames are the fields that hold an event's free texts, in their order.
func textNames(e Event) string {
	var names strings.Builder
	fillTexts(reflect.ValueOf(e).Elem())
	for _, text := range e.texts() {
		value := reflect.ValueOf(e).Elem()
		fmt.Fprintf(&names, " %s", fieldAt(value, text))
	}
	return names.String()
}

func fieldAt(value reflect.Value, text *Text) string {
	for i := range value.NumField() {
		field := value.Field(i)
		if field.Addr().Interface() == any(text) {
			return value.Type().Field(i).Name
		}
		switch within := field.Addr().Interface().(type) {
		case Event:
			if found := fieldAt(field, text); found != "?" {
				return value.Type().Field(i).Name + "." + found
			}
		case *[]Effect:
			for n := range *within {
				if &(*within)[n].Words == text {
					return fmt.Sprintf("Effects[%d].Words", n)
				}
			}
		}
	}
	return "?"
}

// TestTextsAreListed: a text that an event forgets to list would stand in the
// log in clear.
func TestTextsAreListed(t *testing.T) {
	for kind, make := range kinds {
		e := make()
		fillTexts(reflect.ValueOf(e).Elem())
		raw, err := Encode(e, func(int, Text) Text { return "hash" })
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte("in clear")) {
			t.Errorf("%s stores %s", kind, raw)
		}
		for _, text := range e.texts() {
			if *text != "in clear" {
				t.Errorf("%s is not as it was before it was written", kind)
			}
		}
	}
}

func fillTexts(value reflect.Value) {
	for _, field := range value.Fields() {
		switch field := field; {
		case field.Type() == reflect.TypeFor[Text]():
			field.SetString("in clear")
		case holdsTexts(field):
			fillTexts(field)
		case field.Type() == reflect.TypeFor[[]Effect]():
			field.Set(reflect.ValueOf([]Effect{{Words: "in clear"}, {Words: "in clear"}}))
		}
	}
}

// holdsTexts tells the fields that are events themselves, in previews.
func holdsTexts(field reflect.Value) bool {
	_, is := field.Addr().Interface().(Event)
	return is
}

func TestDecodeRefuses(t *testing.T) {
	same := func(_ int, hash Text) Text { return hash }
	if _, err := Decode("levitated", []byte(`{}`), same); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("an unknown kind: %v", err)
	}
	if _, err := Decode("voted", []byte(`[1]`), same); err == nil || !strings.Contains(err.Error(), "voted") {
		t.Errorf("broken bytes: %v", err)
	}
}

// TestErasedText: an erased text leaves an event that still counts.
func TestErasedText(t *testing.T) {
	raw, _ := sealed(t, &Voted{Action: 1, Member: 2, Choice: For, Reason: "secret", Rank: utc(2026, 2, 2, 8, 0)})
	e, err := Decode("voted", raw, func(int, Text) Text { return "" })
	if err != nil || e.(*Voted).Reason != "" || e.(*Voted).Choice != For {
		t.Errorf("read %+v, %v", e, err)
	}
}

// written is a line of a log as a release wrote it.
type written struct {
	Seq     int64           `json:"seq"`
	At      time.Time       `json:"at"`
	Arrival int64           `json:"arrival"`
	By      int             `json:"by"`
	Kind    string          `json:"kind"`
	Body    json.RawMessage `json:"body"`
}

// TestLogOfVersion1: the log that the first release wrote, with every kind of
// event and every field of it, replays for ever, to the same bytes and to the
// same state. -update never rewrites it: only a lost file is written.
func TestLogOfVersion1(t *testing.T) {
	const file, state = "testdata/log-v1.jsonl", "testdata/log-v1.state.json"
	if _, err := os.Stat(file); os.IsNotExist(err) && *update {
		writeLog(t, file, version1())
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := New(paris)
	seen := map[string]bool{}
	for line := range bytes.Lines(raw) {
		var w written
		if err := json.Unmarshal(line, &w); err != nil {
			t.Fatal(err)
		}
		same := func(_ int, text Text) Text { return text }
		e, err := Decode(w.Kind, w.Body, same)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Encode(e, same); err != nil || !bytes.Equal(again, w.Body) {
			t.Errorf("%s was written %s, and now %s", w.Kind, w.Body, again)
		}
		s.Apply(Record{Seq: w.Seq, At: w.At, Arrival: w.Arrival, By: w.By, Event: e})
		seen[w.Kind] = true
	}
	got, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(state); os.IsNotExist(err) && *update {
		golden(t, state, string(got)+"\n")
	}
	want, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("the state that version 1 left (-want +got):\n%s", diff)
	}
	for _, r := range version1() {
		if !seen[KindOf(r.Event)] {
			t.Errorf("%s has no kind %s", file, KindOf(r.Event))
		}
	}
}

func writeLog(t *testing.T, file string, log []Record) {
	t.Helper()
	var out bytes.Buffer
	for _, r := range log {
		body, err := Encode(r.Event, func(_ int, text Text) Text { return text })
		if err != nil {
			t.Fatal(err)
		}
		line, err := plain(written{r.Seq, r.At, r.Arrival, r.By, KindOf(r.Event), body})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(line, '\n'))
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestVersion1IsWhole: its log has every kind, and every field of each is set
// somewhere, so that no name of a field can change unseen.
func TestVersion1IsWhole(t *testing.T) {
	set := map[string]bool{}
	for _, r := range version1() {
		value := reflect.ValueOf(r.Event).Elem()
		set[KindOf(r.Event)] = true
		for i := range value.NumField() {
			if !value.Field(i).IsZero() {
				set[KindOf(r.Event)+"."+value.Type().Field(i).Name] = true
			}
		}
	}
	for kind, make := range kinds {
		if !set[kind] {
			t.Errorf("no event of kind %s", kind)
		}
		shape := reflect.TypeOf(make()).Elem()
		for field := range shape.Fields() {
			if name := kind + "." + field.Name; set[kind] && !set[name] {
				t.Errorf("no event has %s", name)
			}
		}
	}
}
