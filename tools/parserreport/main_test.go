package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const agreeing = `{"id":"a","team":"one","raw_text":"Done: x\nNext:","split":"ok","yesterday":"x","today":"","blockers":null}
{"id":"b","team":"two","raw_text":"anything","split":"partial","yesterday":null,"today":"y","blockers":null}
`

const differing = `{"id":"c","team":"two","raw_text":"Done: x","split":"ok","yesterday":"x","today":"","blockers":null}
`

func TestRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		flags    []string
		data     string
		code     int
		lastLine string
		holds    []string
	}{
		{"agreement passes", nil, agreeing, 0, "parser: 1 of 1 agree (100.00 %)", []string{"one", "yesterday"}},
		{"disagreement fails and names the record", nil, agreeing + differing, 1, "parser: 1 of 2 agree (50.00 %)",
			[]string{"differs", "c", "today"}},
		{"texts are printed on demand", []string{"-v"}, agreeing + differing, 1, "parser: 1 of 2 agree (50.00 %)",
			[]string{`expected ""`, "parsed   nothing"}},
		{"a lower bar passes", []string{"-min", "50"}, agreeing + differing, 0, "parser: 1 of 2 agree (50.00 %)", nil},
		{"no records fail", nil, "", 1, "parser: 0 of 0 agree (0.00 %)", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "standups.ndjson")
			if err := os.WriteFile(path, []byte(c.data), 0o600); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			if code := run(append(c.flags, path), &stdout, &stderr); code != c.code {
				t.Errorf("exit code %d, want %d (%s)", code, c.code, stderr.String())
			}
			lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
			if last := lines[len(lines)-1]; last != c.lastLine {
				t.Errorf("last line %q, want %q", last, c.lastLine)
			}
			for _, s := range c.holds {
				if !strings.Contains(stdout.String(), s) {
					t.Errorf("%q is missing in\n%s", s, stdout.String())
				}
			}
		})
	}
}

func TestRunRefusesMisuse(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "bad.ndjson")
	if err := os.WriteFile(bad, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
	}{
		"no file named":  {nil, 2},
		"unknown flag":   {[]string{"-x", bad}, 2},
		"file missing":   {[]string{bad + ".none"}, 1},
		"file no NDJSON": {[]string{bad}, 1},
		"help asked for": {[]string{"-h"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if code := run(c.args, &stdout, &stderr); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if stdout.Len() > 0 || stderr.Len() == 0 {
				t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
			}
		})
	}
}
