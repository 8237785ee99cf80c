package mapi

import "mapihive/hive/mapi/prop"
import "mapihive/hive"

// Root is one key that can hold profiles, found in a hive: a generation's Profiles key, its Deleted
// Profiles sibling and its default; or any key in which profiles were found by their shape.
type Root struct {
	Generation     Generation `json:"generation"`
	Where                     // what kind of place it is
	Key            hive.Path  `json:"key,omitempty"`            // path of the Profiles key, "" where there is none
	Deleted        hive.Path  `json:"deleted,omitempty"`        // path of the Deleted Profiles key, "" where there is none
	DefaultProfile hive.Fact  `json:"default_profile,omitzero"` // the DefaultProfile value, zero where there is none
	DefaultType    string     `json:"default_type,omitempty"`   // its registry type where that is none of a string: it names no profile
	hive.Place                // of Profiles, else of the key above it
	LastWrite      hive.Time  `json:"last_write,omitzero"`         // of Profiles, else of the key above it
	DeletedWrite   hive.Time  `json:"deleted_last_write,omitzero"` // of Deleted Profiles: when a profile was last added to it or removed from it
	DeletedPlace   hive.Place `json:"deleted_place,omitzero"`      // of Deleted Profiles
}

// Profile is one MAPI profile, rebuilt.
type Profile struct {
	Name             hive.Text       `json:"name"`
	State            hive.Origin     `json:"state"`
	Default          bool            `json:"default"`
	Key              hive.Path       `json:"key"`
	Root             Generation      `json:"root"`
	LastWrite        hive.Time       `json:"last_write,omitzero"`
	Instance         hive.Hex        `json:"instance,omitempty"` // PR_SEARCH_KEY of MUID_PROFILE_INSTANCE
	Where                            // what kind of place it stands in
	hive.Place                       // of the profile's nk cell
	Confidence       hive.Confidence `json:"confidence"`
	Notes            []string        `json:"notes,omitempty"` // why the confidence is not high, what is missing
	Services         []Service       `json:"services"`
	Providers        []Provider      `json:"providers,omitempty"` // that belong to no service
	Accounts         []Account       `json:"accounts"`
	Exchange         []Exchange      `json:"exchange,omitempty"` // every section of Exchange settings, in stored order
	Order            Order           `json:"order"`
	UnlistedSections []prop.UID      `json:"unlisted_sections"`

	// MissingProperties are those that every profile has to have and this one has not.
	MissingProperties []MissingProperty `json:"missing_properties,omitempty"`

	Paths      []PathRef   `json:"paths,omitempty"`      // every PST and OST path, with the value that says so
	Signatures []Signature `json:"signatures,omitempty"` // every PR_MAPPING_SIGNATURE
	Missing    []Listed    `json:"missing,omitempty"`    // UIDs that a list names and that have no section
	Faults     []Fault     `json:"faults,omitempty"`     // what else MAPI and Outlook cannot follow
	Modules    []Module    `json:"modules,omitempty"`    // the DLLs of services and providers that are none of Microsoft's known ones
	Empty      bool        `json:"empty,omitempty"`      // the profile key has no section at all

	// Inconsistencies are where the profile's own parts, or the MAPI reference, contradict it.
	Inconsistencies []Inconsistency `json:"inconsistencies,omitempty"`

	// Of a recovered profile.
	Sources []hive.Source `json:"sources,omitempty"`     // where its records stood
	Part    bool          `json:"part,omitempty"`        // it is what was removed from a profile that is still there
	Older   bool          `json:"older_state,omitempty"` // a live profile has the same key
}

// MissingProperty is a property that the MAPI reference requires of every profile ("MAPI Profiles").
type MissingProperty struct {
	Property string    `json:"property"` // "PR_SEARCH_KEY"
	Key      hive.Path `json:"key"`      // section key where it should stand
	Why      string    `json:"why"`
}

// Service is a message service section and the providers it lists.
type Service struct {
	UID         prop.UID   `json:"uid"`
	Name        hive.Text  `json:"name,omitempty"`
	DisplayName hive.Text  `json:"display_name,omitempty"`
	DLL         hive.Text  `json:"dll,omitempty"`
	Flags       []string   `json:"flags"`
	LastWrite   hive.Time  `json:"last_write,omitzero"`
	Providers   []Provider `json:"providers"`

	// Of an Exchange service, from its settings.
	Settings     prop.UID  `json:"settings,omitzero"`        // the section that holds them
	HomeServer   hive.Text `json:"home_server,omitempty"`    // PR_PROFILE_HOME_SERVER
	HomeServerDN hive.Text `json:"home_server_dn,omitempty"` // PR_PROFILE_HOME_SERVER_DN
	Mailbox      hive.Text `json:"mailbox,omitempty"`        // PR_PROFILE_USER, the mailbox DN
	Email        hive.Text `json:"email,omitempty"`          // PR_PROFILE_USER_SMTP_EMAIL_ADDRESS
	Config       []string  `json:"config,omitempty"`         // PR_PROFILE_CONFIG_FLAGS

	hive.Place           // of the nk cell
	Key        hive.Path `json:"key"`
	Listed     bool      `json:"listed"` // named by the profile's PR_SERVICES list
}

