package compare

import (
	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// Homes of profiles, as real hives have them.
const (
	wms      = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem`
	office16 = `Software\Microsoft\Office\16.0\Outlook`
)

// profile is one without contents.
func profile(name hive.Text, state hive.Origin) mapi.Profile {
	return mapi.Profile{Name: name, State: state, Root: mapi.WMS, Key: hive.Path(wms + `\Profiles`).Join(name), Place: hive.Place{Offset: 4128}}
}

// source is a hive that was read whole.
func source(profiles ...mapi.Profile) analyze.Snapshot {
	return analyze.Snapshot{Format: "regf", State: hive.Clean, Profiles: profiles}
}
