package web

import "testing"

func TestPermalinksLeadIntoTheApplication(t *testing.T) {
	t.Parallel()
	const id = "01jd3v5mt8f0r9ke2dq4n8xw7a"
	for path, want := range map[string]string{
		"/acme":                          "/activity?workspace=acme",
		"/acme/tasks/tsk_" + id:          "/activity?about=tsk_" + id + "&workspace=acme",
		"/acme/people/mem_" + id:         "/activity?about=mem_" + id + "&workspace=acme",
		"/acme/blockers/blk_" + id:       "/blockers?open=blk_" + id + "&workspace=acme",
		"/acme/blockers/blk_1":           "",
		"/acme/secrets/tsk_" + id:        "",
		"/acme/tasks":                    "",
		"/Acme":                          "",
		"/favicon.ico":                   "",
		"//evil.example/tasks/tsk_" + id: "",
		"/":                              "",
	} {
		if got := permalink(path); got != want {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}