// Provider is a service provider section.
type Provider struct {
	UID              prop.UID     `json:"uid"`
	Kind             ProviderKind `json:"kind"`
	Role             ProviderRole `json:"role,omitempty"` // what the store or address book is, "" where that cannot be told
	DLL              hive.Text    `json:"dll,omitempty"`
	DisplayName      hive.Text    `json:"display_name,omitempty"`
	Flags            []string     `json:"flags"`
	PSTPath          hive.Text    `json:"pst_path,omitempty"`
	OSTPath          hive.Text    `json:"ost_path,omitempty"`
	RecordKey        hive.Hex     `json:"record_key,omitempty"`
	MappingSignature hive.Hex     `json:"mapping_signature,omitempty"`
	Mailbox          hive.Text    `json:"mailbox,omitempty"`   // DN of an Exchange store's mailbox
	Server           hive.Text    `json:"server,omitempty"`    // of an Exchange store
	ServerDN         hive.Text    `json:"server_dn,omitempty"` // of an Exchange store
	LastWrite        hive.Time    `json:"last_write,omitzero"`
	ServiceName      hive.Text    `json:"service_name,omitempty"`  // PR_SERVICE_NAME of its own section
	SecretStored     bool         `json:"secret_stored,omitempty"` // its section holds a secret that is not empty

	// Of a PST ([MSPST.H]).
	Encryption       string `json:"pst_encryption,omitempty"`        // PR_PST_ENCRYPTION: names, or a number
	Unicode          bool   `json:"pst_unicode,omitempty"`           // PR_PST_CONFIG_FLAGS has PST_CONFIG_UNICODE; without it, it can be either
	RememberPassword Switch `json:"pst_remember_password,omitempty"` // PR_PST_REMEMBER_PW

	hive.Place           // of the nk cell
	Key        hive.Path `json:"key"`
	Listed     bool      `json:"listed"` // MAPI's lists lead to it, or to the service that it belongs to
}

// Switch is a setting that is on or off, or "" where nothing sets it.
type Switch string

// Positions of a Switch.
const (
	On      Switch = "on"
	Off     Switch = "off"
	Unclear Switch = "unclear" // what sets it says neither
)

// Exchange is one section of Exchange settings: the mailbox and the server that an account is at home with.
type Exchange struct {
	Section      prop.UID  `json:"section"`
	Name         hive.Text `json:"name,omitempty"`           // PR_DISPLAY_NAME
	HomeServer   hive.Text `json:"home_server,omitempty"`    // PR_PROFILE_HOME_SERVER
	HomeServerDN hive.Text `json:"home_server_dn,omitempty"` // PR_PROFILE_HOME_SERVER_DN
	Mailbox      hive.Text `json:"mailbox,omitempty"`        // PR_PROFILE_USER, the mailbox DN
	Email        hive.Text `json:"email,omitempty"`          // PR_PROFILE_USER_SMTP_EMAIL_ADDRESS
	Proxy        hive.Text `json:"rpc_proxy,omitempty"`      // PR_PROFILE_RPC_PROXY_SERVER
	OSTPath      hive.Text `json:"ost_path,omitempty"`       // PR_PROFILE_OFFLINE_STORE_PATH

	// PR_PROFILE_CONFIG_FLAGS: whether the mailbox is used in cached mode, and whether public folders are cached too.
	CachedMode   Switch `json:"cached_mode,omitempty"`
	CachedPublic Switch `json:"cached_public_folders,omitempty"`

	SecretStored bool      `json:"secret_stored,omitempty"` // the section holds a secret that is not empty
	LastWrite    hive.Time `json:"last_write,omitzero"`
	Key          hive.Path `json:"key"`
	hive.Place             // of the nk cell
}

