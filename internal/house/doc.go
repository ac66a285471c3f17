// Package house holds no code. Its tests keep the layout of the whole module:
// which room may import which, what the pure rooms must not touch, how long a
// function may be. Each check is tried on a planted violation too.
package house
