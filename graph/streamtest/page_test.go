package streamtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/live-feed.md names a test with each promise: they exist, and each promise has one.
func TestLivePageNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/live-feed.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	form := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	for _, folder := range []string{"../../graph", "../../internal"} {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range form.FindAllSubmatch(text, -1) {
				tests[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	name := regexp.MustCompile("`(Test\\w+)`")
	for _, m := range name.FindAllSubmatch(page, -1) {
		if !tests[string(m[1])] {
			t.Errorf("%s does not exist", m[1])
		}
	}
	promises := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| promise") {
			continue
		}
		if promises++; !name.MatchString(line) {
			t.Errorf("a promise without a test: %s", line)
		}
	}
	if promises < 15 {
		t.Errorf("%d promises were found", promises)
	}
}
