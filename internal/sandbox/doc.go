// Package sandbox is the world in which everything can be tried: a fictional
// association of eight with a short history, run by the daemon itself on a quick
// clock, and the mail server of its village, on this machine alone. Each of its
// people has a mailbox that any mail program reads by IMAP and writes from by
// SMTP.
//
// It decides nothing: what happens in it is the daemon's work. How it is looked
// at in a browser is the page's.
package sandbox
