// Package trust says what a mail's own header proves: whether its shape lets
// it speak for one sender, whether our boundary host vouches for that sender
// (Authentication-Results), when that host received it, and whether what a
// DKIM signature covers was written to us.
//
// It is pure: header in, verdict out, no DNS and no clock; where the DNS is to
// be asked, package prove asks. Proofs that travel in letters are package
// address's; whose address is on file, and what to do with a mail that nothing
// proves, is the clerk's.
package trust
