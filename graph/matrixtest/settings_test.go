package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/standup"
	"daybook/internal/workspace"
)

var settingsPart = part{
	ways: map[string][]way{
		"WorkspaceSettings": {
			{path: acme + "settings"},
			{path: "node(id: $workspace)<Workspace>/settings"},
			{path: "nodes(ids: [$workspace])<Workspace>/settings"},
			{path: `workspaceSettingsUpdate(input: {workspaceId: $workspace, timerIdleMinutes: 45, expectedVersion: 1})/settings`},
		},
		"EscalationPolicy": {
			{path: acme + "escalationPolicy"},
			{path: "node(id: $workspace)<Workspace>/escalationPolicy"},
			{path: "nodes(ids: [$workspace])<Workspace>/escalationPolicy"},
			{path: "escalationPolicySet(input: {workspaceId: $workspace, rules: [" + policyRules + "], expectedVersion: 1})/escalationPolicy"},
		},
		"EscalationRule": {
			{path: acme + "escalationPolicy/rules"},
			{path: "node(id: $workspace)<Workspace>/escalationPolicy/rules"},
			{path: "nodes(ids: [$workspace])<Workspace>/escalationPolicy/rules"},
		},
	},
	tries: map[string]mutation{
		"workspaceSettingsUpdate": {shows: "settings { version }", try: func(t *testing.T, w *world, _ column, n int) try {
			var version int
			must(t, w.app.DB.NewRaw("select version from workspace_settings where workspace_id = ?", w.acme.ID).Scan(t.Context(), &version))
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", timerIdleMinutes: %d, expectedVersion: %d}`, 60+n%400, version)}
		}},
		"escalationPolicySet": {shows: "escalationPolicy", try: func(t *testing.T, w *world, _ column, n int) try {
			var version int
			must(t, w.app.DB.NewRaw("select version from escalation_policies where workspace_id = ?", w.acme.ID).Scan(t.Context(), &version))
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(
				`{workspaceId: "$workspace", rules: [{severity: LOW, afterMinutes: %d, levels: [MANAGER]}], expectedVersion: %d}`, 60+n, version)}
		}},
	},
	remarks: []remark{
		{"workspaceSettingsUpdate", admin, allowed, "owners are admins", func(t *testing.T, w *world) try {
			var version int
			must(t, w.app.DB.NewRaw("select version from workspace_settings where workspace_id = ?", w.acme.ID).Scan(t.Context(), &version))
			return try{as: w.viewerOf(w.acme.Owner), input: fmt.Sprintf(`{workspaceId: "$workspace", minimumGroupSize: 4, expectedVersion: %d}`, version)}
		}},
	},
}

func (w *world) makeSettings(t *testing.T) {
	t.Helper()
	ctx, admin := activity.WithOrigin(t.Context(), origin), w.admin.Viewer(t)
	s, _, err := w.app.Workspaces.UpdateSettings(ctx, admin, workspace.SettingsUpdate{WorkspaceID: w.acme.ID, TimerIdleMinutes: new(45),
		RoundingMinutes: new(6), RoundingMode: new(workspace.Up), ClosedThrough: given(date("2026-01-31"))})
	must(t, err)
	p, _, err := w.app.Blockers.SetPolicy(ctx, admin, w.acme.ID, []*blocker.Rule{{Severity: standup.High, AfterMinutes: 90,
		Levels: []blocker.Level{blocker.Manager, blocker.Director}, BusinessHoursOnly: true}}, 0)
	must(t, err)
	w.things["settings"] = &thing{name: "settings", kind: "WorkspaceSettings", rule: "Workspace.settings", facts: settingsFacts(s)}
	w.things["policy"] = &thing{name: "policy", kind: "EscalationPolicy", rule: "Workspace.escalationPolicy", id: p.NodeID().String(), facts: policyFacts(p)}
	w.things["policyRule"] = &thing{name: "policyRule", kind: "EscalationRule", rule: "Workspace.escalationPolicy", facts: policyRuleFacts(p.Rules[0])}
}

// policyRules is acme's policy, as it stands.
const policyRules = `{severity: HIGH, afterMinutes: 90, levels: [MANAGER, DIRECTOR], businessHoursOnly: true}`

func settingsFacts(s *workspace.Settings) facts {
	closed := any(nil)
	if s.ClosedThrough != nil {
		closed = s.ClosedThrough.String()
	}
	return facts{
		"minimumGroupSize": value(s.MinimumGroupSize), "timerIdleMinutes": value(s.TimerIdleMinutes), "roundingMinutes": value(s.RoundingMinutes),
		"roundingMode": value(enum(s.RoundingMode)), "closedThrough": value(closed), "version": value(s.Version),
	}
}

func policyFacts(p *blocker.Policy) facts {
	return facts{"id": value(p.NodeID().String()), "version": value(p.Version), "rules": {call: "{ afterMinutes }", want: []any{map[string]any{"afterMinutes": p.Rules[0].AfterMinutes}}}}
}

func policyRuleFacts(r *blocker.Rule) facts {
	levels := make([]string, len(r.Levels))
	for i, l := range r.Levels {
		levels[i] = enum(l)
	}
	return facts{
		"severity": value(enum(r.Severity)), "afterMinutes": value(r.AfterMinutes), "levels": value(levels), "businessHoursOnly": value(r.BusinessHoursOnly),
	}
}
