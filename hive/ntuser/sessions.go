package ntuser

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/secret"
	"mapihive/hive/winpath"
)

// Session is one trace of a terminal server or of a remote session that came in. None proves when the session was,
// or that two ran at the same time.
type Session struct {
	Kind SessionKind `json:"kind"`
	Time hive.Time   `json:"time,omitzero"` // of ServerSync: what the value says
	Fact hive.Fact   `json:"fact"`
}

// SessionKind is what kind of trace it is.
type SessionKind string

// Kinds of traces.
const (
	// ServerSync: Terminal Server\LastUserIniSyncTime, which a terminal server in application mode sets and compares
	// at each log-on (KB297379, documented for NT 4.0 Terminal Server Edition and Windows 2000).
	ServerSync SessionKind = "terminal-server-sync"
	// RemoteKey: Remote\<session>, which Windows keeps for a remote session. It is volatile, so a hive rarely has it.
	RemoteKey SessionKind = "remote-key"
	// RemoteName: SESSIONNAME of Volatile Environment names a connection of Remote Desktop or Citrix.
	RemoteName SessionKind = "session-name"
)

// sessions reads the traces of terminal servers and of remote sessions that came in, beside the printers.
func (r *reader) sessions() {
	if k, ok := r.lookup(ntPath + `\Terminal Server`); ok {
		if v, ok := r.value(k, "LastUserIniSyncTime"); ok {
			if seconds, ok := dword(v); ok && seconds != 0 {
				t := unixTime(seconds)
				r.c.Sessions = append(r.c.Sessions, Session{ServerSync, t, r.valueFact(k, v.Name(), v, hive.Text(t.String()))})
			}
		}
	}
	if k, ok := r.lookup("Remote"); ok {
		for sub := range r.subkeys(k) {
			if isDigits(string(sub.name)) {
				r.c.Sessions = append(r.c.Sessions, Session{Kind: RemoteKey, Fact: r.keyFact(sub, "")})
			}
		}
	}
	for _, v := range r.c.Environment {
		if v.Volatile && hive.EqualFold(v.Name, "SESSIONNAME") && isRemoteName(v.Fact.Text) {
			r.c.Sessions = append(r.c.Sessions, Session{Kind: RemoteName, Fact: v.Fact})
		}
	}
	// Windows 10 makes the key UEV for every user; a storage path is set where the service is used.
	for _, path := range []hive.Path{`Software\Microsoft\UEV`, `Software\Policies\Microsoft\UEV`} {
		if k, ok := r.lookup(path + `\Agent\Configuration`); ok {
			if f, ok := r.textFact(k, "SettingsStoragePath"); ok && f.Text != "" {
				r.c.UEV = append(r.c.UEV, f)
			}
		}
	}
}

// unixTime is a time in seconds since 1970.
func unixTime(seconds uint32) hive.Time {
	const epoch = 11644473600 // from 1601 to 1970, in seconds ([MS-DTYP] 2.3.3)
	return hive.Time((uint64(seconds) + epoch) * 1e7)
}

// isRemoteName reports whether a session name is one of Remote Desktop ("RDP-Tcp#3") or Citrix ("ICA-tcp#1"); that
// of the machine itself is "Console".
func isRemoteName(name hive.Text) bool {
	return hasPrefixFold(name, "RDP-") || hasPrefixFold(name, "ICA-")
}

// lostKey is the path of a value whose key is not known.
const lostKey hive.Path = "?"

// maxLostPrinters is how many recovered printers are kept: one is enough to show a remote session.
const maxLostPrinters = 16

// RecoveredPrinters are the printers that remote sessions brought along and that only deleted records of the hive
// still name. Their names are localised, their ports (TSnnn) are not.
func RecoveredPrinters(rec *hive.Recovery) []Printer {
	var out []Printer
	add := func(key hive.Path, written hive.Time, v *hive.RecoveredValue) {
		here := key.Equal(ntPath+`\Devices`) || key.Equal(ntPath+`\PrinterPorts`)
		if len(out) == maxLostPrinters || v.Status != hive.Intact || v.Type != hive.RegSz || len(v.Data) > maxText ||
			!here && key != lostKey || secret.Judge(v.Name, v.Type, v.Data, secret.Key(key)) != secret.Open {
			return
		}
		units, _ := hive.CutNUL(v.Data)
		text := hive.DecodeUTF16(units)
		driver, port, _ := strings.Cut(string(text), ",")
		port, _, _ = strings.Cut(port, ",")
		fact := hive.Fact{Key: key, Value: v.Name, Place: v.Place, State: hive.Recovered, LastWrite: written, Text: text}.WithData(v.Data)
		if p := newPrinter(v.Name, hive.Text(port), fact); p.Redirected != "" && (here || driver == "winspool" && isSessionPort(port)) {
			out = append(out, p)
		}
	}
	for i := range rec.Keys {
		k := &rec.Keys[i]
		for j := range k.Values {
			add(k.Path, k.LastWrite, &k.Values[j])
		}
	}
	for i := range rec.Values {
		key := rec.Values[i].Key
		if key == "" {
			key = lostKey
		}
		add(key, 0, &rec.Values[i])
	}
	return out
}

// serviceHomes are the names of the profile directories of Windows' service accounts.
var serviceHomes = [...]hive.Text{"systemprofile", "LocalService", "NetworkService"}

// Service returns the profile directory that shows that the hive is that of a service account, such as
// C:\Windows\ServiceProfiles\LocalService: programs that run as services keep their profiles there.
func (c *Context) Service() (home Claim, ok bool) {
	home, ok = c.Home()
	if !ok {
		return Claim{}, false
	}
	for _, name := range serviceHomes {
		if hive.EqualFold(winpath.Base(home.Text), name) {
			return home, true
		}
	}
	return Claim{}, false
}
