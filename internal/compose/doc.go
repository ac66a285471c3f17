// Package compose writes the letters: one [Order] (a letter that is owed, one
// recipient, and what the letter tells of) becomes one [Mail], ready to send.
//
// The words stand in the templates room, one file a kind of letter and
// language. A template is executed by text/template into a small line-oriented
// markup (see markup.go), is read into blocks once, and both the text and the
// HTML of the mail are made from the same blocks: the two never say different
// things. What members wrote is of type [Words] all the way, so that none of it
// can be read as markup, as HTML or as a header.
//
// The package is pure: the instant, the proof and the events are handed to it.
// It leaves who must be told what to governance, proofs to address, and
// keeping and sending to store and queue.
package compose
