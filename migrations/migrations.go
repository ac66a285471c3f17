// Package migrations holds the schema of the register as numbered steps, each
// of which internal/store applies once, in one transaction. A step that a
// release has shipped never changes; a new need is a new file. It leaves
// applying them to internal/store.
package migrations

import "embed"

// FS holds the steps, named 0001_word.sql, 0002_word.sql and so on without a
// gap: the number is the user_version that a database has after the step.
//
//go:embed *.sql
var FS embed.FS
