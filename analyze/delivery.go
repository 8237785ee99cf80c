package analyze

import (
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/winpath"
)

// Delivery is where an account's mail goes. Two values say it: the entry identifier of the store, with a path that
// goes stale when the file moves, and that of the folder, with the store's record key, which stays.
type Delivery struct {
	DeliversTo     hive.Text `json:"delivers_to,omitempty"`          // path of the data file
	DeliveryStore  hive.Text `json:"delivery_store,omitempty"`       // path inside the entry identifier of the store
	DeliveryValue  hive.Text `json:"delivery_value,omitempty"`       // name of the value that holds DeliveryStore
	DeliveryFolder hive.Text `json:"delivery_folder,omitempty"`      // path of the store whose record key Delivery Folder EntryID holds
	Stale          bool      `json:"delivery_store_stale,omitempty"` // no listed store of the profile has the path DeliveryStore, so that DeliveryFolder counts
}

// Disagree reports whether the two values name two of the profile's stores.
func (d *Delivery) Disagree() bool {
	return !d.Stale && d.DeliveryStore != "" && d.DeliveryFolder != "" && normal(d.DeliveryStore) != normal(d.DeliveryFolder)
}

// Deliveries says where each account of the profile delivers to, in the order of Profile.Accounts.
func Deliveries(p *mapi.Profile) []Delivery {
	files, present := map[prop.UID]hive.Text{}, map[hive.Text]bool{} // of the stores that MAPI's lists lead to
	for _, v := range providers(p) {
		if path := ownFile(v); path != "" && v.Listed && v.Kind == mapi.KindStore {
			files[v.UID], present[normal(path)] = path, true
		}
	}
	out := make([]Delivery, len(p.Accounts))
	for i := range p.Accounts {
		a, d := &p.Accounts[i], &out[i]
		d.DeliversTo, d.DeliveryStore, d.DeliveryValue = a.DeliveryStore, a.DeliveryStore, a.DeliveryValue
		if a.FolderStore.IsZero() {
			continue
		}
		d.DeliveryFolder = files[a.FolderStore]
		if d.DeliveryFolder != "" && (d.DeliveryStore == "" || !present[normal(d.DeliveryStore)]) {
			d.DeliversTo, d.Stale = d.DeliveryFolder, d.DeliveryStore != ""
		}
	}
	return out
}

// ownFile is the file that a store keeps its mail in, "" for an Exchange mailbox: an OST is only its copy.
func ownFile(v *mapi.Provider) hive.Text {
	switch {
	case v.PSTPath != "":
		return v.PSTPath
	case v.Role == mapi.RoleIMAPStore || v.Role == mapi.RoleEASStore:
		return v.OSTPath
	}
	return ""
}

// normal is a path raised in its normal form: Windows takes two paths for one where theirs are equal.
func normal(path hive.Text) hive.Text {
	n, _ := winpath.Normal(path)
	return hive.UpcaseText(n)
}
