// Package mailin is the server that lmtpd and smtpd share: it takes mail from a
// client over SMTP (RFC 5321) or LMTP (RFC 2033), hands it to a Post, and
// answers what the Post says, so that a 250 means that the mail is on disk.
//
// It stands on github.com/emersion/go-smtp and holds its weak sides away from
// the rest: a wire (wire.go) lies under every connection and ends it for good
// at the first read error, so that no body is ever read as commands; it offers
// no CHUNKING, and does STARTTLS itself. Sizes, times, connections and memory
// are limited. Every fault of ours is a temporary refusal.
//
// It leaves the meaning of mails, their canonical form and their storage to
// the Post, and relays nothing.
package mailin
