// Package queue sends the letters that are owed: each when it is due, answers
// to a person before everything else, again and again while the other side says
// later, and not at all once it says never.
//
// It leaves the words to its [Writer], the wire to its [Courier], and what a
// refusal means for a member to whoever is told of it. What is sent and what is
// not stands in the store, so that a crash forgets nothing: at most the mails
// on their way, one a connection, are sent twice (promise F).
//
// There is no goroutine while nothing is due. Wake starts one; when it ends it
// tells the instant at which to wake it again.
package queue
