package main

import (
	"context"
	"errors"
	"strings"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/compare"
	"mapihive/hive"
	"mapihive/report"
)

// holder reports whether what was found is a folder or archive, which may hold several hives, and not a hive.
func (in *input) holder(path string) bool {
	if len(in.folders) > 0 || len(in.files) != 1 {
		return true
	}
	defer in.files[0].Close()
	reader, _ := in.collector.Reader(in.files[0])
	_, _, member := collect.SplitMember(path)
	return reader != nil && reader.Members != nil && !member
}

// hives counts the evidence in what was found.
func (in *input) hives(ctx context.Context) int { return in.collector.Count(ctx, in.files) }

// diffFolders compares each hive of one collection with that of the same path in the other; of those that are left, each
// with that of the same user. All are read once without their contents, and those that are not the same bytes once
// more, pair by pair, so that no more than two are in memory.
func (a *app) diffFolders(ctx context.Context, parts []side, in []*input, o diffOptions, format *report.Format, out *output) error {
	c := &report.CollectionDiff{A: hive.Text(parts[0].path), B: hive.Text(parts[1].path)}
	var status error
	var sides [2][]met
	for i, one := range in {
		if parts[i].profile != "" {
			return usagef("%s holds several hives; name the one that the profile is in", parts[i].path)
		}
		var sources []analyze.Snapshot
		err := one.read(ctx, collect.Options{NoLogs: o.input.noLogs, NoHash: o.input.noHash, NoRecovery: true}, func(w analyze.Whole) bool {
			sources = append(sources, w.Snapshot)
			return true
		})
		if err != nil {
			return err
		}
		if failed := a.coverage(one, sources); failed != nil {
			if f, ok := errors.AsType[*failure](failed); ok && f.status == statusNothing {
				return failed // there is nothing to compare with
			}
			status = failed
		}
		for _, s := range one.skipped {
			if s.Failed {
				c.Skipped = append(c.Skipped, report.Skipped{Path: s.Path, Reason: s.Reason})
			}
		}
		for _, s := range sources {
			if why := report.Unread(&s); why != "" {
				c.Skipped = append(c.Skipped, report.Skipped{Path: s.Title(), Reason: why})
			} else if choosesUser(&s, o.user) {
				sides[i] = append(sides[i], met{below(parts[i].path, &s), s})
			}
		}
	}
	pairs, onlyA, onlyB := pairUp(sides[0], sides[1])
	for _, p := range pairs {
		d, err := a.diffPair(ctx, p, o)
		if err != nil {
			return err
		}
		if d == nil {
			c.Same = append(c.Same, hive.Text(p.b.name))
		} else {
			c.Differ = append(c.Differ, *d)
		}
	}
	c.OnlyA, c.OnlyB = snapshots(onlyA), snapshots(onlyB)
	doc := report.Diffs(c)
	doc.Run = a.ran(o.input.options())
	if err := a.deliver(out, doc, format, o.form); err != nil {
		return err
	}
	if status == nil && o.exitCode && !c.Equal() {
		return &failure{status: statusFound}
	}
	return status
}

// diffPair says what differs, nil for nothing.
func (a *app) diffPair(ctx context.Context, p pairOf, o diffOptions) (*report.HiveDiff, error) {
	if p.by == "" && sameBytes(&p.a.s, &p.b.s) {
		return nil, nil
	}
	x, err := a.again(ctx, &p.a.s, o)
	if err != nil {
		return nil, err
	}
	y, err := a.again(ctx, &p.b.s, o)
	if err != nil {
		return nil, err
	}
	d := compare.Snapshots(x, y)
	if d.Equal() {
		return nil, nil
	}
	return &report.HiveDiff{Name: hive.Text(p.b.name), By: p.by, A: &x.Snapshot, B: &y.Snapshot, Diff: d}, nil
}

func snapshots(of []met) (out []analyze.Snapshot) {
	for _, m := range of {
		out = append(out, m.s)
	}
	return out
}

// again reads a source with its contents.
func (a *app) again(ctx context.Context, s *analyze.Snapshot, o diffOptions) (*analyze.Whole, error) {
	path := string(s.Path)
	if strings.HasPrefix(path, "@") {
		path = "./" + path // a file, not a list
	}
	in, err := a.find(ctx, []string{path}, inputOptions{noLogs: o.input.noLogs, logs: o.input.logs})
	if err != nil {
		return nil, err
	}
	var found *analyze.Whole
	err = in.read(ctx, collect.Options{NoLogs: o.input.noLogs, NoHash: o.input.noHash, Contents: true}, func(w analyze.Whole) bool {
		if w.UserKey == s.UserKey {
			found = &w
		}
		return found == nil
	})
	if err != nil {
		return nil, err
	}
	if found == nil || found.SHA256 != s.SHA256 {
		return nil, failf("%s: changed while it was read", s.Title())
	}
	return found, nil
}
