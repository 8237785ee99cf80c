package report

import (
	"slices"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// listing marks a service or a provider that no list of the profile leads to: MAPI does not open it. Nothing is said
// where the profile has no list to go by, and of a recovered one, whose lists may be lost in part.
func listing(pr *mapi.Profile, listed bool) string {
	lists := len(pr.Order.Stores)+len(pr.Order.AddressBooks)+len(pr.Order.Transports) > 0 ||
		slices.ContainsFunc(pr.Services, func(s mapi.Service) bool { return s.Listed })
	if listed || !lists || pr.State == hive.Recovered {
		return ""
	}
	return "(not in the profile's lists)"
}
