// Package governance holds the rules of Tout-Doux-Cratie, and nothing else.
//
// A [Request] is asked (somebody wrote a mail, an operator intervened, an
// instant came); [Decide] answers it with events, which are what happened and
// what is kept; [Letters] says who must be told. Apply makes an event part of
// the [State] and cannot refuse.
//
// The package is pure: it knows no clock, no chance, no disk and no network.
// Instants are handed to it, in UTC and in whole seconds; it leaves reading
// mails to intake, wording to compose, keeping to store, and order to clerk.
package governance
