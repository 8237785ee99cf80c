package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// These are set by the linker for releases: -ldflags "-X main.version=v1.2.3".
var (
	version string
	commit  string // that Go stamps too, where it finds the repository
	dated   string // of the commit, RFC 3339
)

// buildFacts say which program this is. What is not known is empty.
type buildFacts struct {
	Name     string `json:"name"`
	Version  string `json:"version"`            // the release, or else the module version and commit that Go stamped
	Commit   string `json:"commit,omitempty"`   // that it was built of
	Time     string `json:"time,omitempty"`     // of the commit, RFC 3339
	Modified bool   `json:"modified,omitempty"` // the files were not those of the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`        // "linux/amd64"
	Flags    string `json:"flags,omitempty"` // of the build that change the program
}

func thisBuild() buildFacts {
	b := buildFacts{Name: "mapihive", Version: toolVersion(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Commit: commit, Time: dated}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "-trimpath", "-tags", "-race", "CGO_ENABLED":
			if b.Flags != "" {
				b.Flags += " "
			}
			b.Flags += s.Key + "=" + s.Value
		}
	}
	return b
}

// toolVersion names the build: the release, or else the module version and commit that Go stamped.
func toolVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := cmp.Or(info.Main.Version, "(devel)")
	if v != "(devel)" {
		return v // holds the commit where there is no tag
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			v += " " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			v += " modified"
		}
	}
	return v
}

// versionText is what --version says.
func versionText() string {
	return fmt.Sprintf("mapihive %s\n%s %s/%s\n", toolVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func newVersion(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which build of mapihive this is",
		Long: `version says which build this is, for a ticket: its version, the commit that it
was built of, the version of Go, the platform and the flags of the build. What
the build was not told is left out.`,
		Example: `  mapihive version
  mapihive version --json | jq -r .commit`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("version takes no arguments; %q is too many", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			b := thisBuild()
			out := cmd.OutOrStdout()
			if asJSON {
				e := json.NewEncoder(out)
				e.SetIndent("", "  ")
				return e.Encode(b)
			}
			fmt.Fprintf(out, "mapihive %s\n", b.Version)
			modified := ""
			if b.Modified {
				modified = " (files were changed since)"
			}
			for _, line := range [][2]string{{"commit", b.Commit + modified}, {"time", b.Time}, {"go", b.Go}, {"platform", b.Platform}, {"flags", b.Flags}} {
				if line[1] != "" {
					fmt.Fprintf(out, "%-8s  %s\n", line[0], line[1])
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as one JSON object")
	return cmd
}
