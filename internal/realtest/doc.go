// Package realtest holds no code. Its first test plays the life of an association
// through mail servers that other people wrote: members submit to Postfix with
// a login, Postfix hands the list's mail to the real program by LMTP and its
// letters to Dovecot, and members read them by IMAP. The servers have folders
// and loopback ports of their own, and touch nothing of the machine's.
//
// Another test tries the files of contrib for Postfix, Exim, OpenSMTPD and
// Dovecot in those servers, each in a copy of the machine that it alone sees.
//
// It wants Debian's Postfix and Dovecot 2.3, the libraries of Exim and
// OpenSMTPD (the packages themselves it gets and unpacks), root, and
// TOUTDOUX_REAL=1.
package realtest
