package standuptext

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

// record is a standup whose parts are known.
type record struct {
	ID        string  `json:"id"`
	Raw       string  `json:"raw_text"`
	Split     string  `json:"split"`
	Yesterday *string `json:"yesterday"`
	Today     *string `json:"today"`
	Blockers  *string `json:"blockers"`
}

// readRecords gives the records whose parts are known for certain.
func readRecords(t *testing.T, path string) []record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []record
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if r.Split == "ok" {
			out = append(out, r)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("%s has no records to compare", path)
	}
	return out
}

func (r record) agrees(p Parts) bool {
	return SameFolded(r.Yesterday, p.Yesterday) && SameFolded(r.Today, p.Today) && SameFolded(r.Blockers, p.Blockers)
}

func TestParseAgreesWithSampleStandups(t *testing.T) {
	t.Parallel()
	for _, r := range readRecords(t, "testdata/standups.ndjson") {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			p := Parse(r.Raw)
			if !r.agrees(p) {
				t.Errorf("yesterday %s, want %s\ntoday %s, want %s\nblockers %s, want %s", show(p.Yesterday), show(r.Yesterday),
					show(p.Today), show(r.Today), show(p.Blockers), show(r.Blockers))
			}
			if len(p.Labels) == 0 || p.Confidence < 0.5 {
				t.Errorf("labels %q, confidence %v", p.Labels, p.Confidence)
			}
		})
	}
}

func TestParseAgreesWithAllStandups(t *testing.T) {
	t.Parallel()
	path := os.Getenv("DAYBOOK_STANDUPS")
	if path == "" {
		t.Skip("DAYBOOK_STANDUPS names no file of standups to compare with")
	}
	records := readRecords(t, path)
	agree := 0
	for _, r := range records {
		if r.agrees(Parse(r.Raw)) {
			agree++
		} else {
			t.Logf("%s differs", r.ID)
		}
	}
	percent := 100 * float64(agree) / float64(len(records))
	t.Logf("%d of %d agree (%.2f %%)", agree, len(records), percent)
	if percent < 97 {
		t.Errorf("%.2f %% agree, want at least 97 %%", percent)
	}
}
