package postgres_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"daybook/internal/postgres"
	"daybook/internal/postgres/postgrestest"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// T11: bun writes arguments into the SQL text; whatever a text holds, it comes back as it was or is refused.

func echo(t testing.TB, db *bun.DB, s string) (string, error) {
	t.Helper()
	var back string
	err := db.NewRaw("select ?::text", s).Scan(t.Context(), &back)
	return back, err
}

var hostile = map[string]string{
	"quote": `'`, "quotes": `''''`, "double quotes": `"""`, "backslash": `\`, "backslash and quote": `\'`, "many": `\\\'\\''`,
	"question mark": `?`, "numbered": `?0 ?1 ?10`, "named": `?TableAlias ?id`, "escaped": `\?`, "dollars": `$$ $1 $tag$`,
	"comment": `-- x`, "block comment": `/* x */`, "semicolon": `'; drop table members; --`, "E-string": `E'\''`, "unicode escape": `U&'\0027'`,
	"line separator": "a\u2028b\u2029c", "BOM": "\ufeffa", "beyond the BMP": "🦆", "private use": "\U0010fffd", "combining": "e\u0301",
	"right to left": "\u202eabc", "line ends": "a\r\nb\nc\rd", "tab": "\t", "control": "\x01\x1f\x7f", "next line": "\u0085",
	"percent": `%_\%`, "braces": `{"a": [1, null]}`, "empty": "", "blank": " ", "null": "NULL", "error form": "?!(x)",
}

func TestTextsComeBackAsTheyWereT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	for name, s := range hostile {
		if back, err := echo(t, db, s); err != nil || back != s {
			t.Errorf("%s: %q came back as %q: %v", name, s, back, err)
		}
	}
	for _, piece := range []string{"x", "'", `\`, "?", "ü", "🦆"} {
		s := strings.Repeat(piece, 1<<20/len(piece))
		if back, err := echo(t, db, s); err != nil || back != s {
			t.Errorf("a megabyte of %q came back as %d bytes: %v", piece, len(back), err)
		}
	}
}

func TestNULIsRefusedT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	for _, s := range []string{"\x00", "a\x00b", "a\x00', 'b"} {
		if back, err := echo(t, db, s); err == nil {
			t.Errorf("%q came back as %q", s, back)
		}
	}
}

func TestListsOfTextsComeBackAsTheyWereT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	for name, s := range hostile {
		var found bool
		if err := db.NewRaw("select ?::text in (?)", s, postgres.In([]string{"other", s})).Scan(t.Context(), &found); err != nil || !found {
			t.Errorf("%s: %q is not in its list: %v", name, s, err)
		}
		if err := db.NewRaw("select ?0::text = ?0 and ?1", s, true).Scan(t.Context(), &found); err != nil || !found {
			t.Errorf("%s: %q is not itself by number: %v", name, s, err)
		}
		if err := db.NewRaw("select ?", bun.SafeQuery("?::text = ?", s, s)).Scan(t.Context(), &found); err != nil || !found {
			t.Errorf("%s: %q is not itself inside another query: %v", name, s, err)
		}
	}
	var none bool
	if err := db.NewRaw("select coalesce('a' in (?), false)", postgres.In([]string{})).Scan(t.Context(), &none); err != nil || none {
		t.Errorf("an empty list holds something: %v", err)
	}
}

func TestNegativeNumbersAfterAMinusT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	type named int64
	for _, n := range []int64{-1, 0, 1, math.MinInt32, math.MaxInt32, -(1 << 52)} {
		for name, arg := range map[string]any{"int64": n, "int": int(n), "float": float64(n), "pointer": &n, "named": named(n)} {
			var spaced, tight int64
			err := db.NewRaw("select 5::bigint - ?, 5::bigint-?", arg, arg).Scan(t.Context(), &spaced, &tight)
			if err != nil || spaced != 5-n || tight != 5-n {
				t.Errorf("5 - %d as %s is %d and %d: %v", n, name, spaced, tight, err)
			}
		}
	}
	var low int64 // PostgreSQL casts before it negates, so the least number has to be refused or right
	if err := db.NewRaw("select ?::bigint", int64(math.MinInt64)).Scan(t.Context(), &low); err == nil && low != math.MinInt64 {
		t.Errorf("the least number came back as %d", low)
	}
}

func TestOtherValuesComeBackAsTheyWereT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	var (
		u                = uuid.New()
		at               = time.Date(2026, 2, 11, 12, 30, 1, 123456000, time.FixedZone("", -8*3600))
		raw              = []byte{0, '\'', '\\', 0xff, '?'}
		backU            uuid.UUID
		backAt           time.Time
		backRaw          []byte
		nan, inf, little float64
	)
	err := db.NewRaw("select ?::uuid, ?::timestamptz, ?::bytea, ?::float8, ?::float8, ?::float8", u, at, raw, math.NaN(), math.Inf(-1), 5e-324).
		Scan(t.Context(), &backU, &backAt, &backRaw, &nan, &inf, &little)
	if err != nil || backU != u || !backAt.Equal(at) || string(backRaw) != string(raw) || !math.IsNaN(nan) || !math.IsInf(inf, -1) || little != 5e-324 {
		t.Errorf("they came back as %v %v %x %v %v %v: %v", backU, backAt, backRaw, nan, inf, little, err)
	}
}

func TestContainsFindsTextsLiterallyT11(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t).DB
	for name, s := range hostile {
		var found, elsewhere bool
		err := db.NewRaw("select ?::text ilike ?, 'neither' ilike ?", "before "+s+" after", postgres.Contains(s), postgres.Contains(s)).
			Scan(t.Context(), &found, &elsewhere)
		if err != nil || !found || elsewhere && strings.TrimSpace(s) != "" {
			t.Errorf("%s: %q is found: %v, elsewhere: %v, error: %v", name, s, found, elsewhere, err)
		}
	}
}

// FuzzInline: a text in a query comes back equal, or is refused when PostgreSQL cannot hold it.
func FuzzInline(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Add("\x00")
	f.Add("\xff")
	db := postgrestest.New(f).DB
	f.Fuzz(func(t *testing.T, s string) {
		back, err := echo(t, db, s)
		switch {
		case strings.ContainsRune(s, 0):
			if err == nil {
				t.Errorf("%q came back as %q", s, back)
			}
		case err != nil:
			t.Errorf("%q: %v", s, err)
		case utf8.ValidString(s) && back != s, back != strings.ToValidUTF8(back, ""):
			t.Errorf("%q came back as %q", s, back)
		}
	})
}
