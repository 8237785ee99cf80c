package prop

// serviceFlagNames: PR_RESOURCE_FLAGS of a message service, SERVICE_..., mapidefs.h.
var serviceFlagNames = names{flags: true, list: []valueName{
	{0x00000001, "DEFAULT_STORE"},
	{0x00000002, "SINGLE_COPY"},
	{0x00000004, "CREATE_WITH_STORE"},
	{0x00000008, "PRIMARY_IDENTITY"},
	{0x00000020, "NO_PRIMARY_IDENTITY"},
}}

// providerFlagNames: PR_RESOURCE_FLAGS of a service provider, STATUS_..., mapidefs.h, and HOOK_..., mapihook.h.
var providerFlagNames = names{flags: true, list: []valueName{
	{0x00000001, "DEFAULT_OUTBOUND"},
	{0x00000002, "DEFAULT_STORE"},
	{0x00000004, "PRIMARY_IDENTITY"},
	{0x00000008, "SIMPLE_STORE"},
	{0x00000010, "XP_PREFER_LAST"},
	{0x00000020, "NO_PRIMARY_IDENTITY"},
	{0x00000040, "NO_DEFAULT_STORE"},
	{0x00000080, "TEMP_SECTION"},
	{0x00000100, "OWN_STORE"},
	{0x00000200, "HOOK_INBOUND"},
	{0x00000400, "HOOK_OUTBOUND"},
	{0x00000800, "NEED_IPM_TREE"},
	{0x00001000, "PRIMARY_STORE"},
	{0x00002000, "SECONDARY_STORE"},
}}

// resourceTypeNames: PR_RESOURCE_TYPE, MAPI_..., mapidefs.h.
var resourceTypeNames = names{list: []valueName{
	{33, "STORE_PROVIDER"},
	{34, "AB"},
	{35, "AB_PROVIDER"},
	{36, "TRANSPORT_PROVIDER"},
	{37, "SPOOLER"},
	{38, "PROFILE_PROVIDER"},
	{39, "SUBSYSTEM"},
	{40, "HOOK_PROVIDER"},
}}

// resourceMethodsNames: PR_RESOURCE_METHODS, STATUS_..., mapidefs.h.
var resourceMethodsNames = names{flags: true, list: []valueName{
	{0x01, "VALIDATE_STATE"},
	{0x02, "SETTINGS_DIALOG"},
	{0x04, "CHANGE_PASSWORD"},
	{0x08, "FLUSH_QUEUES"},
}}

// statusCodeNames: PR_STATUS_CODE, STATUS_..., mapidefs.h.
var statusCodeNames = names{flags: true, list: []valueName{
	{0x00000001, "AVAILABLE"},
	{0x00000002, "OFFLINE"},
	{0x00000004, "FAILURE"},
	{0x00010000, "INBOUND_ENABLED"},
	{0x00020000, "INBOUND_ACTIVE"},
	{0x00040000, "INBOUND_FLUSH"},
	{0x00100000, "OUTBOUND_ENABLED"},
	{0x00200000, "OUTBOUND_ACTIVE"},
	{0x00400000, "OUTBOUND_FLUSH"},
	{0x00800000, "REMOTE_ACCESS"},
}}

// objectTypeNames: PR_OBJECT_TYPE, MAPI_..., mapidefs.h.
var objectTypeNames = names{list: []valueName{
	{1, "STORE"},
	{2, "ADDRBOOK"},
	{3, "FOLDER"},
	{4, "ABCONT"},
	{5, "MESSAGE"},
	{6, "MAILUSER"},
	{7, "ATTACH"},
	{8, "DISTLIST"},
	{9, "PROFSECT"},
	{10, "STATUS"},
	{11, "SESSION"},
	{12, "FORMINFO"},
}}

