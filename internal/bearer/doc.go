// Package bearer logs in without a password, at providers that take none any
// more: it runs the command that prints a token, and says the token by XOAUTH2,
// which such providers have though no RFC does.
//
// When to ask for a token, and what a refusal of it means, is left to those who
// log in. No token is ever part of an error.
package bearer
