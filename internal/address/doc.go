// Package address knows who a mail is from and which of the list's addresses
// it is for: one spelling for every mailbox, the suffixes of the list's own
// address, and the proofs that ride in them.
//
// It is pure: bytes in, values out. Whether a sender is believed is the
// business of package trust; whether a proof is still alive (its action open,
// its letter sent) is the store's. It draws no random numbers: keys are given.
package address
