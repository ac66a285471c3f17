// Package mailtest holds what the tests of several rooms share: an in-memory
// listener that works inside a testing/synctest bubble, a client that talks
// SMTP or LMTP line by line, a smarthost that records what it is given and
// fails on demand, certificates, and a builder of mails.
//
// Only tests import it. It knows nothing of associations: what a mail means,
// and what should be asserted about it, is left to the tests.
package mailtest
