package analyze

// What the analyzer of orphans says of one user's hives beside each other.
var (
	sayElsewhere          = &Sentence{"Profile %s is live in one copy of the user's hive and not in the youngest.", []Ground{OnUser, OnLive}}
	sayElsewhereYounger   = &Sentence{"The latest time that was seen in the copy which has it is %v, in the youngest %v.", []Ground{OnUser, OnLive, OnCopyTime}}
	sayElsewhereUnordered = &Sentence{"Which of the copies is younger their times do not say.", []Ground{OnUser, OnLive}}
	sayElsewhereAbsent    = &Sentence{"The youngest copy has no trace of it.", []Ground{OnUser, OnWhole}}
	sayElsewhereUnread    = &Sentence{"In the youngest copy no trace of it was found; that hive is damaged, or lacks its last changes, so it may be there.", []Ground{OnUser, OnDoubt}}
	sayElsewherePending   = &Sentence{"In the youngest copy it stands in Deleted Profiles.", []Ground{OnUser, OnDeleted}}
	sayElsewhereAside     = &Sentence{"In the youngest copy it is kept aside under another key.", []Ground{OnUser, OnAside}}
	sayElsewhereRecovered = &Sentence{"In the youngest copy it was recovered from deleted records.", []Ground{OnUser, OnRecovered}}
	sayElsewhereHad       = &Sentence{"It had %s.", []Ground{OnUser, OnLive}}
	sayElsewhereInstance  = &Sentence{"The instance key (PR_SEARCH_KEY) tells it from every other profile, also from one of the same name.", []Ground{OnUser, OnInstance}}
	sayElsewhereName      = &Sentence{"No instance key is known of it, so only place and name say that it is the same.", []Ground{OnUser, OnLive}}
	sayElsewhereSID       = &Sentence{"Both hives are those of one SID.", []Ground{OnUser, OnSID}}
	sayElsewhereUser      = &Sentence{"That both hives are of one user rests on the user's name alone.", []Ground{OnUser}}
	sayElsewhereAgain     = &Sentence{"There another profile has its place: it was made anew.", []Ground{OnUser, OnInstance}}
	sayElsewhereDefault   = &Sentence{"The default profile of the youngest copy is still this one.", []Ground{OnUser, OnDefault}}
	sayElsewhereNone      = &Sentence{"The youngest copy has no live profile at all.", []Ground{OnUser, OnWhole}}
	sayElsewhereUEV       = &Sentence{"Another explanation: User Experience Virtualization is set up for this user, which roams settings and no MAPI profiles (KB2850989), so each machine may have profiles of its own.", []Ground{OnUser, OnUEV}}
	sayElsewhereLow       = &Sentence{"A profile that was deleted on purpose leaves the same; hence the severity.", []Ground{OnUser, OnLive}}

	adviseElsewhere       = &Sentence{"If the user misses the profile, export it from the copy that has it. Passwords and other secrets are left out:\n  %s", []Ground{OnUser, OnLive}}
	adviseElsewhereByHand = &Sentence{"If the user misses the profile, export it with mapihive export from the copy that has it; where it belongs is not known, or its path cannot be written as a command here. Secrets are left out.", []Ground{OnUser, OnLive}}
	adviseElsewhereMore   = &Sentence{"mapihive timeline over all copies shows when it went. Where the hives are those of a roaming user or of several terminal servers, look which machine wrote the youngest.", []Ground{OnUser, OnLive}}
)

var orphanElsewhereSays = []*Sentence{
	sayElsewhere, sayElsewhereYounger, sayElsewhereUnordered, sayElsewhereAbsent, sayElsewhereUnread, sayElsewherePending,
	sayElsewhereAside, sayElsewhereRecovered, sayElsewhereHad, sayElsewhereInstance, sayElsewhereName, sayElsewhereSID, sayElsewhereUser,
	sayElsewhereAgain, sayElsewhereDefault, sayElsewhereNone, sayElsewhereUEV, sayElsewhereLow,
	adviseElsewhere, adviseElsewhereByHand, adviseElsewhereMore,
}
