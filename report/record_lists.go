package report

import (
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
)

// storeRecord is one value that names a PST or OST file: an analyze.StoreReference. What stands in the section of
// the provider is absent where none is known.
type storeRecord struct {
	head
	Profile          hive.Text         `json:"profile,omitempty"`
	State            hive.Origin       `json:"state"`
	Root             mapi.Generation   `json:"root"`
	PathKind         mapi.PathKind     `json:"kind,omitempty"`
	Path             hive.Text         `json:"path"`
	Where            mapi.PathSource   `json:"where" csv:"path_source"` // "where" is a word of SQL
	Default          *bool             `json:"default_store,omitempty"`
	Service          hive.Text         `json:"service,omitempty"`
	DisplayName      hive.Text         `json:"display_name,omitempty"`
	Provider         prop.UID          `json:"provider,omitzero"`
	RecordKey        hive.Hex          `json:"record_key,omitempty"`
	FormatByService  string            `json:"format_by_service,omitempty"`
	FormatByFlags    string            `json:"format_by_flags,omitempty"`
	Encryption       string            `json:"encryption,omitempty"`
	RememberPassword *bool             `json:"remember_password,omitempty"`
	PasswordStored   *bool             `json:"password_stored,omitempty"`
	Key              hive.Path         `json:"key"`
	Value            hive.Text         `json:"value"`
	Offset           int64             `json:"offset"`
	Log              hive.Text         `json:"log,omitempty"`
	Line             int               `json:"line,omitempty"`
	LastWrite        hive.Time         `json:"last_write,omitzero"`
	User             hive.Text         `json:"user,omitempty"`
	SID              hive.Text         `json:"sid,omitempty"`
	Role             mapi.ProviderRole `json:"role,omitempty"`
}

func newStoreRecord(s *analyze.Snapshot, r *analyze.StoreReference) storeRecord {
	out := storeRecord{
		head: headOf("store", s), Profile: r.Profile, State: r.State, Root: r.Root, PathKind: r.Kind, Path: r.Path, Where: r.Where,
		Key: r.Key, Value: r.Value, Offset: r.Offset, Log: r.File, Line: r.Line, LastWrite: r.LastWrite,
		User: r.User, SID: hive.Text(r.SID), Role: r.Role,
	}
	if v := r.StoreProvider; v != nil {
		out.Default, out.Service, out.DisplayName, out.Provider, out.RecordKey = &v.Default, v.Service, v.DisplayName, v.Provider, v.RecordKey
		out.FormatByService, out.FormatByFlags, out.Encryption = v.FormatByService, v.FormatByFlags, v.Encryption
		out.RememberPassword, out.PasswordStored = v.RememberPassword, &v.PasswordStored
	}
	return out
}

// accountRecord is one mailbox or account of a profile.
type accountRecord struct {
	head
	Profile        hive.Text       `json:"profile"`
	State          hive.Origin     `json:"state"`
	Root           mapi.Generation `json:"root"`
	DefaultProfile bool            `json:"default_profile"`
	ID             *uint32         `json:"id,omitempty"` // of an account
	AccountKind    string          `json:"kind"`
	Name           hive.Text       `json:"name,omitempty"`
	Email          hive.Text       `json:"email,omitempty"`
	Servers        []hive.Text     `json:"servers,omitempty"`
	Users          []hive.Text     `json:"users,omitempty"`
	SecretStored   bool            `json:"secret_stored"`
	Mailbox        hive.Text       `json:"mailbox,omitempty"`
	StorePath      hive.Text       `json:"store_path,omitempty"`
	Service        hive.Text       `json:"service,omitempty"` // name of an account's service, else its UID; of a mailbox, that of its section
	Key            hive.Path       `json:"key"`
	Offset         int64           `json:"offset"`
	Log            hive.Text       `json:"log,omitempty"`
	Line           int             `json:"line,omitempty"`
	LastWrite      hive.Time       `json:"last_write,omitzero"`
	User           hive.Text       `json:"user,omitempty"`
	SID            hive.Text       `json:"sid,omitempty"`
	Role           string          `json:"role,omitempty"`
	DefaultAccount *bool           `json:"default_account,omitempty"`
	CachedMode     mapi.Switch     `json:"cached_mode,omitempty"`
	CachedPublic   mapi.Switch     `json:"cached_public_folders,omitempty"`
	DeliversTo     hive.Text       `json:"delivers_to,omitempty"`
	StorePathStale *bool           `json:"store_path_stale,omitempty"`
	DisplayName    hive.Text       `json:"display_name,omitempty" csv:"-"`
	ServerDN       hive.Text       `json:"server_dn,omitempty" csv:"-"`
	Proxy          hive.Text       `json:"rpc_proxy,omitempty" csv:"-"`
	DeliveryFolder hive.Text       `json:"delivery_folder,omitempty" csv:"-"`
}

func newAccountRecord(s *analyze.Snapshot, p *analyze.ProfileAccounts) accountRecord {
	return accountRecord{
		head: headOf("account", s), Profile: p.Profile, State: p.State, Root: p.Root, DefaultProfile: p.Default,
		User: p.User, SID: hive.Text(p.SID),
	}
}

// mailbox completes the record of a mailbox.
func (r accountRecord) mailbox(m *analyze.Mailbox) accountRecord {
	r.AccountKind, r.Role = "exchange "+string(m.Kind), string(m.Kind)
	r.Name, r.Email, r.Servers, r.Mailbox, r.StorePath = m.Name, m.Email, some(m.Server), m.Mailbox, m.OST
	r.SecretStored, r.Service, r.CachedMode, r.CachedPublic = m.SecretStored, hive.Text(m.Section.String()), m.CachedMode, m.CachedPublic
	r.Key, r.Offset, r.Log, r.Line, r.LastWrite = m.Key, m.Offset, m.File, m.Line, m.LastWrite
	r.ServerDN, r.Proxy = m.ServerDN, m.Proxy
	return r
}

// account completes the record of an account.
func (r accountRecord) account(a *analyze.Account) accountRecord {
	r.ID, r.AccountKind, r.Role, r.DefaultAccount = &a.ID, a.Kind, a.Role, &a.Default
	r.Name, r.Email, r.DisplayName, r.Servers, r.Users = a.Name, a.Email, a.DisplayName, texts(a.Servers), texts(a.Users)
	r.SecretStored, r.StorePath, r.DeliversTo, r.StorePathStale, r.DeliveryFolder = len(a.Secrets) > 0, a.DeliveryStore, a.DeliversTo, &a.Stale, a.DeliveryFolder
	r.Service = a.ServiceName
	if !a.Service.IsZero() && r.Service == "" {
		r.Service = hive.Text(a.Service.String())
	}
	r.Key, r.Offset, r.Log, r.Line, r.LastWrite = a.Key, a.Offset, a.File, a.Line, a.LastWrite
	return r
}

// texts returns the different texts of a list.
func texts(named []analyze.Named) []hive.Text {
	var out []hive.Text
	for _, n := range named {
		if !slices.Contains(out, n.Text) {
			out = append(out, n.Text)
		}
	}
	return out
}
