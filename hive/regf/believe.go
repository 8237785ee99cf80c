package regf

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf/translog"
)

// belief is what is thought of one log.
type belief struct {
	doubts  []string // what does not fit the hive
	other   bool     // it is taken for the log of another hive
	reading string   // what the hive would be with a log that is not believed
}

// note says what else there is to know about a log that is not believed.
func (b *belief) note() string {
	if !b.other {
		return ""
	}
	text := "it is taken for the log of another hive"
	if len(b.doubts) > 0 {
		text += ": " + strings.Join(b.doubts, "; ")
	}
	return join(join(text, b.reading), "its pages were not searched for deleted records")
}

// believed replays the logs that can be believed to be this hive's. Windows applies a log for its place and
// its sequence number alone, and so a log that was put beside the wrong hive turns one user into another.
// In real pairs the base blocks agree in name and GUIDs; one thing may differ honestly (a hive that was
// loaded from another path and not written back yet), and the log is applied and the difference said. Where
// a second thing does not fit, of the base block or of the hive that comes out, it is another hive's log.
func (h *Hive) believed(ctx context.Context, inputs []translog.Input) (r *translog.Result, after *Hive, all []belief, err error) {
	all = make([]belief, len(inputs))
	opt := translog.Options{Disbelieve: map[int]string{}}
	for {
		if r, err = translog.Replay(ctx, h.f.Image.Buf, inputs, opt); err != nil {
			return nil, nil, nil, err
		}
		if after = h; r.Applied {
			after = h.replayed(r)
		}
		refused, err := h.weigh(ctx, r, after, all)
		if err != nil {
			return nil, nil, nil, err
		}
		if len(refused) == 0 {
			return r, after, all, nil
		}
		for _, i := range refused { // each at most once, so this ends
			opt.Disbelieve[i] = "it is taken for the log of another hive: " + strings.Join(all[i].doubts, "; ")
		}
	}
}

// weigh sets what is to be doubted about each log, and returns the applied ones that cannot be believed.
func (h *Hive) weigh(ctx context.Context, r *translog.Result, after *Hive, all []belief) (refused []int, err error) {
	var applied []int // with something of their own to be doubted
	for i := range r.Logs {
		rep := &r.Logs[i]
		if all[i].other {
			continue
		}
		all[i].doubts = nil
		for _, d := range rep.Doubts {
			all[i].doubts = append(all[i].doubts, h.doubtText(rep, d))
		}
		switch {
		case rep.Entries == 0:
			all[i].other = len(rep.Doubts) > 1 || rep.Outcome.Kind == translog.LogOtherHive
		case len(rep.Doubts) > 0:
			applied = append(applied, i)
		}
	}
	if !r.Applied {
		return nil, nil
	}
	another := anotherUser(h.users(), after.users())
	if len(applied) == 0 && another == "" {
		return nil, nil
	}
	if len(applied) == 0 { // nothing tells the logs apart
		for i := range r.Logs {
			if r.Logs[i].Entries > 0 {
				applied = append(applied, i)
			}
		}
	}
	c, err := h.compare(ctx, after)
	if err != nil {
		return nil, err
	}
	for _, i := range applied {
		own := len(r.Logs[i].Doubts)
		if own < 2 && slices.ContainsFunc(applied, func(j int) bool { return len(r.Logs[j].Doubts) > 1 }) {
			continue // judged again without those
		}
		doubts := some(another, c.damage, c.root)
		if !r.Logs[i].Vouched {
			doubts = append(doubts, some(c.cells)...)
		}
		all[i].doubts = append(all[i].doubts, doubts...)
		if own+len(doubts) > 1 {
			all[i].other, all[i].reading = true, c.reading
			refused = append(refused, i)
		}
	}
	return refused, nil
}

