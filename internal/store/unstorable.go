package store

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

// Unstorable tells whether a write failed because of what was to be written,
// and not because of the disk: trying again would fail again.
func Unstorable(err error) bool {
	var failure sqlite3.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Code {
	case sqlite3.ErrConstraint, sqlite3.ErrTooBig, sqlite3.ErrMismatch, sqlite3.ErrError:
		return true
	}
	return false
}
