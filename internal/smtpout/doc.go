// Package smtpout hands composed mails to the association's smarthost by SMTP
// (RFC 5321, submission of RFC 6409), over a few connections that are kept
// open, encrypted and logged in.
//
// A Courier sends one mail to one recipient, once, and tells precisely how it
// failed. It leaves to the queue when to try again, in which order, and what a
// refusal means for a member.
//
// It stands on net/smtp: go-smtp's client cannot give its own name before
// STARTTLS, nor tell whether STARTTLS is offered.
package smtpout
