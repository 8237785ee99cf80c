package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/report"
)

const rootLong = `mapihive reads Windows registry hives (NTUSER.DAT) without Windows, rebuilds the
Outlook (MAPI) profiles in them and says what is wrong with them:

%s
The evidence is opened read-only, and -o writes over none of it: no file that
the run reads or looks for, also with --force, which lets it replace any other
file. Data go to standard output, messages to standard error.`

const rootExample = `  mapihive analyze NTUSER.DAT                       a report to read
  mapihive analyze --format json -o r.json C/       every hive in a collection
  mapihive profiles NTUSER.DAT                      the profiles, not judged
  mapihive export NTUSER.DAT --profile A -o a.reg   a profile as registry text
  mapihive explain pst-path                         what a finding means`

const exitStatuses = `
Exit status:
  0    done
  1    a finding reaches --fail-on, a hive is damaged or was not read whole and
       --fail-on-damage is set, or a diff with --exit-code finds something
  2    wrong usage
  3    some sources could not be read, the report is whole for the others; or an
       export had to leave out more than secrets
  4    no source could be read, or the report could not be written
  5    a profile, key, user or PST file that was asked for is not in the
       evidence (3 and 4 go before 1 and 5)
  130  interrupted; 128+N: ended by the signal N
`

func newRoot(a *app, help io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:           "mapihive",
		Short:         "Read Outlook profiles out of registry hives and say what is wrong",
		Long:          fmt.Sprintf(rootLong, a.analyzerList()),
		Example:       rootExample,
		Version:       versionText(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef(`which command? Try "mapihive analyze NTUSER.DAT", or "mapihive --help"`)
			}
			return unknownCommand(cmd, args[0])
		},
		Args: cobra.ArbitraryArgs,
	}
	root.SetArgs(a.args)
	root.SetOut(help)
	root.SetErr(a.stderr)
	root.SuggestionsMinimumDistance = 2
	root.SetVersionTemplate("{{.Version}}")
	root.SetHelpTemplate(root.HelpTemplate() + "{{if not .HasParent}}" + exitStatuses + "{{end}}")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		what, _, _ := strings.Cut(err.Error(), ": strconv.") // how Go reads numbers helps nobody
		return usagef("%s; see %q", what, cmd.CommandPath()+" --help")
	})
	root.AddCommand(newAnalyze(a), newProfiles(a), newExplain(a))
	root.AddCommand(newStores(a), newAccounts(a), newTimeline(a), newExport(a), newDiff(a), newDump(a))
	root.AddCommand(newCollect(a), newMerge(a), newEngine(a), newVersion(a), newSchema(a), newMan())
	a.addTalk(root)
	root.SetHelpCommand(newHelp())
	addCompletion(root)
	return root
}

// analyzerList has a line for each analyzer, with its title.
func (a *app) analyzerList() string {
	wide := 0
	for _, name := range a.analyzerNames() {
		wide = max(wide, len(name))
	}
	var b strings.Builder
	for _, an := range a.analyzers {
		fmt.Fprintf(&b, "  %-*s  %s\n", wide, an.Name, an.Title())
	}
	return b.String()
}

func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), args[0])
			}
			return about.Help()
		},
	}
}

// unknownCommand says what may have been meant: a command nearly spelled so, or a file.
func unknownCommand(root *cobra.Command, arg string) error {
	if s := root.SuggestionsFor(arg); len(s) > 0 {
		return usagef("unknown command %q; did you mean %q?", arg, s[0])
	}
	if _, err := os.Stat(arg); err == nil {
		return usagef("%q is a path, not a command; try: mapihive analyze %s", arg, arg)
	}
	return usagef(`unknown command %q; "mapihive --help" lists the commands`, arg)
}

// needPath asks for at least one path, or for exactly one.
func needPath(most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usagef("%s needs a hive or a folder, for example: %s NTUSER.DAT", cmd.Name(), cmd.CommandPath())
		case most > 0 && len(args) > most:
			return usagef("%s takes %d path; %q is too many", cmd.Name(), most, args[most])
		}
		for _, arg := range args {
			if arg == "" {
				return usagef("a path is empty; is a shell variable unset?")
			}
			if arg == "-" {
				return usagef("a hive cannot come from standard input: save it to a file and name that (@- reads paths from it, one a line)")
			}
		}
		return nil
	}
}

// oneLine makes a message safe for the terminal and keeps it on one line.
func oneLine(s string) string {
	return report.Scrub(strings.ReplaceAll(s, "\n", " "))
}
