package analyze

import (
	"iter"
	"slices"

	"mapihive/analyze/sets"
	"mapihive/hive"
	"mapihive/hive/english"
)

// What a row of any analyzer can say of its fact.
const (
	aboutOlder = "older" // it stands in a copy of a profile that an upgrade left: the name of the profile
	aboutDoubt = "doubt" // why the value may not be what stood in the registry: doubtDirty, doubtHere
)

// eachOf is Rows for an analyzer that makes a list of them.
func eachOf(list func(*Snapshot) []Row) func(*Snapshot) iter.Seq[Row] {
	return func(s *Snapshot) iter.Seq[Row] { return slices.Values(list(s)) }
}

// id returns the row's identity of that kind, "" where it has none.
func (r Row) id(kind string) string { return valueOf(r.IDs, kind) }

// about returns what the row says of its store beside the identities, "" where it says nothing.
func (r Row) about(kind string) string { return valueOf(r.About, kind) }

func valueOf(ids []ID, kind string) string {
	for _, id := range ids {
		if id.Kind == kind {
			return id.Value
		}
	}
	return ""
}

// distinct returns the distinct values of one kind that the rows have, and whether each row has one.
func distinct(rows []Row, kind string, of func(Row, string) string) (values map[string]bool, every bool) {
	values, every = map[string]bool{}, true
	for _, r := range rows {
		if v := of(r, kind); v != "" {
			values[v] = true
		} else {
			every = false
		}
	}
	return values, every
}

// storesOf groups rows by their stores: it returns for each row the number of the first of its store.
func storesOf(rows []Row) []int {
	return sets.By(len(rows), func(i int) []ID {
		return slices.DeleteFunc(slices.Clone(rows[i].IDs), func(id ID) bool { return id.Kind != idRecord && id.Kind != idDN })
	})
}

// differentStores returns those of the rows whose stores are known to be different ones, and how many stores
// they are. Rows that share a record key or a mailbox are one store; stores are different only where both have an
// identity of one kind.
func differentStores(rows []Row) ([]Row, int) {
	store := storesOf(rows)
	records, mailboxes := map[int]bool{}, map[int]bool{}
	for i, r := range rows {
		if r.id(idRecord) != "" {
			records[store[i]] = true
		}
		if r.id(idDN) != "" {
			mailboxes[store[i]] = true
		}
	}
	stores := records
	if len(mailboxes) > len(stores) {
		stores = mailboxes
	}
	var in []Row
	for i, r := range rows {
		if stores[store[i]] {
			in = append(in, r)
		}
	}
	return in, len(stores)
}

// profilesOf returns the names of the profiles that the rows stand in.
func profilesOf(rows []Row) map[hive.Text]bool {
	names := map[hive.Text]bool{}
	for _, r := range rows {
		names[r.Evidence.Profile] = true
	}
	return names
}

// profileNoun is "profile" or "profiles".
func profileNoun(names map[hive.Text]bool) string { return english.Noun(len(names), "profile") }

// olderOf returns the names of the profiles of which the rows hold a copy that an upgrade left.
func olderOf(rows []Row) map[hive.Text]bool {
	names := map[hive.Text]bool{}
	for _, r := range rows {
		if name := r.about(aboutOlder); name != "" {
			names[hive.Text(name)] = true
		}
	}
	return names
}
