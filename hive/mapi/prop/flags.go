package prop

import "fmt"

// names gives the values of a property their names: bits of a flag word, or single values of an
// enumeration. Names are those of the header without the prefix that all of a kind share.
type names struct {
	flags bool
	list  []valueName
	whole []valueName // values of a flag word that are no flags
}

type valueName struct {
	value uint32
	name  string
}

// of returns the names in v. Bits without a name come last, as one number in hex; an enumeration's
// unknown value is that number alone.
func (n *names) of(v uint32) []string {
	single := n.whole
	if !n.flags {
		single = n.list
	}
	for _, e := range single {
		if e.value == v {
			return []string{e.name}
		}
	}
	if !n.flags {
		return []string{hexNumber(v)}
	}
	var out []string
	rest := v
	for _, e := range n.list {
		if v&e.value == e.value {
			out = append(out, e.name)
			rest &^= e.value
		}
	}
	if rest != 0 {
		out = append(out, hexNumber(rest))
	}
	return out
}

func hexNumber(v uint32) string { return fmt.Sprintf("0x%08X", v) }

// Flags names the value of a PT_LONG whose bits or values have names; it is nil for every other
// property. PR_RESOURCE_FLAGS needs the context CtxService or CtxProvider: its bits differ.
func (p *Property) Flags() []string {
	v, ok := p.Long()
	n := p.names()
	if !ok || n == nil {
		return nil
	}
	return n.of(uint32(v))
}

// prResourceFlags is the one property whose bits mean different things in a service and in a provider.
const prResourceFlags Tag = 0x30090003

func (p *Property) names() *names {
	if p.Def == nil {
		return nil
	}
	if p.Def.Tag != prResourceFlags {
		return p.Def.values
	}
	switch p.Context & ctxLevel {
	case CtxService:
		return &serviceFlagNames
	case CtxProvider:
		return &providerFlagNames
	}
	return nil
}
