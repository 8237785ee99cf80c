package analyze

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/ntuser"
	"mapihive/hive/office"
)

// outlook2013 is the first version that keeps profiles below its own key, and not in Windows'.
const outlook2013 = 15

// keeps reports whether that version of Outlook keeps its profiles there.
func keeps(version string, g mapi.Generation) bool {
	if g == mapi.WMS {
		v, ok := office.ParseVersion(version)
		return ok && v.Major < outlook2013
	}
	return string(g) == version
}

// newerGeneration reports whether profiles of generation a are of newer programs than those of b: Windows 95,
// then Windows NT, then the versions of Outlook that keep their own.
func newerGeneration(a, b mapi.Generation) bool {
	rank := func(g mapi.Generation) (rank int, v office.Version) {
		switch g {
		case mapi.Win9x:
			return 1, v
		case mapi.WMS:
			return 2, v
		}
		if v, ok := office.ParseVersion(string(g)); ok {
			return 3, v
		}
		return 0, v
	}
	ra, va := rank(a)
	rb, vb := rank(b)
	if ra == 0 || rb == 0 {
		return false
	}
	return ra > rb || ra == rb && va.Compare(vb) > 0
}

// preparedFor returns what has an Outlook make profiles of that generation.
func (o *orphanLook) preparedFor(g mapi.Generation) []ntuser.Prepared {
	var out []ntuser.Prepared
	for _, x := range o.Context.Prepared {
		if keeps(x.Version, g) {
			out = append(out, x)
		}
	}
	return out
}

// tellPrepared says what prepares a profile, and makes it evidence.
func (f *Finding) tellPrepared(prepared []ntuser.Prepared) {
	for _, x := range prepared {
		f.Evidence = append(f.Evidence, Evidence{Fact: x.Fact})
		version := hive.Text(x.Version)
		switch {
		case x.Kind == ntuser.ZeroConfig && x.Policy:
			f.tell(sayZeroConfigPolicy, version)
		case x.Kind == ntuser.ZeroConfig:
			f.tell(sayZeroConfig, version)
		case x.Kind == ntuser.ImportPRF:
			f.tell(sayImportPRF, quote(x.Fact.Text), version)
		case x.Kind == ntuser.DefaultByPolicy:
			f.tell(sayDefaultPolicy, version, quote(x.Fact.Text))
		}
	}
}
