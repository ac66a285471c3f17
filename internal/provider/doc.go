// Package provider finds the servers of an ordinary mailbox from the domain of
// its address: what the domain says of itself in the DNS (RFC 6186, RFC 8314
// section 5.1), else the provider that its mail goes to, else the provider
// whose domain it is, else a guess that is said to be one.
//
// It knows what a provider asks of those who log in; it logs in nowhere, and
// leaves asking a person whether it found well to others.
package provider
