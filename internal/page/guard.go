package page

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// The policies of the pages, and of the letters in them (Content Security Policy
// level 3). Nothing comes from elsewhere; in a letter nothing runs, and nothing
// is sent. Where the script measures a letter's height, it must be of the same
// origin: nothing in it can use that.
const (
	pagePolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " +
		"frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; " +
		"frame-ancestors 'self'; sandbox " + letterSandbox
	letterSandbox = "allow-same-origin allow-top-navigation-by-user-activation"
)

// longestForm is the most that a form may hold, in bytes.
const longestForm = 1 << 20

// guard lets pass what a browser on this machine asks of its own accord: no
// site's name that leads here (DNS rebinding), and no form of another site.
func guard(pages http.Handler) http.Handler {
	inside := http.NewCrossOriginProtection().Handler(pages)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !ours(r) {
			http.Error(w, "This page is for a browser on this machine: open http://localhost with its port.", http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, longestForm)
		inside.ServeHTTP(w, r)
	})
}

// ours tells whether a request names this machine, and the port it came to.
func ours(r *http.Request) bool {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = r.Host, "80"
	}
	if here, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		if _, listening, err := net.SplitHostPort(here.String()); err != nil || listening != port {
			return false
		}
	}
	at, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && at.IsLoopback()
}
