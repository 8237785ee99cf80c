package report

import (
	"cmp"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/mapi"
)

// Bounds of the drawing of shared files.
const (
	drawnFiles     = 12
	drawnUses      = 12 // profiles of one file
	drawnSpellings = 4  // of one file
)

// profileOf is a profile, of whatever copy of a hive.
type profileOf struct {
	user  int
	root  mapi.Generation
	name  hive.Text
	state hive.Origin
}

// sharedFile is a data file with those who name it.
type sharedFile struct {
	ways  []hive.Text
	users []profileOf
	by    map[profileOf][]int // the spellings
}

// sharing shows which data files several profiles name, or one by several paths.
func (p *page) sharing(sources []analyze.Snapshot) {
	p.drawn("Who shares which file", func() *Drawing {
		all := p.sharedFiles(sources)
		if len(all) == 0 {
			return nil
		}
		d := &Drawing{Net: &Net{Columns: []string{"User", "Profile", "Data file, by its spellings"}, Nodes: make([][]Node, 3)}}
		d.Header = []string{"User", "Profile", "Data file"}
		d.Says = "The data files that several profiles name, or one by several paths: those with most spellings first."
		left := 0
		n := netOf{net: d.Net, profiles: map[profileOf]int{}, users: map[int]int{}}
		for i := range all[:min(len(all), drawnFiles)] {
			left += n.file(p, &all[i], &d.Table)
		}
		var hidden []string
		if n := len(all) - drawnFiles; n > 0 {
			hidden = append(hidden, more(n, "file"))
		}
		if left > 0 {
			hidden = append(hidden, more(left, "use")+" of those that are")
		}
		if len(hidden) > 0 {
			d.Says += " Not shown: " + english.And(hidden) + "; mapihive stores has all."
		}
		return d
	})
}

// sharedFiles are the shared ones among the data files, the worst first.
func (p *page) sharedFiles(sources []analyze.Snapshot) (out []sharedFile) {
	files := analyze.StoreFiles(analyze.StoreReferences(sources))
	for i := range files {
		f := sharedFile{by: map[profileOf][]int{}}
		for j := range files[i].References {
			r := &files[i].References[j]
			if _, copied := p.who.copies[r.Source]; copied || r.Outside() {
				continue
			}
			of := profileOf{p.who.of[r.Source], r.Root, r.Profile, r.State}
			if f.by[of] == nil {
				f.users = append(f.users, of)
			}
			way := slices.Index(f.ways, r.Path)
			if way < 0 {
				way = len(f.ways)
				f.ways = append(f.ways, r.Path)
			}
			if !slices.Contains(f.by[of], way) {
				f.by[of] = append(f.by[of], way)
			}
		}
		if len(f.users) > 1 || len(f.ways) > 1 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b sharedFile) int {
		return cmp.Or(cmp.Compare(len(b.ways), len(a.ways)), cmp.Compare(len(b.users), len(a.users)))
	})
	return out
}

// netOf fills a net.
type netOf struct {
	net      *Net
	profiles map[profileOf]int
	users    map[int]int
}

// file adds a file and who names it, and says how many uses are left out.
func (n *netOf) file(p *page, f *sharedFile, rows *Table) (left int) {
	node := Node{Text: f.ways[0][strings.LastIndexAny(string(f.ways[0]), `\/`)+1:].String()}
	for _, way := range f.ways[:min(len(f.ways), drawnSpellings)] {
		node.Lines = append(node.Lines, way.String())
	}
	if more := len(f.ways) - drawnSpellings; more > 0 {
		node.Lines = append(node.Lines, "and "+english.Grouped(more)+" more")
	}
	at := len(n.net.Nodes[2])
	n.net.Nodes[2] = append(n.net.Nodes[2], node)
	for i, of := range f.users {
		if i >= drawnUses {
			left += len(f.by[of])
			continue
		}
		from, faint := n.profile(p, of), of.state != hive.Live
		further := false
		for _, way := range f.by[of] {
			if way >= drawnSpellings {
				left, further = left+1, true
				continue
			}
			n.net.Links = append(n.net.Links, Link{Column: 1, From: from, To: at, Line: way, Faint: faint})
			rows.Rows = append(rows.Rows, []string{p.who.name(of.user), profileWords(of), f.ways[way].String()})
		}
		if further {
			n.net.Links = append(n.net.Links, Link{Column: 1, From: from, To: at, Line: drawnSpellings, Faint: faint})
		}
	}
	return left
}

// profile is the number of a profile, which is new or known.
func (n *netOf) profile(p *page, of profileOf) int {
	if at, known := n.profiles[of]; known {
		return at
	}
	user, known := n.users[of.user]
	if !known {
		user = len(n.net.Nodes[0])
		n.users[of.user] = user
		n.net.Nodes[0] = append(n.net.Nodes[0], Node{Text: p.who.name(of.user)})
	}
	at, faint := len(n.net.Nodes[1]), of.state != hive.Live
	n.profiles[of] = at
	n.net.Nodes[1] = append(n.net.Nodes[1], Node{Text: profileWords(of), Faint: faint})
	n.net.Links = append(n.net.Links, Link{Column: 0, From: user, To: at, Line: -1, Faint: faint})
	return at
}

// profileWords is a profile in a few words.
func profileWords(of profileOf) string {
	if of.state == hive.Live {
		return quote(of.name)
	}
	return quote(of.name) + " (" + string(of.state) + ")"
}
