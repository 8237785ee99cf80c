package report

import (
	"strings"

	"mapihive/hive"
)

// rootSign stands for the common root of the keys of a page.
const rootSign = "~"

// shortenKeys finds the key below which most of the page's keys stand, of those that hold profiles: it is said once.
func (p *page) shortenKeys(r *Report) {
	if p.view.Full {
		return
	}
	var keys []hive.Path
	below := map[hive.Path]int{} // by the key that holds the key for profiles
	for i := range r.Findings {
		for j := range r.Findings[i].Evidence {
			keys = append(keys, r.Findings[i].Evidence[j].Key)
		}
	}
	for i := range r.Sources {
		s := &r.Sources[i]
		for j := range s.Profiles {
			key := s.Profiles[j].Key
			keys = append(keys, key)
			if root := key.Parent().Parent(); root != "" {
				below[root] = 0
			}
		}
		for j := range s.Diagnostics {
			keys = append(keys, s.Diagnostics[j].Path)
		}
	}
	for _, key := range keys {
		if key == rootSign || strings.HasPrefix(string(key), rootSign+`\`) {
			return // the sign would be taken for that key, or that key for the sign
		}
		for above := key; above != ""; above = above.Parent() {
			if _, ok := below[above]; ok && above != key {
				below[above]++
				break // the longest counts
			}
		}
	}
	most := 1 // what stands there once needs no sign
	for root, n := range below {
		if n > most || n == most && p.root != "" && root < p.root {
			p.root, most = root, n
		}
	}
}

// sayRoot says what the sign for the common root of keys stands for, once on a page.
func (p *page) sayRoot() {
	if p.root == "" || p.rootSaid {
		return
	}
	p.rootSaid = true
	p.para(0, rootSign+" in the path of a key stands for")
	p.line(2, "%s", p.root)
	p.gap()
}

// key is the path of a key on a line of its own, by the sign where it stands below the common root.
func (p *page) key(path hive.Path) string {
	if p.root != "" && path != p.root && path.Within(p.root) {
		return rootSign + path[len(p.root):].String()
	}
	return keyLine(path)
}