// storeSupportNames: PR_STORE_SUPPORT_MASK, STORE_..., mapidefs.h. The Outlook Address Book writes
// MAPI_E_NOT_FOUND in place of the mask where the store did not tell.
var storeSupportNames = names{flags: true, whole: []valueName{{0x8004010F, "MAPI_E_NOT_FOUND"}}, list: []valueName{
	{0x00000001, "ENTRYID_UNIQUE"},
	{0x00000002, "READONLY"},
	{0x00000004, "SEARCH_OK"},
	{0x00000008, "MODIFY_OK"},
	{0x00000010, "CREATE_OK"},
	{0x00000020, "ATTACH_OK"},
	{0x00000040, "OLE_OK"},
	{0x00000080, "SUBMIT_OK"},
	{0x00000100, "NOTIFY_OK"},
	{0x00000200, "MV_PROPS_OK"},
	{0x00000400, "CATEGORIZE_OK"},
	{0x00000800, "RTF_OK"},
	{0x00001000, "RESTRICTION_OK"},
	{0x00002000, "SORT_OK"},
	{0x00004000, "PUBLIC_FOLDERS"},
	{0x00008000, "UNCOMPRESSED_RTF"},
	{0x00010000, "HTML_OK"},
	{0x00020000, "ANSI_OK"},
	{0x00040000, "UNICODE_OK"},
	{0x00080000, "LOCALSTORE"},
}}

// validFolderNames: PR_VALID_FOLDER_MASK, FOLDER_..._VALID, mapidefs.h.
var validFolderNames = names{flags: true, list: []valueName{
	{0x01, "IPM_SUBTREE"},
	{0x02, "IPM_INBOX"},
	{0x04, "IPM_OUTBOX"},
	{0x08, "IPM_WASTEBASKET"},
	{0x10, "IPM_SENTMAIL"},
	{0x20, "VIEWS"},
	{0x40, "COMMON_VIEWS"},
	{0x80, "FINDER"},
}}

// searchPathOrderNames: PR_AB_SEARCH_PATH_CUSTOMIZATION, SEARCHPATHREORDERTYPE_..., Outlook MAPI
// reference.
var searchPathOrderNames = names{list: []valueName{
	{0, "RAW"},
	{1, "ACCT_PREFERGAL"},
	{2, "ACCT_PREFERCONTACTS"},
}}

// profileConfigNames: PR_PROFILE_CONFIG_FLAGS, CONFIG_..., edkmdb.h; the OST_CACHE bits are Outlook's.
var profileConfigNames = names{flags: true, list: []valueName{
	{0x00000001, "SERVICE"},
	{0x00000002, "SHOW_STARTUP_UI"},
	{0x00000004, "SHOW_CONNECT_UI"},
	{0x00000008, "PROMPT_FOR_CREDENTIALS"},
	{0x00000010, "NO_AUTO_DETECT"},
	{0x00000020, "OST_CACHE_ONLY"},
	{0x00000040, "USE_SMTP_ADDRESSES"},
	{0x00000180, "OST_CACHE_PRIVATE"},
	{0x00000400, "OST_CACHE_PUBLIC"},
	{0x00000800, "OST_CACHE_DELEGATE_PIM"},
}}

// connectFlagsNames: PR_PROFILE_CONNECT_FLAGS, CONNECT_..., edkmdb.h.
var connectFlagsNames = names{flags: true, list: []valueName{
	{0x01, "USE_ADMIN_PRIVILEGE"},
	{0x02, "NO_RPC_ENCRYPTION"},
	{0x04, "USE_SEPARATE_CONNECTION"},
	{0x08, "NO_UNDER_COVER_CONNECTION"},
	{0x10, "ANONYMOUS_ACCESS"},
	{0x20, "NO_NOTIFICATIONS"},
	{0x40, "NO_ADDRESS_RESOLUTION"},
	{0x80, "RESTORE_DATABASE"},
}}

// transportFlagsNames: PR_PROFILE_TRANSPORT_FLAGS, TRANSPORT_..., edkmdb.h.
var transportFlagsNames = names{flags: true, list: []valueName{
	{0x01, "DOWNLOAD"},
	{0x02, "UPLOAD"},
}}

// uiStateNames: PR_PROFILE_UI_STATE, EDK_PROFILEUISTATE_..., Outlook MAPI reference.
var uiStateNames = names{flags: true, list: []valueName{
	{0x4000, "ENCRYPTNETWORK"},
}}

