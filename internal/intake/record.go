// Package intake brings data of other systems in from files. One bad line never loses the others, each is told with its
// number and reason, and running the same file twice changes nothing.
package intake

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"daybook/internal/day"
	"daybook/internal/standuptext"
)

// maxLine is the longest line taken, in bytes.
const maxLine = 1 << 20

// Record is one line of a file of standups: what one person wrote for one day. ID is for messages only.
type Record struct {
	ID     string  `json:"id"`
	Date   string  `json:"date"`
	Author *string `json:"author"`
	Text   *string `json:"raw_text"`
	Header string  `json:"header"`
}

// Line is a line of the file: a record, or why it is none.
type Line struct {
	Number int
	Record Record
	Err    error
}

// Lines reads newline-delimited JSON; visit is called for each line that is not blank. The error is of reading or of
// visit; a bad line is a Line with Err.
func Lines(r io.Reader, visit func(Line) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		text, tooLong, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading line %d: %w", number, err)
		}
		if number == 1 && len(text) >= 3 && string(text[:3]) == "\ufeff" {
			text = text[3:]
		}
		if tooLong || !blank(text) {
			if visitErr := visit(parseLine(number, text, tooLong)); visitErr != nil {
				return visitErr
			}
		}
		if err != nil {
			return nil
		}
	}
}

// readLine reads to the next line end; of a line that is too long nothing is kept.
func readLine(in *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !tooLong {
			text = append(text, part...)
		}
		if len(text) > maxLine {
			text, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, tooLong, err
		}
	}
}

func blank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

func parseLine(number int, text []byte, tooLong bool) Line {
	l := Line{Number: number}
	switch {
	case tooLong:
		l.Err = fmt.Errorf("the line is longer than %d bytes", maxLine)
	case !utf8.Valid(text):
		l.Err = errors.New("the line is not valid UTF-8")
	case json.Unmarshal(text, &l.Record) != nil:
		l.Err = errors.New("the line is not a JSON object with id, date, author and raw_text")
	case l.Record.Text == nil:
		l.Err = errors.New("raw_text is missing")
	}
	return l
}

// day is the record's date.
func (r Record) day() (day.Date, error) {
	d, err := day.Parse(r.Date)
	if err != nil {
		return d, fmt.Errorf("date %.20q is not YYYY-MM-DD", r.Date)
	}
	return d, nil
}

// Parts are the record's three parts as the parser reads them.
type Parts struct {
	ID        string  `json:"id"`
	Yesterday *string `json:"yesterday"`
	Today     *string `json:"today"`
	Blockers  *string `json:"blockers"`
}

// Parse reads the parts out of a record's text.
func (r Record) Parse() Parts {
	p := standuptext.Parse(*r.Text)
	return Parts{ID: r.ID, Yesterday: p.Yesterday, Today: p.Today, Blockers: p.Blockers}
}
