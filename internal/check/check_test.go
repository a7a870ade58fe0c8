package check_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"daybook/internal/check"
)

func codes(err error) string {
	var r *check.Rejection
	if !errors.As(err, &r) {
		return ""
	}
	var out []string
	for _, e := range r.Errors {
		out = append(out, string(e.Code)+"@"+strings.Join(e.Field, "/"))
	}
	return strings.Join(out, " ")
}

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in, out, wrong string
	}{
		"plain":                             {"done", "done", ""},
		"empty":                             {"", "", ""},
		"outer blanks are cut":              {" \t\r\n done \u00a0\ufeff\u200b\n", "done", ""},
		"inner blanks stay":                 {"a  b\n\n\tc", "a  b\n\n\tc", ""},
		"CRLF becomes LF":                   {"a\r\nb\rc", "a\nb\nc", ""},
		"length counts characters":          {strings.Repeat("ü", 10), strings.Repeat("ü", 10), ""},
		"length counts beyond the BMP":      {strings.Repeat("🦆", 10), strings.Repeat("🦆", 10), ""},
		"CRLF counts as one":                {"123456789\r\na"[1:], "23456789\na", ""},
		"outer blanks don't count":          {"   0123456789   ", "0123456789", ""},
		"too long":                          {"0123456789a", "0123456789a", "TOO_LONG@a/b"},
		"invalid UTF-8":                     {"a\xffb", "", "INVALID@a/b"},
		"cut in a character":                {"caf\xc3", "", "INVALID@a/b"},
		"surrogate half":                    {"\xed\xa0\x80", "", "INVALID@a/b"},
		"overlong form":                     {"\xc0\xaf", "", "INVALID@a/b"},
		"NUL":                               {"a\x00b", "", "INVALID@a/b"},
		"NUL at the end":                    {"a\x00", "", "INVALID@a/b"},
		"escape":                            {"\x1b[31m", "", "INVALID@a/b"},
		"delete":                            {"a\x7f", "", "INVALID@a/b"},
		"vertical tab at the end":           {"a\v", "", "INVALID@a/b"},
		"line separator stays":              {"a\u2028b", "a\u2028b", ""},
		"words right to left stay":          {"שלום", "שלום", ""},
		"joined emoji count their parts":    {"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦", ""},
		"quotes and dollars are only texts": {`'"\$$?`, `'"\$$?`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l check.List
			out := l.Text("a.b", c.in, 10)
			if out != c.out || codes(l.Err()) != c.wrong {
				t.Errorf("%q became %q with %q, want %q with %q", c.in, out, codes(l.Err()), c.out, c.wrong)
			}
		})
	}
}

// The comment of Text promises: no control characters but tab and line ends. C1 holds some that terminals obey.
func TestTextRefusesEveryControlCharacter(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= 0x9f; r++ {
		var l check.List
		l.Text("a", "x"+string(r)+"x", 10)
		refused, control := l.Err() != nil, unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r'
		if refused != control {
			t.Errorf("U+%04X is refused: %v, is a control character: %v", r, refused, control)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, wrong string }{
		"plain": {"Ann", ""}, "empty": {"", "REQUIRED@name"}, "blank": {" \n\u200b", "REQUIRED@name"}, "two lines": {"a\nb", "INVALID@name"},
		"two lines by CR": {"a\rb", "INVALID@name"}, "tab": {"a\tb", "INVALID@name"}, "ends in a line end": {"Ann\r\n", ""},
		"too long and nothing else": {"a\nbcdefghijk", "TOO_LONG@name"}, "NUL and nothing else": {"\x00", "INVALID@name"},
	} {
		var l check.List
		if l.Line("name", c.in, 10); codes(l.Err()) != c.wrong {
			t.Errorf("%s: %q is %q, want %q", name, c.in, codes(l.Err()), c.wrong)
		}
	}
}

func TestOptionalText(t *testing.T) {
	t.Parallel()
	var l check.List
	if l.OptionalText("a", nil, 10) != nil || l.OptionalText("a", new(" \n"), 10) != nil {
		t.Error("a missing text is there")
	}
	if s := l.OptionalText("a", new(" x "), 10); s == nil || *s != "x" {
		t.Errorf("the text is %v", s)
	}
	if l.Err() != nil {
		t.Error(l.Err())
	}
}

func TestOneAnswerTellsEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	var l check.List
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	l.Add(check.Required, "name", "a name is needed")
	l.Add(check.OutOfRange, "", "%d is too much", 7)
	if codes(l.Err()) != "REQUIRED@name OUT_OF_RANGE@" {
		t.Errorf("the rejection is %q", codes(l.Err()))
	}
	if s := l.Err().Error(); s != "REQUIRED name: a name is needed; OUT_OF_RANGE : 7 is too much" {
		t.Errorf("it reads %q", s)
	}
	if codes(check.Stale(3)) != "CONFLICT@expectedVersion" {
		t.Error("a stale version is not a CONFLICT at expectedVersion")
	}
	if codes(check.MissingRow(fmt.Errorf("reading: %w", sql.ErrNoRows), "id")) != "NOT_FOUND@id" {
		t.Error("a missing row is not NOT_FOUND at its field")
	}
	if other := errors.New("other"); !errors.Is(check.MissingRow(other, "id"), other) || check.MissingRow(nil, "id") != nil {
		t.Error("another error was changed")
	}
}

// FuzzText: what is taken is valid, without control characters, not too long, and stays as it is when checked again.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a", "\x00", "\xff", " a\r\nb ", "\u200b\u00a0x\ufeff", "\r\n\r", "🦆"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var l check.List
		out := l.Text("a", s, 20)
		if l.Err() != nil {
			return
		}
		if !utf8.ValidString(out) || utf8.RuneCountInString(out) > 20 || strings.ContainsAny(out, "\x00\r\x1b\x7f") {
			t.Errorf("%q was taken as %q", s, out)
		}
		var again check.List
		if twice := again.Text("a", out, 20); again.Err() != nil || twice != out {
			t.Errorf("%q became %q, then %q", s, out, twice)
		}
	})
}
