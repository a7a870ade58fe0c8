package timesheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// windows1252 are the characters of the bytes 0x80 to 0x9f; 0 where there is none. The others are those of Latin-1.
var windows1252 = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

// decode makes UTF-8 with \n as line ends of the file's bytes. Bytes that are no UTF-8 beside others that are stay: their
// row is told.
func decode(raw []byte) (text, encoding string, err error) {
	encoding = "UTF-8"
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		text = string(raw[3:])
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		text, encoding = decode16(raw[2:], binary.LittleEndian), "UTF-16"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		text, encoding = decode16(raw[2:], binary.BigEndian), "UTF-16"
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return "", "", errors.New("this is no CSV file but a workbook: save it as CSV")
	default:
		text = string(raw)
		if !utf8.ValidString(text) {
			if latin, ok := decode1252(raw); ok {
				text, encoding = latin, "Windows-1252"
			}
		}
	}
	if strings.IndexByte(text, 0) >= 0 {
		return "", "", errors.New("this is no CSV file: it has zero bytes")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.TrimSpace(text) == "" {
		return "", "", errors.New("the file is empty")
	}
	return text, encoding, nil
}

// decode16 replaces what is no character, as utf16 does.
func decode16(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// decode1252 reads what Excel saves in western Europe. A file that has characters of UTF-8 too is not of that kind, nor is
// one with bytes that the code page does not have.
func decode1252(raw []byte) (string, bool) {
	for rest := raw; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if n > 1 || r == utf8.RuneError && rest[0] >= 0x80 && rest[0] < 0xa0 && windows1252[rest[0]-0x80] == 0 {
			return "", false
		}
		rest = rest[n:]
	}
	var out strings.Builder
	out.Grow(len(raw) + len(raw)/8)
	for _, c := range raw {
		if c >= 0x80 && c < 0xa0 {
			out.WriteRune(windows1252[c-0x80])
		} else {
			out.WriteRune(rune(c))
		}
	}
	return out.String(), true
}
