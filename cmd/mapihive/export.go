package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
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
	for flag, words := range map[string][]string{"as": {asReg, asRegUTF8}, "state": originWords()} {
		// The only error is a flag that does not exist.
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func originWords() []string {
	return []string{string(hive.Live), string(hive.Deleted), string(hive.KeptAside), string(hive.Recovered)}
}

func (a *app) export(ctx context.Context, paths []string, o exportOptions) error {
	switch {
	case o.as != asReg && o.as != asRegUTF8:
		return usagef("--as is %s or %s, not %q", asReg, asRegUTF8, o.as)
	case o.state != "" && !slices.Contains(originWords(), o.state):
		return usagef("--state is %s, not %q", oneOf(originWords()), o.state)
	case o.keepPath && o.to != "":
		return usagef("--keep-path and --to exclude each other")
	}
	o.output.private, o.output.noTerminal = o.secrets, true
	in, err := a.gather(ctx, paths, o.input, o.output, collect.Options{NoLogs: o.input.noLogs, Contents: true})
	if err != nil {
		return err
	}
	defer in.out.discard()
	if len(in.sources) == 0 {
		return in.status
	}
	s, p, err := a.pick(in.sources, o)
	if err != nil {
		return err
	}
	ro := report.RegOptions{WithSecrets: o.secrets, UTF8: o.as == asRegUTF8, By: a.ran(collect.Options{NoLogs: o.input.noLogs})}
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
		complain(a.stderr, "%s left out: %s; --with-secrets writes them", english.Count(n, "secret"), someNames(left.Secrets))
	}
	if left.Lost > 0 {
		complain(a.stderr, "%s of the profile left out; comments at the head of the export name them", english.Count(left.Lost, "part"))
		return &failure{status: statusPartly}
	}
	return in.status
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

// pick returns the one profile that the flags mean. Where they mean none or several, it lists the
// candidates on stderr.
func (a *app) pick(sources []analyze.Whole, o exportOptions) (*analyze.Snapshot, mapi.Whole, error) {
	type candidate struct {
		s *analyze.Snapshot
		p mapi.Whole
	}
	type at struct {
		s      *analyze.Snapshot
		offset int64
	}
	var all, fit []candidate
	again := map[at]int{} // how many stand at one offset, each in a file of its own
	for i := range sources {
		for j := range sources[i].Profiles {
			c := candidate{&sources[i].Snapshot, sources[i].Profile(j)}
			all = append(all, c)
			again[at{c.s, c.p.Offset}]++
			if o.fits(c.s, c.p.Profile) {
				fit = append(fit, c)
			}
		}
	}
	if len(fit) == 1 && (o.profile != "" || o.offset != 0) {
		return fit[0].s, fit[0].p, nil
	}
	shown, user := fit, ""
	if slices.ContainsFunc(fit, func(c candidate) bool { return c.s.UserKey != "" }) {
		user = "--user, "
	}
	var err error
	switch {
	case len(all) == 0:
		return nil, mapi.Whole{}, failf("there is no profile to export")
	case o.profile == "" && o.offset == 0:
		shown, err = all, usagef("--profile NAME is needed; there is:")
	case len(fit) == 0 && o.profile == "":
		shown, err = all, usagef("no profile fits; there is:")
	case len(fit) == 0:
		shown, err = all, usagef("no profile %q fits; there is:", hive.Text(o.profile).String())
	case o.profile == "":
		err = usagef("%d profiles are at offset %d; choose with %s--root, --state or --in:", len(fit), o.offset, user)
	default:
		err = usagef("%d profiles are called %q; choose with %s--root, --state or --offset:", len(fit), hive.Text(o.profile).String(), user)
	}
	complain(a.stderr, "%v", err)
	for _, c := range shown {
		state := string(c.p.State)
		if strings.Contains(state, " ") {
			state = `"` + state + `"`
		}
		line := fmt.Sprintf("--root %s --state %s --offset %d", c.p.Root, state, c.p.Offset)
		if in := holder(c.s, c.p.Profile); c.p.File != "" || again[at{c.s, c.p.Offset}] > 1 {
			line += fmt.Sprintf(" --in %q", in.String())
		}
		if name := c.p.Name.String(); name == string(c.p.Name) && name != "" {
			line = fmt.Sprintf("--profile %q ", name) + line
		} else { // it cannot be typed
			line += `  profile "` + name + `"`
		}
		if w := c.p.LastWrite; !w.IsZero() {
			line += "  last write " + w.String()
		}
		if len(sources) > 1 {
			line += "  in " + c.s.Title().String()
		}
		fmt.Fprintln(a.stderr, "  "+oneLine(line))
	}
	return nil, mapi.Whole{}, &failure{status: statusUsage}
}

// fits reports whether a profile is one that the selectors mean.
func (o *exportOptions) fits(s *analyze.Snapshot, p *mapi.Profile) bool {
	return choosesUser(s, o.user) && (o.profile == "" || hive.EqualFold(p.Name, hive.Text(o.profile))) &&
		(o.root == "" || strings.EqualFold(o.root, string(p.Root))) &&
		(o.state == "" || o.state == string(p.State)) &&
		(o.offset == 0 || o.offset == p.Offset) &&
		(o.in == "" || filepath.Base(o.in) == string(holder(s, p)))
}

// holder is the name of the file that a profile's key stands in: the hive's, or that of one of its logs.
func holder(s *analyze.Snapshot, p *mapi.Profile) hive.Text {
	return hive.Text(filepath.Base(string(cmp.Or(p.File, s.Path))))
}

// destination is the key that the profile is written as.
func destination(s *analyze.Snapshot, p *mapi.Profile, o exportOptions) (mapi.Location, error) {
	at, ok := report.RegPlace(p)
	to := hive.Text(strings.Trim(o.to, `\`))
	if path := hive.PlainPath(to); path.Parent() != "" {
		if strings.HasPrefix(strings.ToUpper(string(to)), "HKEY_") {
			return at, usagef(`--to is below the user's own root key: --to 'Software\...\Profiles\NAME'`)
		}
		return mapi.Location{Holder: path.Parent(), Name: path.Base()}, nil
	}
	switch {
	case o.keepPath && p.Kind == mapi.SavedPart:
		return at, usagef("the hive is a part of a registry, and where its root key stood is not known: leave out --keep-path")
	case !ok && !(o.keepPath && p.State == hive.KeptAside):
		return at, usagef(`the place or name of this profile is not known; say where it is to go: --to 'Software\...\Profiles\NAME'`)
	case to != "":
		return mapi.Location{Holder: at.Holder, Name: to}, nil
	case o.keepPath:
		return p.Location(), nil
	}
	for i := range s.Profiles {
		live := &s.Profiles[i]
		if live.State != hive.Live || p.State == hive.Live {
			continue
		}
		if there, _ := report.RegPlace(live); there.Key().Equal(at.Key()) {
			return at, usagef("a live profile is called %q too, and an import would mix the two; choose --to NEW-NAME, or --to %q to mix them, or --keep-path", at.Name.String(), at.Name.String())
		}
	}
	return at, nil
}
