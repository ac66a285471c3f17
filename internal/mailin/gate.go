package mailin

import (
	"io"
	"net"
	"net/netip"
)

// gate is a listener that puts a wire under each connection, and turns away
// those beyond the limits.
type gate struct {
	net.Listener
	server *Server
}

// Accept returns the next connection within the limits.
func (g gate) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if w := g.server.admit(conn); w != nil {
			return w, nil
		}
		g.server.config.Deferred()
		// A new connection's buffer has room for one line: this does not wait.
		io.WriteString(conn, "421 4.7.0 Too many connections, try again later\r\n")
		conn.Close()
	}
}

// admit counts the connection in, or returns nil where there are too many.
func (s *Server) admit(conn net.Conn) *wire {
	peer := peerOf(conn)
	s.mu.Lock()
	defer s.mu.Unlock()
	client, known := clientOf(peer)
	if len(s.wires) >= s.config.Connections || known && s.from[client] >= s.config.PerAddress {
		return nil
	}
	w := newWire(conn, s.config)
	w.peer = peer
	w.draining = s.draining
	w.gone = func() { s.leave(w, client) }
	s.wires[w] = struct{}{}
	s.from[client]++
	return w
}

// leave counts a closed connection out.
func (s *Server) leave(w *wire, client netip.Prefix) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, here := s.wires[w]; !here {
		return
	}
	delete(s.wires, w)
	if s.from[client]--; s.from[client] == 0 {
		delete(s.from, client)
	}
}

// peerOf returns the client's address, invalid where it has none.
func peerOf(conn net.Conn) netip.Addr {
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// clientOf returns what is counted as one client: an IPv4 address, or the /64
// that every IPv6 client has to itself.
func clientOf(peer netip.Addr) (client netip.Prefix, known bool) {
	bits := 32
	if peer.Is6() {
		bits = 64
	}
	client, err := peer.WithZone("").Prefix(bits)
	return client, err == nil
}
