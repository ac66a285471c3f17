// Package crashtest holds the tests that kill the real program: at every step
// of a mail's life, under a real client that sends again what was not
// acknowledged. They read the register that is left with plain SQL, so that
// the program does not vouch for itself, and check promises A, B and F: nothing
// lost, nothing twice, one outcome.
//
// That the disk was reached is proven on recorded system calls, and each check
// is tried on a copy of the program with a fault built in, which it must catch.
//
// The tests need strace and some minutes: they run when TOUTDOUX_REAL=1, as
// .ci/run does. The package leaves the wording of letters and the rules of
// votes to others.
package crashtest
