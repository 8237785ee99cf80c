package topic

import (
	"strings"

	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// sections are the UIDs whose meaning is fixed.
func sections() []Topic {
	var out []Topic
	for _, uid := range prop.KnownUIDs() {
		out = append(out, sectionTopic(uid))
	}
	return out
}

func sectionTopic(uid prop.UID) Topic {
	t := Topic{Kind: Section, Name: uid.String(), Also: []string{uid.GUID(), strings.Trim(uid.GUID(), "{}")}}
	switch name := uid.Name(); {
	case uid.Blank():
		t.Text = "Zeros or bytes FF alone, which stand where no UID was written."
	case name != "":
		t.Also = append(t.Also, name)
		t.Text = "A UID of fixed meaning: " + name + "."
	case uid.Settings():
		t.Text = "A section of Outlook's own settings that most profiles have. What it is for is not known."
	default:
		t.Text = "No UID of fixed meaning. Sections of message services, providers and accounts have UIDs that are made at random, each for one profile: look which lists of the profile name it (mapihive profiles --full)."
	}
	t.Text += "\n\nA profile section is a key named by the 16 bytes of its UID in stored order; the GUID is the same bytes as Windows writes them."
	return t
}

// parseUID reads 32 hexadecimal digits in stored order, or a GUID as Windows writes it.
func parseUID(text string) (prop.UID, bool) {
	if uid, ok := prop.ParseUID(hive.Text(text)); ok {
		return uid, true
	}
	digits := strings.ReplaceAll(strings.Trim(text, "{}"), "-", "")
	uid, ok := prop.ParseUID(hive.Text(digits))
	if !ok || strings.Count(text, "-") != 4 {
		return prop.UID{}, false
	}
	for _, swap := range [][2]int{{0, 3}, {1, 2}, {4, 5}, {6, 7}} {
		uid[swap[0]], uid[swap[1]] = uid[swap[1]], uid[swap[0]]
	}
	return uid, true
}

// modules are the known provider DLLs.
func modules() []Topic {
	byName := map[string]int{}
	var out []Topic
	for _, m := range mapi.KnownModules() {
		at, met := byName[mapi.ModuleName(m.DLL)]
		if !met {
			at = len(out)
			byName[mapi.ModuleName(m.DLL)] = at
			stem, rest, _ := strings.Cut(string(m.DLL), ".")
			out = append(out, Topic{
				Kind: Module, Name: string(m.DLL), Also: []string{stem + "32." + rest}, Rules: []string{"foreign-provider"},
				Text: "A provider DLL. MAPI puts 32 before its first full stop, so that the file is " + stem + "32." + rest + ".",
			})
		}
		t := &out[at]
		line := m.Maker + ", " + m.What
		if m.Service != "" {
			line += ", message service " + string(m.Service)
		}
		if m.InstallID != "" {
			line += ", install identifier " + string(m.InstallID)
		}
		t.Text += "\n\n" + line + ". Known from: " + m.Source + "."
	}
	return out
}