// openFlagsNames: PR_PROFILE_OPEN_FLAGS, OPENSTORE_..., edkmdb.h.
var openFlagsNames = names{flags: true, list: []valueName{
	{0x00000001, "USE_ADMIN_PRIVILEGE"},
	{0x00000002, "PUBLIC"},
	{0x00000004, "HOME_LOGON"},
	{0x00000008, "TAKE_OWNERSHIP"},
	{0x00000010, "OVERRIDE_HOME_MDB"},
	{0x00000020, "TRANSPORT"},
	{0x00000040, "REMOTE_TRANSPORT"},
	{0x00000080, "INTERNET_ANONYMOUS"},
	{0x00000100, "ALTERNATE_SERVER"},
	{0x00000200, "IGNORE_HOME_MDB"},
	{0x00000400, "NO_MAIL"},
	{0x00000800, "OVERRIDE_LAST_MODIFIER"},
	{0x00001000, "CALLBACK_LOGON"},
	{0x00002000, "LOCAL"},
	{0x00004000, "FAIL_IF_NO_MAILBOX"},
	{0x00008000, "CACHE_EXCHANGE"},
	{0x00010000, "CLI_WITH_NAMEDPROP_FIX"},
	{0x00020000, "ENABLE_LAZY_LOGGING"},
	{0x00040000, "CLI_WITH_REPLID_GUID_MAPPING_FIX"},
	{0x00080000, "NO_LOCALIZATION"},
	{0x00100000, "RESTORE_DATABASE"},
	{0x00200000, "XFOREST_MOVE"},
}}

// profileTypeNames: PR_PROFILE_TYPE, PROFILE_..., edkmdb.h.
var profileTypeNames = names{list: []valueName{
	{1, "PRIMARY_USER"},
	{2, "DELEGATE"},
	{3, "PUBLIC_STORE"},
	{4, "SUBSCRIPTION"},
}}

// authPackageNames: PR_PROFILE_AUTH_PACKAGE, RPC_C_AUTHN_..., rpcdce.h.
var authPackageNames = names{list: []valueName{
	{0, "NONE"},
	{9, "GSS_NEGOTIATE"},
	{10, "WINNT"},
	{16, "GSS_KERBEROS"},
}}

// pstConfigNames: PR_PST_CONFIG_FLAGS, PST_CONFIG_... and OST_CONFIG_..., Outlook MAPI reference.
var pstConfigNames = names{flags: true, list: []valueName{
	{0x00000001, "CREATE_NOWARN"},
	{0x00000002, "PRESERVE_DISPLAY_NAME"},
	{0x00000008, "POLICY_DELAY_IGNORE_OST"},
	{0x00000010, "CREATE_NEW_DEFAULT_OST"},
	{0x80000000, "UNICODE"},
}}

// pstEncryptionNames: PR_PST_ENCRYPTION and PR_OST_ENCRYPTION, PSTF_..., mspst.h, edkmdb.h. Real
// profiles hold 0x10000000, which no document names.
var pstEncryptionNames = names{flags: true, list: []valueName{
	{0x80000000, "NO_ENCRYPTION"},
	{0x40000000, "COMPRESSABLE_ENCRYPTION"},
	{0x20000000, "BEST_ENCRYPTION"},
}}

// spamThresholdNames: PR_SPAM_THRESHOLD, SPAM_FILTERING_..., [MS-OXCSPAM] 2.2.2.2.
var spamThresholdNames = names{list: []valueName{
	{0xFFFFFFFF, "NONE"},
	{0x00000006, "LOW"},
	{0x00000005, "MEDIUM"},
	{0x00000003, "HIGH"},
	{0x80000000, "TRUSTED_ONLY"},
}}

// msmailConnectionNames: connection type of Microsoft Mail, Knowledge Base Q259957.
var msmailConnectionNames = names{list: []valueName{
	{0, "LAN"},
	{1, "DIAL_UP"},
	{2, "NOT_CONNECTED"},
	{3, "AUTOMATIC"},
}}

// rpcProxyFlagsNames: PR_ROH_FLAGS, ROHFLAGS_..., Outlook MAPI reference.
var rpcProxyFlagsNames = names{flags: true, list: []valueName{
	{0x01, "USE_ROH"},
	{0x02, "SSL_ONLY"},
	{0x04, "MUTUAL_AUTH"},
	{0x08, "HTTP_FIRST_ON_FAST"},
	{0x20, "HTTP_FIRST_ON_SLOW"},
}}

// authSchemeNames: PR_ROH_PROXY_AUTH_SCHEME, ROHAUTH_..., Outlook MAPI reference.
var authSchemeNames = names{list: []valueName{
	{1, "BASIC"},
	{2, "NTLM"},
}}
