// Package intake reads one raw mail and says what its author asks for, as a
// [governance.Request]. Its whole care is that no vote is read that was not
// cast: what is certain is certain, the rest is marked to be asked about.
//
// The way of a mail: header.go and mime.go take it apart within limits,
// text.go and html.go give the lines that a person sees, quote.go keeps the
// author's own (with said.go, signature.go and card.go), then subject.go,
// command.go, vote.go and doubt.go (with condition.go, second.go and hint.go)
// read them; machine.go and bounce.go come first and tell what no person wrote,
// absence.go what nobody is there to say.
//
// The package is pure, and every mail gets a reading: it knows no clock, no
// disk and no network, and returns no error. Who is believed is the business
// of trust, what becomes of the request that of governance.
package intake
