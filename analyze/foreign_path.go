package analyze

import (
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/winpath"
)

// folderKind is who can write to the folder that a DLL is named in, as far as its path tells.
type folderKind int

const (
	noFolder        folderKind = iota // a name alone
	installFolder                     // where installers put programs and only administrators write
	userFolder                        // where a user can write
	networkFolder                     // on another computer
	elsewhereFolder                   // that cannot be told
)

// folderOf tells from the path of a DLL who can write to its folder on a Windows that nobody has set up otherwise.
func folderOf(dll hive.Text) folderKind {
	if !strings.ContainsAny(string(dll), `\/:`) {
		return noFolder
	}
	path, full := winpath.Normal(dll)
	parts := strings.Split(string(hive.UpcaseText(path)), `\`)
	switch {
	case winpath.IsUNC(path):
		return networkFolder
	case strings.HasPrefix(parts[0], "%"):
		return variableFolder(parts)
	case !full || len(parts) < 3:
		return elsewhereFolder
	}
	below := parts[1 : len(parts)-1]
	return belowDrive(below)
}

// belowDrive is folderOf for the raised folders below a drive.
func belowDrive(below []string) folderKind {
	first := below[0]
	switch {
	case slices.ContainsFunc(below, func(p string) bool { return p == "TEMP" || p == "TMP" || p == "$RECYCLE.BIN" }),
		slices.Contains([]string{"USERS", "DOCUMENTS AND SETTINGS", "PROGRAMDATA"}, first):
		return userFolder
	case slices.Contains([]string{"PROGRAM FILES", "PROGRAM FILES (X86)", "PROGRAM FILES (ARM)", "PROGRA~1", "PROGRA~2"}, first):
		return installFolder
	case (first == "WINDOWS" || first == "WINNT") && len(below) == 2 && slices.Contains([]string{"SYSTEM32", "SYSWOW64", "SYSTEM"}, below[1]):
		return installFolder
	}
	return elsewhereFolder
}

// variableFolder is folderOf for a path that starts with a variable of the environment.
func variableFolder(parts []string) folderKind {
	switch parts[0] {
	case "%PROGRAMFILES%", "%PROGRAMFILES(X86)%", "%PROGRAMW6432%", "%COMMONPROGRAMFILES%", "%COMMONPROGRAMFILES(X86)%":
		return installFolder
	case "%SYSTEMROOT%", "%WINDIR%":
		return belowDrive(append([]string{"WINDOWS"}, parts[1:len(parts)-1]...))
	case "%USERPROFILE%", "%APPDATA%", "%LOCALAPPDATA%", "%TEMP%", "%TMP%", "%HOMEPATH%", "%PUBLIC%", "%ALLUSERSPROFILE%", "%PROGRAMDATA%":
		return userFolder
	}
	return elsewhereFolder
}
