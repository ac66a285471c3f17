//go:build !linux

package check

import "errors"

var errNotAsked = errors.New("this system is not asked")

// Synchronised implements Machine.
func (here) Synchronised() (bool, error) { return false, errNotAsked }

// Space implements Machine.
func (here) Space(string) (int64, error) { return 0, errNotAsked }
