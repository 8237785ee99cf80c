package ntuser

import (
	"fmt"
	"strconv"

	"mapihive/hive"
)

// locale reads the values of Control Panel\International that name the user's language and region.
func (r *reader) locale() {
	k, ok := r.lookup(`Control Panel\International`)
	if !ok {
		return
	}
	for _, name := range []hive.Text{"Locale", "LocaleName", "sLanguage", "sCountry"} {
		if f, ok := r.textFact(k, name); ok {
			r.c.Locale = append(r.c.Locale, f)
		}
	}
}

// CodePage returns the ANSI code page that goes with the user's locale, and why. The code page in which
// programs of that computer wrote ANSI text is a setting of the computer, in its SYSTEM hive; the
// user's locale only makes it likely. False where the hive names no locale, or one whose code page is
// unknown or none.
func (c *Context) CodePage() (number int, why string, ok bool) {
	for _, f := range c.Locale {
		if f.Value != "Locale" && !hive.EqualFold(f.Value, "Locale") {
			continue
		}
		lcid, err := strconv.ParseUint(string(f.Text), 16, 32)
		if err != nil {
			return 0, fmt.Sprintf("the user's locale %q is no number", f.Text.String()), false
		}
		number, ok := ansiCodePage(uint32(lcid))
		if !ok {
			return 0, fmt.Sprintf("no ANSI code page is known for the user's locale %04x", lcid), false
		}
		return number, fmt.Sprintf("inferred from the user's locale %04x; the computer's own code page is not in this hive", lcid), true
	}
	return 0, "the hive names no locale", false
}

// ansiCodePage returns the default ANSI code page of a locale (LOCALE_IDEFAULTANSICODEPAGE; identifiers
// by [MS-LCID] 2.2). Only locales whose code page is beyond doubt are listed: those that have none and
// are written in Unicode alone, such as Hindi, are not.
func ansiCodePage(lcid uint32) (int, bool) {
	// Bits 16 to 19 choose the sort order and do not matter here.
	if lcid>>20 != 0 {
		return 0, false
	}
	id := uint16(lcid)
	switch id {
	case 0x0404, 0x0C04, 0x1404: // Chinese: Taiwan, Hong Kong, Macao
		return 950, true
	case 0x0804, 0x1004: // Chinese: PRC, Singapore
		return 936, true
	case 0x0418, 0x041A, 0x101A, 0x081A, 0x141A, 0x181A, 0x241A: // Romanian, Croatian, Serbian and Bosnian in Latin script
		return 1250, true
	case 0x0C1A, 0x1C1A, 0x201A, 0x281A, 0x0419, 0x082C, 0x0843, 0x0450: // Serbian and Bosnian in Cyrillic script, Russian, Azeri and Uzbek in Cyrillic script, Mongolian
		return 1251, true
	case 0x042C, 0x0443: // Azeri and Uzbek in Latin script
		return 1254, true
	case 0x0420: // Urdu, Pakistan
		return 1256, true
	}
	// A sublanguage of 0 is no place, and 4 and above without a country (0x1000, 0x1400) are custom locales.
	if id>>10 == 0 {
		return 0, false
	}
	switch id & 0x03FF {
	case 0x05, 0x0E, 0x15, 0x1B, 0x1C, 0x24: // Czech, Hungarian, Polish, Slovak, Albanian, Slovenian
		return 1250, true
	case 0x02, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44: // Bulgarian, Ukrainian, Belarusian, Macedonian, Kazakh, Kyrgyz, Tatar
		return 1251, true
	case 0x03, 0x06, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x0F, 0x10, 0x13, 0x14, 0x16, 0x1D, 0x21, 0x2D, 0x36, 0x38, 0x3E, 0x41, 0x56:
		// Catalan, Danish, German, English, Spanish, Finnish, French, Icelandic, Italian, Dutch, Norwegian, Portuguese,
		// Swedish, Indonesian, Basque, Afrikaans, Faroese, Malay, Swahili, Galician
		return 1252, true
	case 0x08: // Greek
		return 1253, true
	case 0x1F: // Turkish
		return 1254, true
	case 0x0D: // Hebrew
		return 1255, true
	case 0x01, 0x29: // Arabic, Persian
		return 1256, true
	case 0x25, 0x26, 0x27: // Estonian, Latvian, Lithuanian
		return 1257, true
	case 0x2A: // Vietnamese
		return 1258, true
	case 0x1E: // Thai
		return 874, true
	case 0x11: // Japanese
		return 932, true
	case 0x12: // Korean
		return 949, true
	}
	return 0, false
}