// Account is one entry of the Outlook account manager.
type Account struct {
	ID            uint32      `json:"id"`
	Kind          string      `json:"kind"` // pop3, imap, http, ldap, exchange, eas; mapi for a service of another kind; unknown
	Name          hive.Text   `json:"name,omitempty"`
	Email         hive.Text   `json:"email,omitempty"`          // of an Exchange account without one, that of its settings
	DeliveryStore hive.Text   `json:"delivery_store,omitempty"` // path inside the delivery store's entry id, which can be stale
	DeliveryValue hive.Text   `json:"delivery_value,omitempty"` // name of the value that holds that
	FolderStore   prop.UID    `json:"folder_store,omitzero"`    // store provider whose record key Delivery Folder EntryID holds
	Servers       []hive.Text `json:"servers"`
	Service       prop.UID    `json:"service,omitzero"`
	ServiceName   hive.Text   `json:"service_name,omitempty"`
	DisplayName   hive.Text   `json:"display_name,omitempty"` // the user's name
	Users         []hive.Text `json:"users,omitempty"`        // log-on names
	Store         prop.UID    `json:"store,omitzero"`         // store provider that the account delivers to
	Transport     prop.UID    `json:"transport,omitzero"`     // transport provider ("XP Provider UID")
	Preferences   prop.UID    `json:"preferences,omitzero"`   // section of its preferences
	Default       bool        `json:"default,omitempty"`      // first of the mail accounts
	// Positions in the account manager's orders, from 1; 0 where the account is not in that order.
	MailPosition        int `json:"mail_position,omitempty"`
	AddressBookPosition int `json:"address_book_position,omitempty"`
	StorePosition       int `json:"store_position,omitempty"`
	Secrets             int `json:"secrets,omitempty"` // passwords and the like that are stored with it
	// Names of the values that hold Servers and Users, in their order ("POP3 Server"), and of those that hold a
	// secret which is not empty.
	ServerValues []hive.Text `json:"server_values,omitempty"`
	UserValues   []hive.Text `json:"user_values,omitempty"`
	SecretValues []hive.Text `json:"secret_values,omitempty"`
	LastWrite    hive.Time   `json:"last_write,omitzero"`

	hive.Place           // of the nk cell
	Key        hive.Path `json:"key"`
}

// Order is what the profile's order decides ([MAPI Profiles], "The order in which information appears").
type Order struct {
	DefaultStore prop.UID   `json:"default_store,omitzero"`
	Stores       []prop.UID `json:"stores"`
	AddressBooks []prop.UID `json:"address_books"`
	Transports   []prop.UID `json:"transports"`

	SearchPath          []Container `json:"search_path,omitempty"`          // address books in which names are looked up (PR_AB_SEARCH_PATH)
	DefaultDirectory    Container   `json:"default_directory,omitzero"`     // PR_AB_DEFAULT_DIR
	PersonalAddressBook Container   `json:"personal_address_book,omitzero"` // PR_AB_DEFAULT_PAB

	// Account numbers in the account manager's orders; a number may have no account.
	MailAccounts        []uint32 `json:"mail_accounts,omitempty"`
	AddressBookAccounts []uint32 `json:"address_book_accounts,omitempty"`
	StoreAccounts       []uint32 `json:"store_accounts,omitempty"`
}

// IsDefault reports whether a store provider is the default store.
func (o *Order) IsDefault(provider prop.UID) bool {
	return !provider.IsZero() && o.DefaultStore == provider
}

// Container is an address-book container that an entry identifier names.
type Container struct {
	Kind     prop.EntryKind `json:"kind"`
	Name     hive.Text      `json:"name,omitempty"`    // of a contact folder, where the Outlook Address Book's settings give it; of another, that of its provider
	Store    prop.UID       `json:"store,omitzero"`    // store provider whose folder it is
	Provider prop.UID       `json:"provider,omitzero"` // address book provider that it belongs to
	Text     hive.Text      `json:"text"`              // the identifier in words
}

// PathRef is one PST or OST path that a profile holds.
type PathRef struct {
	Kind      PathKind   `json:"kind"`
	Path      hive.Text  `json:"path"` // as spelled in the value
	Source    PathSource `json:"source"`
	Provider  prop.UID   `json:"provider,omitzero"`    // the provider section, where known
	RecordKey hive.Hex   `json:"record_key,omitempty"` // of that store, where known
	Fact      hive.Fact  `json:"fact"`
}

// Signature is one PR_MAPPING_SIGNATURE (0x0FF80102) found in a profile.
type Signature struct {
	Bytes     hive.Hex  `json:"bytes"`
	Section   prop.UID  `json:"section"`
	Role      Role      `json:"role"`                 // role of the section that holds it
	Type      string    `json:"type,omitempty"`       // of one that is no PT_BINARY in a REG_BINARY: its registry or property type
	Store     prop.UID  `json:"store,omitzero"`       // store provider that it belongs to, as far as the profile tells
	DLL       hive.Text `json:"dll,omitempty"`        // of that provider
	RecordKey hive.Hex  `json:"record_key,omitempty"` // identity of the store: of its section or, where that has none, of its provider's
	EntryID   hive.Hex  `json:"entry_id,omitempty"`
	OSTPath   hive.Text `json:"ost_path,omitempty"`
	PSTPath   hive.Text `json:"pst_path,omitempty"`
	Mailbox   hive.Text `json:"mailbox,omitempty"` // mailbox DN
	Server    hive.Text `json:"server,omitempty"`
	Fact      hive.Fact `json:"fact"`
}

// Listed is a UID that a list of the profile names.
type Listed struct {
	UID  prop.UID  `json:"uid"`
	List string    `json:"list"` // "services", "store-providers", "address-book-providers", "transport-providers", ...
	Fact hive.Fact `json:"fact"` // the list value
}
