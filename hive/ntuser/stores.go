package ntuser

import (
	"mapihive/hive"
	"mapihive/hive/office"
	"mapihive/hive/secret"
	"mapihive/hive/winpath"
)

// StorePlace is where outside the profiles a path stands.
type StorePlace string

// Places of a Store.
const (
	StoreSearch  StorePlace = ""             // Search, Search\Catalog, Catalog: the path is the value's name
	StoreCorrupt StorePlace = "last-corrupt" // PST\LastCorruptStore: the last data file that Outlook found damaged
	StoreSetting StorePlace = "setting"      // another value below the keys of PST and Search
)

// storeKeys are the keys below Outlook's whose values can name data files.
var storeKeys = [...]hive.Path{"PST", "Search", `Search\Catalog`, "Catalog"}

// storeSettings reads the paths that stand in the data of values. LastCorruptStore may have any extension; other
// texts are settings, and only the extension of a data file tells a path of one.
func (r *reader) storeSettings(version string, outlook key) {
	for _, path := range storeKeys {
		k, ok := r.below(outlook, path)
		if !ok {
			continue
		}
		for name, v := range r.values(k) {
			place := StoreSetting
			if path == "PST" && hive.EqualFold(name, "LastCorruptStore") {
				place = StoreCorrupt
			}
			for _, text := range r.texts(k, v) {
				kind := office.DataFile(text)
				if winpath.IsFull(text) && (kind != "" || place == StoreCorrupt) {
					r.c.Stores = append(r.c.Stores, Store{Version: version, Place: place, Kind: kind, Path: text, Fact: r.valueFact(k, name, v, text)})
				}
			}
		}
	}
}

// texts are the texts of a REG_SZ, REG_EXPAND_SZ or REG_MULTI_SZ. A secret gives none.
func (r *reader) texts(k key, v hive.Value) []hive.Text {
	if v.Type() != hive.RegMultiSz {
		if text, ok := r.text(k, v); ok {
			return []hive.Text{text}
		}
		return nil
	}
	b, _ := v.Data()
	b = b[:min(len(b), maxText)]
	if secrecy(k, v, b) != secret.Open || !r.take(k, len(b)) {
		return nil
	}
	var out []hive.Text
	for text := range v.Type().Read(b).Texts() {
		out = append(out, text)
	}
	return out
}
