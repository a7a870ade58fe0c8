package standuptext

import "testing"

func TestIsNoneReadsFormsOfNone(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", " ", "-", "- ", "---", "...", "?", "{?}", "-   {?}", "🎉", ":tada:", ":)",
		"N/A", "- n/a", "-N/A", "N / A", "n.a.", "NA", "None", "none.", "None :)", "`null`", "* `n/a`", "`undefined`",
		"No", "no!", "Nope", "nope.", "nah", "Nothing.", "nothing", "**None**", "_none_", "> none", "1. none",
		"not blocked", "I'm not blocked", "not blocked by anything", "no blockers", "No blockers 🎉", "No real issues.",
		"no blockers at the moment", "nothing blocking me right now", "none so far", "Not yet?", "no longer blocked",
		"No. All good!", "none, thanks", "No blockers. Thanks", "All good", "all clear", "Blockers: none", "unblocked",
		"nothing in my way", "n/a - none", "- none\n- n/a", "probably no", "nothing in particular", "None\u200b",
		"keine", "Keine Blocker", "keine Hindernisse zurzeit", "nichts", "aucun", "Aucun blocage", "rien à signaler",
		"pas de blocage", "ninguno", "Sin bloqueos", "nada", "R.A.S.", "nessuno", "geen",
	} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			if !IsNone(s) {
				t.Error("taken for a blocker")
			}
		})
	}
}

func TestIsNoneLeavesBlockers(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"None, except waiting for review of #12", "No, but will need some reviews", "no, I am blocked", "No, we are stuck",
		"none... well, will be happy when it is merged", "Not really blocked, but waiting", "blocked", "Blocked by CI",
		"no progress", "no access to the cluster", "not done", "nothing works", "none of the tests pass", "No time",
		"no review yet", "#12", "@dev-001", "https://example.com/pull/3", "- none\n- waiting for the release", "CI",
		"never got the certificate", "keine Rechte auf dem Server", "pas de réponse", "sin acceso", "3", "still blocked",
		"was blocked but not anymore", "All good except CI", "no way forward",
	} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			if IsNone(s) {
				t.Error("taken for none")
			}
		})
	}
}

func TestHeaderSaysNoBlocker(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"@dev-008 (no blockers, no high prio stuff)":                     true,
		"@dev-002 (you can skip me, not interesting and no blockers :))": true,
		"@dev-002 (none blockers)":                                       true,
		"@dev-008 (no blockers):":                                        true,
		"@dev-077 (not blocked)":                                         true,
		"### @dev-001 (none)":                                            true,
		"@dev-001 - no real blockers":                                    true,
		"@dev-001 (keine Blocker)":                                       true,
		"@dev-001":                                                       false,
		"@dev-164 (have blockers but unlikely to be able to attend)":     false,
		"@dev-001 (no blockers except CI)":                               false,
		"@dev-001 (not attending)":                                       false,
		"@dev-001 (not attending, blocked)":                              false,
		"- @dev-001 (blocked, not by us)":                                false,
		"":                                                               false,
	} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			if got := HeaderSaysNoBlocker(header); got != want {
				t.Errorf("got %v", got)
			}
		})
	}
}
