package ntuser

import (
	"slices"
	"strings"

	"mapihive/hive"
)

// printers reads the user's printers and which of them a Remote Desktop or Citrix session brought along.
// A redirected printer proves that this user worked in such a session, not when and not that two ran at
// the same time.
func (r *reader) printers() {
	for _, path := range []hive.Path{ntPath + `\Devices`, ntPath + `\PrinterPorts`} {
		k, ok := r.lookup(path)
		if !ok {
			continue
		}
		for name, v := range r.values(k) {
			// "winspool,TS001" and "winspool,TS001,15,45"
			if text, ok := r.text(k, v); ok {
				_, port, _ := strings.Cut(string(text), ",")
				port, _, _ = strings.Cut(port, ",")
				r.c.Printers = append(r.c.Printers, newPrinter(name, hive.Text(port), r.valueFact(k, name, v, text)))
			}
		}
	}
	k, ok := r.lookup(ntPath + `\Windows`)
	if !ok {
		return
	}
	// "name,winspool,port"; only the name may hold commas.
	if f, ok := r.textFact(k, "Device"); ok && f.Text != "" {
		part := strings.Split(string(f.Text), ",")
		p := newPrinter(f.Text, "", f)
		if n := len(part); n >= 3 {
			p = newPrinter(hive.Text(strings.Join(part[:n-2], ",")), hive.Text(part[n-1]), f)
		}
		p.Default = true
		r.c.Printers = append(r.c.Printers, p)
	}
}

func newPrinter(name, port hive.Text, f hive.Fact) Printer {
	p := Printer{Name: name, Port: port, Fact: f}
	var marks []string
	if isSessionPort(string(port)) {
		marks = append(marks, "port")
	}
	if session, client, ok := sessionPrinter(string(name)); ok {
		marks = append(marks, "name")
		p.Session, p.Client = session, hive.Text(client)
	}
	p.Redirected = strings.Join(marks, ", ")
	return p
}

// isSessionPort reports whether port is one of those that Remote Desktop makes: TS001, with or without a
// colon.
func isSessionPort(port string) bool {
	number, ok := strings.CutPrefix(strings.TrimSuffix(port, ":"), "TS")
	return ok && len(number) >= 3 && isDigits(number)
}

// sessionPrinter reads the names that English versions of Windows and Citrix give redirected printers:
// "LaserJet (redirected 3)", "LaserJet (from CLIENT) in session 3" or "LaserJet/CLIENT/Session 3", and
// Citrix' "Client\CLIENT#\LaserJet". Other languages are known by the port alone.
func sessionPrinter(name string) (session, client string, ok bool) {
	if i := strings.LastIndex(name, " (redirected "); i > 0 {
		session, ok = strings.CutSuffix(name[i+len(" (redirected "):], ")")
		if ok && isDigits(session) {
			return session, "", true
		}
	}
	if i := strings.LastIndex(name, " (from "); i > 0 {
		client, session, ok = strings.Cut(name[i+len(" (from "):], ") in session ")
		if ok && isDigits(session) {
			return session, client, true
		}
	}
	if i := strings.LastIndex(name, "/Session "); i > 0 && isDigits(name[i+len("/Session "):]) {
		if j := strings.LastIndexByte(name[:i], '/'); j > 0 {
			return name[i+len("/Session "):], name[j+1 : i], true
		}
	}
	if rest, found := strings.CutPrefix(name, `Client\`); found {
		if client, printer, ok := strings.Cut(rest, `#\`); ok && client != "" && printer != "" {
			return "", client, true
		}
	}
	return "", "", false
}

// connections reads the printers of print servers: Printers\Connections\,,server,printer.
func (r *reader) connections() {
	k, ok := r.lookup(`Printers\Connections`)
	if !ok {
		return
	}
	for sub := range r.subkeys(k) {
		if name := string(sub.name); strings.HasPrefix(name, ",,") {
			r.c.Connections = append(r.c.Connections, Connection{Printer: hive.Text(strings.ReplaceAll(name, ",", `\`)), Fact: r.keyFact(sub, "")})
		}
	}
}

// outgoing reads where the user's own Remote Desktop client connected to.
func (r *reader) outgoing() {
	const client = `Software\Microsoft\Terminal Server Client`
	if k, ok := r.lookup(client + `\Default`); ok {
		for name, v := range r.values(k) {
			number, found := strings.CutPrefix(string(name), "MRU")
			if text, ok := r.text(k, v); ok && found && isDigits(number) && text != "" {
				r.c.Outgoing = append(r.c.Outgoing, Outgoing{Host: text, Fact: r.valueFact(k, name, v, text)})
			}
		}
	}
	if k, ok := r.lookup(client + `\Servers`); ok {
		for sub := range r.subkeys(k) {
			o := Outgoing{Host: sub.name, Fact: r.keyFact(sub, "")}
			if f, ok := r.textFact(sub, "UsernameHint"); ok {
				o.User, o.Fact = f.Text, f
			}
			r.c.Outgoing = append(r.c.Outgoing, o)
		}
	}
}

// Remote reports whether a printer shows that the user worked in a Remote Desktop or Citrix session.
func (c *Context) Remote() bool {
	return slices.ContainsFunc(c.Printers, func(p Printer) bool { return p.Redirected != "" })
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
