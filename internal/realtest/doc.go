// Package realtest holds no code. Its test plays the life of an association
// through mail servers that other people wrote: members submit to Postfix with
// a login, Postfix hands the list's mail to the real program by LMTP and its
// letters to Dovecot, and members read them by IMAP. The servers have folders
// and loopback ports of their own, and touch nothing of the machine's.
//
// It wants Debian's Postfix and Dovecot 2.3, root, and TOUTDOUX_REAL=1.
package realtest
