package timesheet

import (
	"fmt"
	"strings"
)

// record is a row's fields as they stand in the file, or why it has none.
type record struct {
	line  int
	cells []string
	wrong string
}

// scanner splits text into records after RFC 4180, with \n as line ends. It differs from encoding/csv in what it does with a
// broken record: a quote that is never closed costs its own line only, not the rest of the file.
type scanner struct {
	text      string
	delimiter byte
	pos, line int
}

// next gives the next record that is not blank.
func (s *scanner) next() (record, bool) {
	for s.pos < len(s.text) {
		if r := s.record(); r.wrong != "" || !blank(r.cells) {
			return r, true
		}
	}
	return record{}, false
}

func blank(cells []string) bool {
	for _, c := range cells {
		if plain(c) != "" {
			return false
		}
	}
	return true
}

func (s *scanner) record() record {
	start, line := s.pos, s.line
	r := record{line: line}
	for {
		cell, last, wrong := s.cell()
		if wrong == "" && len(r.cells) == maxCells {
			wrong = fmt.Sprintf("the line has more than %d fields", maxCells)
		}
		if wrong != "" { // go on behind the line on which it began
			s.pos, s.line = len(s.text), line+1
			if end := strings.IndexByte(s.text[start:], '\n'); end >= 0 {
				s.pos = start + end + 1
			}
			return record{line: line, wrong: wrong}
		}
		r.cells = append(r.cells, cell)
		if last {
			return r
		}
	}
}

// cell reads one field and what ends it; last is true at the end of the record.
func (s *scanner) cell() (cell string, last bool, wrong string) {
	rest := s.text[s.pos:]
	if lead := len(rest) - len(strings.TrimLeft(rest, " ")); lead < len(rest) && rest[lead] == '"' {
		inner, n := quoted(rest[lead+1:])
		if n < 0 {
			return "", false, "a quote is opened and never closed"
		}
		cell = inner
		s.line += strings.Count(inner, "\n")
		s.pos += lead + 1 + n
		rest = s.text[s.pos:]
		s.pos += len(rest) - len(strings.TrimLeft(rest, " "))
	} else {
		end := strings.IndexAny(rest, string([]byte{s.delimiter, '\n'}))
		if end < 0 {
			end = len(rest)
		}
		cell = rest[:end]
		s.pos += end
	}
	if len(cell) > maxField {
		return "", false, "a field is longer than 1 MB"
	}
	if s.pos == len(s.text) {
		return cell, true, ""
	}
	end := s.text[s.pos]
	if end != '\n' && end != s.delimiter {
		return "", false, "text follows a closing quote"
	}
	s.pos++
	if end == '\n' {
		s.line++
	}
	return cell, end == '\n', ""
}

// quoted reads up to the closing quote, where two stand for one; n is the length with it, or -1 when there is none within
// the longest field.
func quoted(s string) (inner string, n int) {
	for at := 0; at <= maxField; {
		i := strings.IndexByte(s[at:min(len(s), at+maxField+1)], '"')
		if i < 0 {
			return "", -1
		}
		at += i
		if at+1 >= len(s) || s[at+1] != '"' {
			return strings.ReplaceAll(s[:at], `""`, `"`), at + 1
		}
		at += 2
	}
	return "", -1
}
