package regtext

import (
	"fmt"

	"mapihive/hive"
)

// maxNotes is how many lines of one hive are noted one by one.
const maxNotes = 1_000

// counts keeps how many lines were noted.
type counts struct {
	kept, more int
	first      hive.Place // of those that are counted only
}

// note adds a diagnostic to those of a hive, nil for none.
func (p *parser) note(h *Hive, d hive.Diagnostic) {
	if notes := p.mayNote(h, d.Place); notes != nil {
		*notes = append(*notes, d)
	}
}

// mayNote returns where a diagnostic goes; nil where there are enough of them, and it is counted only.
func (p *parser) mayNote(h *Hive, at hive.Place) *[]hive.Diagnostic {
	c, notes := &p.counts, &p.file.Notes
	if h != nil {
		c, notes = &h.counts, &h.notes
	}
	if c.kept < maxNotes {
		c.kept++
		return notes
	}
	if c.more++; c.more == 1 {
		c.first = at
	}
	return nil
}

// summary says how many lines more would have been noted.
func (c *counts) summary() []hive.Diagnostic {
	if c.more == 0 {
		return nil
	}
	return []hive.Diagnostic{{Kind: hive.KindLimit, Place: c.first, Structure: structure,
		Message: fmt.Sprintf("from here on %d more lines would be noted; they are left out or removed alike", c.more)}}
}

// drop notes that the current line is left out.
func (p *parser) drop(why string) { p.dropAt(p.line, "", why) }

// dropAt notes that the value of that name, "" for anything else, which begins at a line is left out. What the line
// holds is not said: it may be a secret.
func (p *parser) dropAt(at line, name hive.Text, why string) {
	notes := p.mayNote(p.in, at.place())
	if notes == nil {
		return
	}
	d := hive.Diagnostic{Kind: hive.KindLine, Place: at.place(), Structure: structure, Message: "left out: " + why}
	if name != "" {
		d.Message = "value " + quoted(name) + " left out: " + why
	}
	if p.key != nil {
		d.Path = p.key.tail()
	}
	*notes = append(*notes, d)
}

func quoted(t hive.Text) string { return `"` + t.String() + `"` }
