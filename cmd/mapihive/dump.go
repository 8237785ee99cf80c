package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/report"
	"mapihive/report/dump"
)

// dumpOptions are the flags of dump.
type dumpOptions struct {
	form
	width         int
	live, deleted bool
	input         inputOptions
}

const dumpLong = `dump writes every key and value of a hive, or of a key and what is below it,
with their places in the file. Deleted records that could be recovered stand
right behind the values of the live key that held them, marked DELETED; those
whose key is lost come last. Damage is listed at the end; with --live, which
reads the hive only once, as far as it was met on the way. --live with a KEY
reads no more of the file than that needs, and does not hash it.

KEY is a path below the root key with backslashes, case ignored; HKCU\, HKU\,
HKLM\ or their long names before it are dropped. A deleted key can be named too.
Of passwords and the like (by value name, key name or content, anywhere in the
hive) nothing is shown but that they are stored, and no size; the password of a
URL is shown as ***. In the text form, \uXXXX stands for a UTF-16
unit that could act on a terminal, close a quote or be misread.

JSONL has an object on each line, told apart by "record":
  run         tool, its arguments and options, when it began
  hive        path as given and absolute, size, sha256, format, version,
              last_written and base_block (as the file has them), state, logs
  key         path, name, offset, last_write, class (hex), class_text, flags,
              owner, state: live or recovered
  value       path of its key (absent: not known), name, type, size, data (hex),
              text, texts or number by the rules of the type, note (what is
              unusual in the data), missing (data is not whole), offset,
              data_offset, state; secret: true stands for size, data and
              what they say, masked: true for size and data of a text that
              holds a URL with a password
  diagnostic  kind, offset, structure, path, message
  end         counts; whole is false for a dump that was cut off
A recovered record adds source, confidence, reasons, path_status (keys) and
data_status (values). Offsets are bytes from the start of the hive file, or of
the transaction log that log (data_log for data_offset) names. There is no JSON
form: one document as large as the hive would be a list of these lines, which
jq -s makes of them.`

func newDump(a *app) *cobra.Command {
	var o dumpOptions
	cmd := &cobra.Command{
		Use:   "dump HIVE [KEY]",
		Short: "Write out the keys and values of a hive, deleted ones too",
		Long:  dumpLong,
		Example: `  mapihive dump NTUSER.DAT
  mapihive dump NTUSER.DAT 'HKCU\Software\Microsoft\Office'
  mapihive dump --deleted NTUSER.DAT
  mapihive dump --format jsonl -o hive.jsonl NTUSER.DAT`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return usagef("dump takes a hive and a key; %q is too many (a key with spaces needs quotes)", args[2])
			}
			return needPath(0)(cmd, args[:min(len(args), 1)])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.deleted && o.live {
				return usagef("--deleted and --live cannot go together; without both, dump writes live and recovered records")
			}
			key := ""
			if len(args) > 1 {
				key = args[1]
			}
			return a.dump(cmd.Context(), args[0], key, o)
		},
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			return nil, cobra.ShellCompDirectiveDefault
		case 1:
			return a.keysBelow(cmd.Context(), args[0], begun, o.input), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	a.addForm(cmd, &o.form, report.Dumped(context.Background(), &dump.Dump{}))
	f := cmd.Flags()
	f.IntVar(&o.width, "width", 160, "text: show `N` characters of data, 0 for all")
	f.BoolVar(&o.deleted, "deleted", false, "only the recovered records")
	f.BoolVar(&o.live, "live", false, "only the live records: recover nothing, faster")
	addPaths(cmd, &o.input)
	refuseRedact(cmd, "it shows keys and values as they are")
	return cmd
}

