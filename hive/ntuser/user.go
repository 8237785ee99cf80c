package ntuser

import (
	"mapihive/hive"
	"mapihive/hive/winpath"
)

const (
	protectedStorage = `Software\Microsoft\Protected Storage System Provider`
	internetRegistry = `Software\Microsoft\Internet Explorer\InternetRegistry\REGISTRY\USER`
)

const (
	whyRoot    = "full control of the root key, by its security descriptor"
	whyOwner   = "owner of the root key, without full control of it"
	whyBelow   = "full control of keys below the root; the root key names no account"
	whyOwnsSub = "owner of keys below the root, without full control of them; the root key names no account"
	whySeveral = "one of several accounts that the same security descriptors name"
	whyBoth    = "one of several accounts that the same security descriptors name, and keys are named after it"
	whyKeyName = "only keys that programs named after their user's SID"
)

// sids collects the SIDs that may be the user's. The root key's security descriptor is Windows' own word;
// keys named after a SID are the word of the programs that made them. The well-known owners of root keys
// (Administrators, SYSTEM) and built-in groups are no accounts.
func (r *reader) sids() {
	root, ok := r.lookup("")
	if !ok {
		return
	}
	claims := r.accountsOf(nil, root, hive.High, whyRoot, hive.Medium, whyOwner)
	if len(claims) == 0 {
		for k := range r.subkeys(root) {
			claims = r.accountsOf(claims, k, hive.Medium, whyBelow, hive.Low, whyOwnsSub)
		}
	}
	described := len(claims)
	if described > 1 {
		for i := range claims {
			claims[i].Confidence, claims[i].Why = hive.Low, whySeveral
		}
	}
	for _, path := range []hive.Path{protectedStorage, internetRegistry} {
		k, ok := r.lookup(path)
		if !ok {
			continue
		}
		for sub := range r.subkeys(k) {
			sid := sub.name
			if !isAccount(string(sid)) {
				continue
			}
			c, why := hive.Low, whyKeyName
			if described > 1 && has(claims[:described], sid) {
				c, why = hive.Medium, whyBoth
			}
			claims = r.claim(claims, sid, c, why, r.keyFact(sub, sid))
		}
	}
	rank(claims)
	r.c.SIDs = claims
}

// accountsOf adds the accounts that k's security descriptor gives full control, and the one it names as
// owner.
func (r *reader) accountsOf(claims []Claim, k key, full hive.Confidence, whyFull string, owner hive.Confidence, whyOwner string) []Claim {
	sd := k.SecurityDescriptor()
	if sd == nil {
		return claims
	}
	a, err := parseAccess(sd)
	if err != nil {
		r.in.Note(hive.Diagnostic{Kind: hive.KindSecurity, Place: k.Place(), Structure: "sk", Path: k.path, Message: err.Error()})
	}
	for _, sid := range a.full {
		if isAccount(sid) {
			claims = r.claim(claims, hive.Text(sid), full, whyFull, r.keyFact(k, hive.Text("full control "+sid)))
		}
	}
	if isAccount(a.owner) {
		claims = r.claim(claims, hive.Text(a.owner), owner, whyOwner, r.keyFact(k, hive.Text("owner "+a.owner)))
	}
	return claims
}

// names collects the names that the account may have. A profile directory is named after the account
// when it is made, yet may carry ".DOMAIN" or ".000", and keeps its name when the account is renamed.
func (r *reader) names() {
	var claims []Claim
	for _, v := range r.c.Environment {
		if v.Volatile && hive.EqualFold(v.Name, "USERNAME") && v.Fact.Text != "" {
			claims = r.claim(claims, v.Fact.Text, hive.High, "USERNAME of a session", v.Fact)
		}
	}
	if k, ok := r.lookup(explorerPath); ok {
		if f, ok := r.textFact(k, "Logon User Name"); ok && f.Text != "" {
			claims = r.claim(claims, f.Text, hive.High, "Explorer's note of who logged on", f)
		}
	}
	for _, home := range r.c.Homes {
		name, c := winpath.Base(home.Text), hive.Medium
		if hive.EqualFold(name, "systemprofile") { // C:\Windows\system32\config\systemprofile, of the account SYSTEM
			continue
		}
		if home.Confidence == hive.Low {
			c = hive.Low
		}
		for _, f := range home.Facts {
			claims = r.claim(claims, name, c, "name of the profile directory, which may differ from the account's", f)
		}
	}
	rank(claims)
	r.c.Names = claims
}
