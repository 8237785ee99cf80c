package redact

import (
	"reflect"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/mapi"
	"mapihive/hive/mapi/prop"
	"mapihive/hive/ntuser"
	"mapihive/hive/pst"
	"mapihive/hive/which"
)

// treatment is what becomes of a field.
type treatment int

const (
	safe   treatment = iota + 1 // it is of this program, of Windows or Outlook, and stays
	text                        // names, addresses, paths: every word that is not public is replaced
	host                        // of computers: no word is public
	key                         // the path of a key
	name                        // the name of a value
	module                      // the name of a DLL: its folder is replaced
	free                        // a sentence of this program, which may quote the hive
	bytes                       // replaced where they can hold text
	drop                        // left out
)

// fields are all fields of a snapshot that hold text or bytes, by the type that has them. A test asks for a row for
// each.
var fields = map[reflect.Type]map[string]treatment{
	reflect.TypeFor[analyze.Snapshot](): {
		"Path": text, "Absolute": text, "UserKey": text, "Format": safe, "Version": safe,
		"SHA256":   safe, // it names the evidence, for who has it, and tells nothing else
		"CodePage": free, "Outlook": safe, "Error": free,
	},
	reflect.TypeFor[analyze.BaseBlock](): {"FileName": text},
	reflect.TypeFor[analyze.Log]():       {"Verdict": safe, "Path": text, "SHA256": safe, "Kind": safe, "Doubts": free, "Note": free},
	reflect.TypeFor[analyze.Labels]():    {"Host": host, "User": text, "Copy": text, "Note": free},
	reflect.TypeFor[analyze.User]():      {"Name": text, "SID": text},
	reflect.TypeFor[analyze.Drive]():     {"Letter": text, "Remote": text},
	reflect.TypeFor[analyze.DataFile]():  {"Path": text, "OnDisk": text, "ID": drop, "Note": free},

	reflect.TypeFor[hive.Place]():      {"File": text},
	reflect.TypeFor[hive.Fact]():       {"Key": key, "Value": name, "Text": text, "Data": drop, "DataSize": drop},
	reflect.TypeFor[hive.Diagnostic](): {"Structure": safe, "Path": key, "Message": free},

	reflect.TypeFor[mapi.Root]():  {"Key": key, "Deleted": key, "DefaultType": safe},
	reflect.TypeFor[mapi.Where](): {"Why": free},
	reflect.TypeFor[mapi.Profile](): {
		"Name": text, "Key": key, "Instance": bytes, "Notes": free,
	},
	reflect.TypeFor[mapi.Service](): {
		"Name": text, "DisplayName": text, "DLL": module, "Flags": safe, "HomeServer": host, "HomeServerDN": text, "Mailbox": text,
		"Email": text, "Config": safe, "Key": key,
	},
	reflect.TypeFor[mapi.Provider](): {
		"DLL": module, "DisplayName": text, "Flags": safe, "PSTPath": text, "OSTPath": text, "RecordKey": bytes,
		"MappingSignature": bytes, "Mailbox": text, "Server": host, "ServerDN": text, "ServiceName": text, "Encryption": safe, "Key": key,
	},
	reflect.TypeFor[mapi.Account](): {
		"Kind": safe, "Name": text, "Email": text, "DeliveryStore": text, "DeliveryValue": name, "Servers": host,
		"ServiceName": text, "DisplayName": text, "Users": text, "ServerValues": name, "UserValues": name,
		"SecretValues": name, "Key": key,
	},
	reflect.TypeFor[mapi.Exchange](): {
		"Name": text, "HomeServer": host, "HomeServerDN": text, "Mailbox": text, "Email": text, "Proxy": host, "OSTPath": text, "Key": key,
	},
	reflect.TypeFor[mapi.Container]():       {"Name": text, "Text": text},
	reflect.TypeFor[mapi.MissingProperty](): {"Property": safe, "Key": key, "Why": free},
	reflect.TypeFor[mapi.PathRef]():         {"Path": text, "RecordKey": bytes},
	reflect.TypeFor[mapi.Signature](): {
		"Bytes": bytes, "Type": safe, "DLL": module, "RecordKey": bytes, "EntryID": bytes, "OSTPath": text, "PSTPath": text,
		"Mailbox": text, "Server": host,
	},
	reflect.TypeFor[mapi.Listed]():        {"List": safe},
	reflect.TypeFor[mapi.Fault]():         {"List": safe, "Type": safe},
	reflect.TypeFor[mapi.Module]():        {"DLL": module, "Service": text, "InstallID": text},
	reflect.TypeFor[mapi.Inconsistency](): {"List": safe, "Text": text},
	reflect.TypeFor[mapi.Change]():        {"Profile": text, "Detail": free, "Before": key, "After": key},

	reflect.TypeFor[ntuser.Claim]():      {"Text": text, "Why": free},
	reflect.TypeFor[ntuser.Version]():    {"Version": safe},
	reflect.TypeFor[ntuser.Prepared]():   {"Version": safe},
	reflect.TypeFor[ntuser.Drive]():      {"Letter": text, "Remote": text, "User": text, "Provider": text},
	reflect.TypeFor[ntuser.Share]():      {"Source": safe, "Letter": text, "Remote": text},
	reflect.TypeFor[ntuser.Folder]():     {"Name": name},
	reflect.TypeFor[ntuser.Variable]():   {"Name": name},
	reflect.TypeFor[ntuser.Store]():      {"Version": safe, "Kind": safe, "Path": text},
	reflect.TypeFor[ntuser.Printer]():    {"Name": text, "Port": text, "Redirected": safe, "Session": text, "Client": host},
	reflect.TypeFor[ntuser.Connection](): {"Printer": text},
	reflect.TypeFor[ntuser.Outgoing]():   {"Host": host, "User": text},

	reflect.TypeFor[which.Hive]():  {"Name": safe, "Doc": safe, "Keys": key},
	reflect.TypeFor[pst.Info]():    {"Client": safe, "Format": safe, "Maps": safe, "Encoding": safe, "RecordKey": bytes, "Unread": free},
	reflect.TypeFor[pst.Problem](): {"What": free},
}

// words of this program, and identities of sections: they stay in whatever field.
var safeTypes = map[reflect.Type]bool{
	reflect.TypeFor[hive.State]():             true,
	reflect.TypeFor[hive.Origin]():            true,
	reflect.TypeFor[hive.Confidence]():        true,
	reflect.TypeFor[hive.Kind]():              true,
	reflect.TypeFor[hive.Source]():            true,
	reflect.TypeFor[mapi.Generation]():        true,
	reflect.TypeFor[mapi.PlaceKind]():         true,
	reflect.TypeFor[mapi.ProviderKind]():      true,
	reflect.TypeFor[mapi.ProviderRole]():      true,
	reflect.TypeFor[mapi.Switch]():            true,
	reflect.TypeFor[mapi.PathKind]():          true,
	reflect.TypeFor[mapi.PathSource]():        true,
	reflect.TypeFor[mapi.Role]():              true,
	reflect.TypeFor[mapi.FaultKind]():         true,
	reflect.TypeFor[mapi.ModuleSource]():      true,
	reflect.TypeFor[mapi.InconsistencyKind](): true,
	reflect.TypeFor[mapi.ChangeKind]():        true,
	reflect.TypeFor[prop.UID]():               true,
	reflect.TypeFor[prop.EntryKind]():         true,
	reflect.TypeFor[ntuser.PreparedKind]():    true,
	reflect.TypeFor[ntuser.StorePlace]():      true,
	reflect.TypeFor[ntuser.SessionKind]():     true,
}
