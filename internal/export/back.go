package export

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"toutdoux/internal/store"
)

// Folder is an export that is read back.
type Folder struct {
	About
	// Tell is told now and then how far the reading has come.
	Tell func(doing string)
	path string
}

// Open looks at an export, and refuses one that this program cannot read whole.
// What its files hold is found out by Into.
func Open(path string) (*Folder, error) {
	f := &Folder{path: path, Tell: func(string) {}}
	text, err := os.ReadFile(filepath.Join(path, aboutFile))
	if err == nil {
		err = json.Unmarshal(text, &f.About)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w: name a folder that toutdoux export wrote, whole", filepath.Join(path, aboutFile), err)
	case f.Format > Format:
		return nil, fmt.Errorf("%s has format %d, and this program reads up to %d: install a newer toutdoux", path, f.Format, Format)
	case f.Format < 1:
		return nil, fmt.Errorf("%s names no format: name a folder that toutdoux export wrote", filepath.Join(path, aboutFile))
	}
	for _, name := range []string{arrivalsFile, logFile, decisionsFile, lettersFile, fetchedFile, settingsFile} {
		if _, err := os.Stat(filepath.Join(path, name)); err != nil {
			return nil, fmt.Errorf("%s is not whole: %w: copy the export once more, or write a new one", path, err)
		}
	}
	return f, nil
}

// Into writes all of an export into a draft, line by line. What is broken, or
// no register held, is store.ErrAltered, with its file and line.
func (f *Folder) Into(ctx context.Context, d *store.Draft) error {
	for _, read := range []func() error{ // what refers to something comes after it
		func() error { return lines(ctx, f, arrivalsFile, d.Keep) },
		func() error { return lines(ctx, f, logFile, func(r *Row) error { return r.into(d) }) },
		func() error { return lines(ctx, f, decisionsFile, func(l *Decision) error { return l.into(d) }) },
		func() error { return lines(ctx, f, lettersFile, d.Owe) },
		func() error { return lines(ctx, f, fetchedFile, d.Fetched) },
		func() error { return lines(ctx, f, settingsFile, d.Set) },
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// lap is how many lines are read before it is told.
const lap = 500

// lines reads a file of JSON Lines, and then looks whether it was the one that
// was written: a line that is gone leaves no trace but that.
func lines[T any](ctx context.Context, f *Folder, name string, take func(*T) error) error {
	path := filepath.Join(f.path, name)
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(file, sum), 1<<16)
	for number := 1; ; number++ {
		if number%lap == 0 {
			f.Tell(fmt.Sprintf("reading %s, line %d", name, number))
		}
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err == nil || errors.Is(err, io.EOF) {
			err = errors.Join(ctx.Err(), one(line, take))
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", path, number, err)
		}
	}
	if !bytes.Equal(sum.Sum(nil), f.Sums[name]) {
		return fmt.Errorf("%s: a line is gone, or another: %w", path, store.ErrAltered)
	}
	return nil
}

// one reads a line, all of it: a field that this program does not know would be
// lost.
func one[T any](line []byte, take func(*T) error) error {
	var read T
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	if err := in.Decode(&read); err != nil {
		return fmt.Errorf("it is broken (%w): %w", err, store.ErrAltered)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("there is more than one thing on it: %w", store.ErrAltered)
	}
	return take(&read)
}

func (l *Row) into(d *store.Draft) error {
	r := store.Row{Seq: l.Seq, At: l.At, Arrival: l.Arrival, By: l.By, Kind: l.Kind, Version: l.Version, Body: l.Body}
	for into, text := range map[*[32]byte]string{&r.Prev: l.Prev, &r.Hash: l.Hash} {
		hash, err := hex.DecodeString(text)
		if copy(into[:], hash) != len(into) || len(hash) != len(into) || err != nil {
			return fmt.Errorf("event %d: %q is no hash: %w", l.Seq, text, store.ErrAltered)
		}
	}
	for _, t := range l.Texts {
		opened := store.Opened{Field: t.Field, Member: t.Member, Salt: t.Salt, Value: t.Text}
		if t.Bytes != nil {
			opened.Value = string(t.Bytes)
		}
		r.Texts = append(r.Texts, opened)
	}
	return d.Log(&r)
}

func (l *Decision) into(d *store.Draft) error {
	return d.Decide(&store.Decided{Arrival: l.Arrival, At: l.At, Version: l.Reader, Last: l.Last, Request: l.Request})
}
