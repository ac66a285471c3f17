// Package setup sets an association up: it asks what a configuration needs, in
// French or English, or takes it from flags; writes toutdoux.toml and the
// mailbox's password; and has the register founded. What exists already is
// kept as it is.
//
// It speaks with whoever answers through [Person], and has package provider
// find a mailbox's servers. It tries nothing out: that is for the command
// check, once all is written.
package setup
