package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// file writes rows in a format. What was written so far goes out with flush.
type file interface {
	row(cells []any) error
	flush() error
}

func newFile(f Format, columns []string, w io.Writer) (file, error) {
	if f == JSONL {
		return newLines(columns, w), nil
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	return &table{out, make([]string, len(columns))}, out.Write(columns)
}

// table is CSV.
type table struct {
	out   *csv.Writer
	cells []string
}

func (t *table) row(values []any) error {
	for i, v := range values {
		text, err := cell(v)
		if err != nil {
			return err
		}
		t.cells[i] = text
	}
	return t.out.Write(t.cells)
}

func (t *table) flush() error {
	t.out.Flush()
	return t.out.Error()
}

// cell is a value as CSV shows it; one that is missing is empty.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case prose:
		return harmless(string(v)), nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	text, err := encoded(v)
	return string(text), err
}

// harmless puts an apostrophe before what a spreadsheet would run: OWASP's list of first characters, with their full-width
// forms.
func harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// lines is JSON, an object a line, with its keys in the order of the columns.
type lines struct {
	out  io.Writer
	keys [][]byte // with what stands before a value
	buf  bytes.Buffer
}

func newLines(columns []string, w io.Writer) *lines {
	l := &lines{out: w, keys: make([][]byte, len(columns))}
	for i, c := range columns {
		before := ","
		if i == 0 {
			before = "{"
		}
		l.keys[i] = fmt.Appendf(nil, "%s%q:", before, c)
	}
	return l
}

func (l *lines) row(values []any) error {
	for i, v := range values {
		text, err := encoded(v)
		if err != nil {
			return err
		}
		l.buf.Write(l.keys[i])
		l.buf.Write(text)
	}
	l.buf.WriteString("}\n")
	_, err := l.out.Write(l.buf.Bytes())
	l.buf.Reset()
	return err
}

func (l *lines) flush() error { return nil }

// encoded is JSON on one line, with letters as they are.
func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding a value: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