func (a *app) dump(ctx context.Context, path, key string, o dumpOptions) error {
	d := dump.Dump{Path: hive.Text(path), NoLive: o.deleted, Width: o.width}
	doc := report.Dumped(ctx, &d)
	format, err := a.formatFor(&o.form, doc)
	if err != nil {
		return err
	}
	if o.width < 0 {
		return usagef("--width is a number of characters, or 0 for all")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usagef("%s: is a folder; dump takes one hive, for example NTUSER.DAT in it", hive.Text(path))
	}
	in, err := a.find(ctx, []string{path}, o.input)
	if err != nil {
		return err
	}
	defer in.files[0].Close()
	if skip, err := in.one(ctx, path); err != nil {
		return err
	} else if skip != nil {
		in.skipped = append(in.skipped, *skip)
		return a.coverage(in, nil)
	}
	out, err := a.open(ctx, o.outputOptions, in)
	if err != nil {
		return err
	}
	defer out.discard()
	dumped := false
	for r := range in.collector.Visit(ctx, slices.Values(in.files), func(f *collect.File, r *collect.Reader) {
		dumped = true
		a.log("read", "path", f.Path, "size", f.Size(), "format", r.Name)
		d.Path, d.Absolute, doc.Run = f.Path, a.absolute(f.Path, f.Absolute()), a.ran(o.input.options())
		err = a.dumpFile(ctx, &d, f, r, key, o, func() error {
			doc.Run.Options.Part = d.Hive != nil && d.Hive.Lazy()
			return a.deliver(out, doc, format, o.form)
		})
	}) {
		switch {
		case r.Skip != nil:
			in.log("skip", "path", r.Skip.Path, "reason", r.Skip.Reason)
			in.skipped = append(in.skipped, *r.Skip)
		case r.Source != nil:
			err = failf("%s: %s", r.Source.Path, r.Source.Error)
		}
	}
	switch {
	case err != nil || dumped:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return a.coverage(in, nil)
}

// one makes sure that there is one file to dump, or says why there is none.
func (in *input) one(ctx context.Context, path string) (*collect.Skip, error) {
	if len(in.files) == 1 {
		reader, skip := in.collector.Reader(in.files[0]) // the file stays open
		if skip != nil || reader.Members == nil {
			return skip, nil
		}
	}
	if n := in.collector.Count(ctx, in.files); n > 1 {
		return nil, usagef("%s holds %d hives; name the one to dump, that in an archive as ARCHIVE!PATH", hive.Text(path), n)
	}
	return nil, nil
}

// dumpFile writes out the registry in a file.
func (a *app) dumpFile(ctx context.Context, d *dump.Dump, f *collect.File, reader *collect.Reader, key string, o dumpOptions, deliver func() error) error {
	switch {
	case reader.Name != "regf" && reader.Open == nil:
		return failf("%s: dump writes out registries only, and this is %s", f.Path, reader.Doc)
	case reader.Open != nil && o.deleted:
		return failf("%s: deleted records are recovered from hives only, and this is %s", f.Path, reader.Doc)
	}
	view, err := openDump(ctx, d, f, reader, key, o)
	if err != nil {
		return readFailure(err)
	}
	if d.Hive != nil {
		defer d.Hive.Close()
	}
	_, rooted := view.Root()
	if !rooted && (d.Recovered == nil || len(d.Recovered.Keys)+len(d.Recovered.Values) == 0) {
		return failf("%s: not read: the root key cannot be read, and nothing else was found", f.Path)
	}
	if d.Below, err = findKey(view, d.Recovered, key); err != nil {
		return err
	}
	if err := deliver(); err != nil {
		return err
	}
	if !rooted {
		complain(a.stderr, "%s: the root key cannot be read; the dump holds recovered records only", f.Path)
		return &failure{status: statusPartly}
	}
	return nil
}

// openDump reads the file that is dumped and returns its view. Where one live key is asked for and is there, no more is
// read than it needs.
func openDump(ctx context.Context, d *dump.Dump, file *collect.File, reader *collect.Reader, key string, o dumpOptions) (view hive.Registry, err error) {
	if reader.Open != nil {
		if view, err = reader.Open(ctx, file, o.input.options()); err != nil {
			return nil, err
		}
		var whole bool
		if d.Registry, whole = view.(dump.Registry); !whole {
			return nil, fmt.Errorf("%s: the reader of this format gives no dump", file.Path)
		}
		d.Format = reader.Name
		return view, nil
	}
	if o.live && key != "" {
		if d.Hive, err = collect.OpenLive(ctx, file, regf.Options{NoLogs: o.input.noLogs, NoHash: o.input.noHash}); err != nil {
			return nil, err
		}
		if below, err := findKey(d.Hive.View(), nil, key); !d.Hive.Lazy() || err == nil && below != "" {
			return d.Hive.View(), nil
		}
		d.Hive.Close()
	}
	if d.Hive, err = collect.OpenHive(ctx, file, regf.Options{NoLogs: o.input.noLogs, NoHash: o.input.noHash}); err != nil {
		return nil, err
	}
	if !o.live {
		d.Recovered, err = lost.Recover(ctx, d.Hive)
	}
	return d.Hive.View(), err
}

// readFailure is the error of a hive that could not be read.
func readFailure(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &failure{statusNothing, err}
}
