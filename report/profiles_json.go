package report

import (
	"iter"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/ntuser"
)

// ProfilesSchema names the layout of the JSON document of profiles.
const ProfilesSchema = "mapihive/profiles/v1"

// profilesValue is the JSON document of profiles: the sources and profiles of the report, and below each profile
// its sections with every value.
type profilesValue struct {
	Schema string `json:"schema"`
	Run
	Sources iter.Seq[profilesSource] `json:"sources"`
}

type profilesSource struct {
	source
	Context  *ntuser.Context       `json:"context,omitempty"` // all but the environment, in which people keep tokens
	Profiles iter.Seq[fullProfile] `json:"profiles,omitzero"`
}

type fullProfile struct {
	mapi.Profile
	Sections iter.Seq[section] `json:"sections"`
}

// section is a section's key, or a key below one, with its values.
type section struct {
	Name hive.Text `json:"name"`
	Role mapi.Role `json:"role,omitempty"`
	Key  hive.Path `json:"key"`
	hive.Place
	LastWrite hive.Time   `json:"last_write,omitzero"`
	State     hive.Origin `json:"state"`
	Values    []value     `json:"values"`
	Keys      []section   `json:"keys,omitempty"`
	KeysBelow int         `json:"keys_not_shown,omitempty"` // all that are nested deeper than maxNested
	LeftOut   string      `json:"left_out,omitempty"`       // what stands below the key and was not read
}

// value is one value as stored and as understood. A secret has no data, and text says no more than "stored";
// what is masked has none either, and text lacks the password of a URL.
type value struct {
	Name      hive.Text `json:"name"`
	Tag       string    `json:"tag,omitempty"`
	Property  string    `json:"property,omitempty"`  // PR_ name; absent where unknown
	Canonical string    `json:"canonical,omitempty"` // PidTag name
	Type      string    `json:"type"`                // PT_ name, or the registry type of a value without a tag
	Secret    bool      `json:"secret,omitempty"`
	Masked    bool      `json:"masked,omitempty"`
	Text      hive.Text `json:"text"`
	Data      hive.Hex  `json:"data,omitempty"`
	hive.Place
	Problem string `json:"problem,omitempty"`
	Note    string `json:"note,omitempty"`
}

func newProfilesValue(run *Run, sources []analyze.Whole) profilesValue {
	source := newSources(analyze.Snapshots(sources))
	return profilesValue{ProfilesSchema, run.utc(), eachOf(len(sources), func(i int) profilesSource {
		w, s := &sources[i], profilesSource{source: source(i)}
		if Unread(&w.Snapshot) != "" {
			return s
		}
		context := w.Context
		context.Environment = nil
		s.Context = &context
		s.Profiles = func(yield func(fullProfile) bool) {
			for i, p := range s.source.Profiles {
				if !yield(fullProfile{p, each(w.Contents[i].Sections, newSection)}) {
					return
				}
			}
		}
		return s
	})}
}

// newSection writes a section in.
func newSection(in *mapi.Section) section {
	out := newKey(in, &in.Key, in.Properties, 0)
	out.Role = in.Role
	return out
}

// maxNested is how deep keys below a section are written; real profiles have one level.
const maxNested = 64

// newKey writes a key of the section in; properties are its values decoded, nil to decode them here.
func newKey(in *mapi.Section, k *mapi.Key, properties []prop.Property, depth int) section {
	out := section{
		Name: k.Name, Key: k.Path, Place: k.Place, LastWrite: k.LastWrite, State: k.State, LeftOut: k.LeftOut,
		Values: make([]value, len(k.Values)),
	}
	for i := range k.Values {
		if properties != nil {
			out.Values[i] = newValue(&properties[i])
		} else {
			p := in.Decode(k.Values[i])
			out.Values[i] = newValue(&p)
		}
	}
	if depth == maxNested {
		out.KeysBelow = keysBelow(k)
		return out
	}
	for i := range k.Subkeys {
		out.Keys = append(out.Keys, newKey(in, &k.Subkeys[i], nil, depth+1))
	}
	return out
}

// keysBelow counts the keys below k.
func keysBelow(k *mapi.Key) int {
	n := 0
	for todo := []*mapi.Key{k}; len(todo) > 0; {
		k, todo = todo[len(todo)-1], todo[:len(todo)-1]
		n += len(k.Subkeys)
		for i := range k.Subkeys {
			todo = append(todo, &k.Subkeys[i])
		}
	}
	return n
}

func newValue(p *prop.Property) value {
	v := value{
		Name: p.Raw.Name, Type: p.Type().String(), Secret: p.Secret, Masked: p.Masked, Text: p.Display(),
		Place: p.Raw.Place, Problem: p.Problem, Note: p.Note,
	}
	if p.Tag == 0 {
		v.Type = p.Raw.Type.String()
	} else {
		v.Tag = p.Tag.String()
	}
	if p.Def != nil {
		v.Property, v.Canonical = p.Def.Name, p.Def.Canonical
	}
	if !p.Hides() {
		v.Data = p.Raw.Data
	}
	return v
}
