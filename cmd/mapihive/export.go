package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/report"
)

// exportOptions are the flags of export.
type exportOptions struct {
	profile, root, state string
	user                 string
	offset               int64
	in                   string // the file that offset is in
	as, to               string
	output               outputOptions
	keepPath, secrets    bool
	input                inputOptions
}

// Forms of --as.
const (
	asReg     = "reg"      // as regedit writes it: UTF-16LE, CRLF
	asRegUTF8 = "reg-utf8" // as hivexregedit reads it: UTF-8, LF
)

func newExport(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export PATH {--profile NAME | --offset N}",
		Short: "Write one profile as a .reg file that gives it back to its user",
		Long: `export writes a profile - live, deleted, kept aside or recovered - as registry
text that regedit imports to the same keys, values and bytes. A profile that is
not where Outlook looks for profiles is written to there.

Secrets are left out unless asked for, and a message counts them; so is what is
not whole or what registry text cannot hold. Comments in the file name all of
it, and the exit status is 3 if it is more than secrets. Last-write times and
permissions have no place in registry text.`,
		Example: `  mapihive export NTUSER.DAT --profile Outlook -o outlook.reg
  mapihive export NTUSER.DAT --profile Outlook --state deleted --to Restored \
      -o restored.reg
  mapihive export NTUSER.DAT --profile Outlook --as reg-utf8 |
      hivexregedit --merge --prefix HKEY_CURRENT_USER new-hive`,
		Args: needPath(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.export(cmd.Context(), paths, o)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.profile, "profile", "", "`NAME` of the profile, in any case")
	f.StringVar(&o.root, "root", "", "of several, the one of this `GENERATION`:\n16.0, 15.0, wms or win9x")
	f.StringVar(&o.state, "state", "", "of several, the one in this `STATE`:\nlive, deleted, \"kept aside\" or recovered")
	f.Int64Var(&o.offset, "offset", 0, "the one whose key is at offset `N`; it needs no\nname, for names that cannot be typed")
	f.StringVar(&o.in, "in", "", "of several at one offset, the one in this `FILE`:\nthe hive or one of its transaction logs")
	addUser(cmd, &o.user)
	f.StringVar(&o.as, "as", asReg, "`FORM`: reg, UTF-16 for regedit, or reg-utf8,\nfor hivexregedit")
	f.StringVar(&o.to, "to", "", "write it as the profile `NAME`, or as the key\nwith this path")
	f.BoolVar(&o.keepPath, "keep-path", false, "write a deleted profile to Deleted Profiles")
	f.BoolVar(&o.secrets, "with-secrets", false, "write passwords and other secrets too")
	addOutput(cmd, &o.output)
	addInput(cmd, &o.input)
	completeFlag(cmd, "profile", a.profileNames)
	completeFlag(cmd, "user", a.userNames)
	cmd.ValidArgsFunction = onlyPath
	for flag, words := range map[string][]string{"as": {asReg, asRegUTF8}, "state": originWords()} {
		// The only error is a flag that does not exist.
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	refuseRedact(cmd, "it writes a profile as it is, to be read by Windows")
	return cmd
}

func originWords() []string {
	return []string{string(hive.Live), string(hive.Deleted), string(hive.KeptAside), string(hive.Recovered)}
}

func (a *app) export(ctx context.Context, paths []string, o exportOptions) error {
	if o.keepPath && o.to != "" {
		return usagef("--keep-path and --to exclude each other")
	}
	var err error
	if o.as, err = oneWord("--as", o.as, []string{asReg, asRegUTF8}); err != nil {
		return err
	}
	if o.state != "" {
		if o.state, err = oneWord("--state", o.state, originWords()); err != nil {
			return err
		}
	}
	o.output.private, o.output.noTerminal = o.secrets, true
	opt := o.input.options()
	opt.Contents = true
	in, err := a.gatherEnough(ctx, paths, o.input, o.output, opt, o.liveAlone())
	if err != nil {
		return err
	}
	defer in.out.discard()
	if len(in.sources) == 0 {
		return in.status
	}
	s, p, err := a.pick(in.sources, o)
	if f, ok := errors.AsType[*failure](err); ok && f.status == statusAbsent && in.status != nil {
		return in.status // it may be in what was not read
	}
	if err != nil {
		return err
	}
	ro := report.RegOptions{WithSecrets: o.secrets, UTF8: o.as == asRegUTF8, By: a.ran(opt)}
	ro.By.Options.Part = in.part && s.SHA256 == ""
	if ro.To, err = destination(s, p.Profile, o); err != nil {
		return err
	}
	var b bytes.Buffer
	left, err := report.Reg(&b, s, p, ro)
	switch {
	case err != nil && o.to == "":
		return usagef("%v; choose another: --to NAME", err)
	case err != nil:
		return &failure{statusNothing, err}
	}
	if err := in.out.write(b.Bytes()); err != nil {
		return err
	}
	if n := len(left.Secrets); n > 0 {
		a.note("%s left out: %s; --with-secrets writes them", english.Count(n, "secret"), someNames(left.Secrets))
	}
	if left.Lost > 0 {
		complain(a.stderr, "%s of the profile left out; comments at the head of the export name them", english.Count(left.Lost, "part"))
		return &failure{status: statusPartly}
	}
	return in.status
}

// liveAlone tells whether what was read of live profiles holds the one that is asked for; it is nil where that need not
// be a live one.
func (o *exportOptions) liveAlone() func([]analyze.Whole) bool {
	if o.state != string(hive.Live) || o.profile == "" && o.offset == 0 {
		return nil
	}
	return func(sources []analyze.Whole) bool {
		fit := 0
		for i := range sources {
			for j := range sources[i].Profiles {
				if o.fits(&sources[i].Snapshot, &sources[i].Profiles[j]) {
					fit++
				}
			}
		}
		return fit == 1
	}
}

// someNames lists the different names of values, as many as fit a message; the export names all.
func someNames(names []hive.Text) string {
	const most = 8
	var out []string
	for _, n := range names {
		if q := fmt.Sprintf("%q", n.String()); !slices.Contains(out, q) {
			if len(out) == most {
				return strings.Join(out, ", ") + " and others"
			}
			out = append(out, q)
		}
	}
	return strings.Join(out, ", ")
}
