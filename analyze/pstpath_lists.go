package analyze

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
)

// rootName names the root that profiles of a generation stand under.
func rootName(g mapi.Generation) string {
	switch g {
	case mapi.WMS:
		return "Windows Messaging Subsystem"
	case mapi.Win9x:
		return "Windows Messaging Subsystem of Windows 95 to Me"
	}
	return `Office\` + hive.Text(g).String()
}

// openLists says which profiles have no list that tells which of their stores MAPI opens.
func openLists(f *Finding, uses []pstUse) {
	told, open := map[*mapi.Profile]bool{}, false
	for _, u := range uses {
		if told[u.profile] {
			continue
		}
		told[u.profile] = true
		for _, fault := range u.profile.Faults {
			what, how := openList(fault)
			if what == "" {
				continue
			}
			f.tell(sayOpenList, quote(u.profile.Name), what, how)
			f.Evidence = append(f.Evidence, Evidence{Profile: u.profile.Name, Fact: fault.Fact})
			open = true
			break
		}
	}
	if open {
		f.Confidence = weakened(f.Confidence)
	}
}

// openList says which list a fault leaves open, and how; "" where it is about something else.
func openList(f mapi.Fault) (what, how string) {
	switch f.List {
	case "services":
		what = f.List
	case "store-providers":
		what = "stores"
	default:
		return "", ""
	}
	switch f.Kind {
	case mapi.NoList:
		return what, "does not exist"
	case mapi.EmptyList:
		return what, "is empty"
	case mapi.IllTypedList:
		return what, "has the registry type " + f.Type
	}
	return "", ""
}

// weakened is the confidence below c.
func weakened(c hive.Confidence) hive.Confidence {
	if c == hive.High {
		return hive.Medium
	}
	return hive.Low
}
