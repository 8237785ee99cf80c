package secret

import (
	"bytes"
	"encoding/binary"
)

// dpapiProvider is the GUID of the Data Protection API's provider, {DF9D8CD0-1501-11D1-8C7A-00C04FC297EB},
// which follows the version dword at the start of every blob. Outlook puts a byte 0x02 before the blob in
// account passwords; other programs store it as base64 (AQAAANCMnd8BFdERjHoAwE/Cl+s...) or hex text.
var dpapiProvider = []byte("\xd0\x8c\x9d\xdf\x01\x15\xd1\x11\x8c\x7a\x00\xc0\x4f\xc2\x97\xeb")

// dpapiMagic is how a blob starts: version 1 and the provider.
var dpapiMagic = append([]byte{1, 0, 0, 0}, dpapiProvider...)

// blobText is the length of the shortest text that holds the provider: base64.
const blobText = 22

// holdsBlob reports whether data hold a DPAPI blob, or the start of one, in any of these forms.
func holdsBlob(data []byte) bool {
	return len(data) >= len(dpapiProvider) && (bytes.Contains(data, dpapiProvider) || len(data) >= blobText && holdsBlobText(data))
}

// How much of the provider's text form is looked for: 7 bytes are 14 digits of hex; 10 characters of
// base64 are 60 bits, which begin 0, 4 or 2 bits into the GUID as it stands 0, 1 or 2 bytes after a
// multiple of three.
var (
	providerHex    = binary.BigEndian.Uint64(dpapiProvider) >> 8
	providerBase64 = [3]uint64{providerBits(0), providerBits(4), providerBits(2)}
)

const (
	base64Mask = 1<<60 - 1
	hexMask    = 1<<56 - 1
)

func providerBits(skip int) uint64 {
	hi, lo := binary.BigEndian.Uint64(dpapiProvider), binary.BigEndian.Uint64(dpapiProvider[8:])
	return (hi<<skip | lo>>(64-skip)) >> 4 & base64Mask
}

// holdsBlobText looks for the provider in base64 of either alphabet and in hex of either case, as ASCII or
// UTF-16, with or without separators between the digits.
func holdsBlobText(data []byte) bool {
	var digits, sextets uint64
	for _, c := range data {
		k := textClass[c]
		if k&isSextet != 0 {
			if sextets = (sextets<<6 | uint64(k&0x3F)) & base64Mask; sextets == providerBase64[0] || sextets == providerBase64[1] || sextets == providerBase64[2] {
				return true
			}
		}
		if k&isHex != 0 {
			if digits = digits<<4 | uint64(k>>8&0xF); digits&hexMask == providerHex {
				return true
			}
		} else if c == 'x' || c == 'X' {
			digits >>= 4 // the zero of "0x"
		}
	}
	return false
}

// Bits of textClass: the value in base64 is in the lowest six, that in hex in the second byte. What has
// neither bit is taken for a separator; a blob's 60 bits do not come together by chance.
const (
	isSextet = 1 << 6
	isHex    = 1 << 7
)

var textClass = func() (t [256]uint16) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range alphabet {
		t[alphabet[i]] = isSextet | uint16(i)
	}
	t['-'], t['_'] = t['+'], t['/']
	for i := range uint16(16) {
		for _, c := range []byte{"0123456789abcdef"[i], "0123456789ABCDEF"[i]} {
			t[c] = t[c]&^0xF00 | isHex | i<<8
		}
	}
	return t
}()
