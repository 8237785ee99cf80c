package mapi

import (
	"mapihive/hive"
	"mapihive/hive/mapi/prop"
)

// fact is the evidence of one of the section's properties.
func (s *Section) fact(p *prop.Property) hive.Fact { return s.Key.fact(p) }

func (k *Key) fact(p *prop.Property) hive.Fact {
	return k.says(p, p.Display())
}

// says is the fact that a property of the key says a text.
func (k *Key) says(p *prop.Property, text hive.Text) hive.Fact {
	return shown(hive.Fact{Key: k.Path, Value: p.Raw.Name, Place: p.Raw.Place, State: k.State, LastWrite: k.LastWrite, Text: text}, p)
}

// shown is a fact with the bytes of its property, as far as they may be shown.
func shown(f hive.Fact, p *prop.Property) hive.Fact {
	if p.Hides() {
		return f
	}
	return f.WithData(p.Raw.Data)
}
