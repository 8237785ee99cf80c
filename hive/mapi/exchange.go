package mapi

import (
	"strings"

	"mapihive/hive"
)

// server is the name of an Exchange server in PR_PROFILE_HOME_SERVER or PR_PROFILE_SERVER, which is cut at its
// length: from Exchange 2013 on it is GUID@domain of the mailbox. Where it is cut, or is not there, the
// property's FQDN sibling has the name.
func (s *Section) server(id uint16) hive.Text {
	fqdn := uint16(idProfileServerFQDN)
	if id == idHomeServer {
		fqdn = idHomeServerFQDN
	}
	name, whole := s.text(id), s.text(fqdn)
	if name == "" || cutShort(name, whole) {
		return whole
	}
	return name
}

// cutShort reports whether name is whole without its end. "EX1" is no cut "EX1.example.org": a server has a short
// name and a long one.
func cutShort(name, whole hive.Text) bool {
	if len(name) >= len(whole) || !hive.EqualFold(whole[:len(name)], name) {
		return false
	}
	return whole[len(name)] != '.' || strings.Contains(string(name), "@")
}

// plainAddress is a mail address without the address type that some writers put before it.
func plainAddress(address hive.Text) hive.Text {
	const smtp = "SMTP:"
	if len(address) > len(smtp) && hive.EqualFold(address[:len(smtp)], smtp) {
		return address[len(smtp):]
	}
	return address
}

// Bits of PR_PROFILE_CONFIG_FLAGS for what is kept in the OST (mfcmapi, EdkMdb.h: CONFIG_OST_CACHE_PRIVATE and
// CONFIG_OST_CACHE_PUBLIC).
const (
	cachePrivate = 0x180
	cachePublic  = 0x400
)

// cachedMode says whether the mailbox is used in cached mode, and whether public folders are cached too. Without
// the mailbox nothing is cached: 0x1604 has the bit for public folders and is a mailbox that is used online.
func (s *Section) cachedMode() (mailbox, public Switch) {
	flags, ok := s.long(idConfigFlags)
	if !ok {
		return "", ""
	}
	switch flags & cachePrivate {
	case 0:
		return Off, Off
	case cachePrivate:
		if flags&cachePublic != 0 {
			return On, On
		}
		return On, Off
	}
	return Unclear, Unclear
}
