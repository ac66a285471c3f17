// Package trust says what a mail's own header proves: whether its shape lets
// it speak for one sender, whether our boundary host vouches for that sender
// (Authentication-Results), and when that host received it.
//
// It is pure: header in, verdict out, no DNS and no clock. Proofs that travel
// in letters are package address's; whose address is on file, and what to do
// with a mail that nothing proves, is the clerk's.
package trust