// doubtText says what of a log's base block does not fit the hive's, with the names themselves.
func (h *Hive) doubtText(rep *translog.Report, d translog.Reason) string {
	if d.Kind != translog.LogName {
		return d.Message
	}
	name, _ := hive.CutNUL(rep.Log.Base.FileName[:])
	return fmt.Sprintf(`%s ("%s" and "%s")`, d.Message, hive.DecodeUTF16(name), h.EmbeddedName())
}

// some returns the sentences that were not left empty.
func some(sentences ...string) []string {
	return slices.DeleteFunc(sentences, func(s string) bool { return s == "" })
}

// comparison is what a hive with logs shows against the same hive on disk; what fits is "".
type comparison struct {
	damage  string // more is damaged
	root    string // the root key is another
	cells   string // most keys are not where they were
	reading string // what the two are
}

// compare holds the hive with logs against the hive on disk.
func (h *Hive) compare(ctx context.Context, after *Hive) (c comparison, err error) {
	// Both are read anew, so that what is found does not show in the report.
	disk, logged := h.anew(), after.anew()
	before, err := disk.Verify(ctx)
	if err != nil {
		return c, err
	}
	then, err := logged.Verify(ctx)
	if err != nil {
		return c, err
	}
	if was, is := broken(disk.f.Diagnostics.List), broken(logged.f.Diagnostics.List); is > was {
		c.damage = fmt.Sprintf("with it the hive has damage at %d places, without it at %d", is, was)
	}
	if a, b := disk.root, logged.root; a.h != nil && b.h != nil && a.Name() != b.Name() {
		c.root = fmt.Sprintf(`with it the root key is called "%s", without it "%s"`, b.Name(), a.Name())
	}
	kept, err := disk.keysIn(ctx, logged)
	if 2*kept < before.Keys {
		c.cells = fmt.Sprintf("of %d keys only %d stand where they stood", before.Keys, kept)
	}
	c.reading = fmt.Sprintf("laid over the hive, it would give %d keys and %d values instead of %d and %d",
		then.Keys, then.Values, before.Keys, before.Values)
	return c, err
}

// broken counts the diagnostics that mean damage.
func broken(list []hive.Diagnostic) int {
	n := 0
	for _, d := range list {
		if d.Kind.Damage() {
			n++
		}
	}
	return n
}

// anew is the same hive, of which nothing was read or said yet.
func (h *Hive) anew() *Hive {
	c := &Hive{f: h.f.Anew(), disk: h.disk, replay: h.replay, logs: h.logs}
	c.index(true)
	return c
}

// keysIn counts the live keys whose cell holds a live key of the same name in another reading of the hive,
// which was verified.
func (h *Hive) keysIn(ctx context.Context, other *Hive) (n int, err error) {
	root, _ := h.Root()
	err = h.Walk(ctx, root, func(k Key, _ int) error {
		if other.f.Survey.Keys.Has(k.rel) {
			if c, ok := other.f.CellAt(k.rel); ok && cells.KeyNode(c.Payload).Name(other.f.Wide).Compare(k.rec.Name(h.f.Wide)) == 0 {
				n++
			}
		}
		return nil
	})
	return n, err
}

// anotherUser says that two hives are of different users; "" where they are not or it cannot be told.
func anotherUser(a, b []string) string {
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(sid string) bool { return slices.Contains(b, sid) }) {
		return ""
	}
	return fmt.Sprintf("with it the root key belongs to %s, without it to %s", strings.Join(b, ", "), strings.Join(a, ", "))
}

// users are the SIDs of accounts in the security descriptor of the root key. It says nothing of damage.
func (h *Hive) users() []string {
	root, ok := h.Root()
	if !ok {
		return nil
	}
	c, ok := h.f.CellAt(root.rec.Security())
	if !ok || !cells.Signed(c.Payload, "sk", cells.SKFixed) {
		return nil
	}
	n := min(int64(cells.SecurityRecord(c.Payload).DescriptorSize()), int64(len(c.Payload)-cells.SKFixed))
	return accountSIDs(c.Payload[cells.SKFixed : cells.SKFixed+n])
}
