// Package explain tells a volunteer, in plain words of their language, what the
// daemon would do with a mail and why: what it is read as and by which words of
// it, what is understood, whether its sender would be believed, and what would
// come of it.
//
// It decides nothing of its own: intake reads the mail, trust judges its header,
// and clerk rehearses it on a copy of the register, where there is one. What
// cannot be known from what is there, it says. Its sentences stand in the tables
// of words*.go.
package explain
