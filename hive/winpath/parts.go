package winpath

import (
	"strings"

	"mapihive/hive"
)

// Root splits a full path in normal form into its root, "C:\" or "\\server\share\", and what follows it. ok is false
// for any other path.
func Root(normal hive.Text) (root, rest hive.Text, ok bool) {
	switch {
	case hasDrive(string(normal)) && len(normal) > 2 && normal[2] == '\\':
		return normal[:3], normal[3:], true
	case IsUNC(normal):
		server, after, found := strings.Cut(string(normal[2:]), `\`)
		if !found || server == "" || after == "" {
			return "", "", false
		}
		share, _, found := strings.Cut(after, `\`)
		n := len(`\\`) + len(server) + 1 + len(share)
		if !found {
			return normal + `\`, "", true
		}
		return normal[:n+1], normal[n+1:], true
	}
	return "", "", false
}

// Server is the computer in the path of a share, "" in any other path.
func Server(normal hive.Text) hive.Text {
	if !IsUNC(normal) {
		return ""
	}
	server, _, _ := strings.Cut(string(normal[2:]), `\`)
	return hive.Text(server)
}

// ShortServer is a path of a share with the computer's name cut after its first label: "\\srv.corp.example\m" and
// "\\srv\m" are both "\\srv\m". One name can belong to computers of two domains. The path stays as it is where the
// computer is named by an address.
func ShortServer(normal hive.Text) hive.Text {
	server := Server(normal)
	label, _, dotted := strings.Cut(string(server), ".")
	if !dotted || label == "" || isNumber(label) || strings.HasSuffix(strings.ToLower(string(server)), ".ipv6-literal.net") {
		return normal
	}
	return `\\` + hive.Text(label) + normal[2+len(server):]
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// AdminShare reads the path through the share that Windows makes for each drive, "\\host\C$\x", as the path that it is
// on that host, "C:\x".
func AdminShare(normal hive.Text) (host, local hive.Text, ok bool) {
	root, rest, ok := Root(normal)
	host = Server(normal)
	if !ok || host == "" {
		return "", "", false
	}
	share := root[2+len(host)+1 : len(root)-1]
	if len(share) != 2 || share[1] != '$' || !hasDrive(string(share[:1])+":") {
		return "", "", false
	}
	return host, hive.UpcaseText(share[:1]) + `:\` + rest, true
}
