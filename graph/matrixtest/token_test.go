package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/task"
)

var tokenPart = part{
	ways: map[string][]way{
		"ApiToken": {
			{path: "node(id: $it)"},
			{path: "nodes(ids: [$it])"},
			{path: "viewer/tokens(first: 100)/nodes", mine: true},
			{path: acme + "apiTokens(first: 100)/nodes"},
			{path: acme + "apiTokens(first: 100)/edges/node"},
			{path: "apiTokenRevoke(input: {id: $it})/apiToken"},
		},
	},
	tries: map[string]mutation{
		"apiTokenCreate": {shows: "secret", try: func(_ *testing.T, w *world, col column, n int) try {
			service := `, service: true, scopes: ["work:read"]`
			if col == self {
				service = ""
			}
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Token %d"%s}`, n, service)}
		}},
		"apiTokenRevoke": {shows: "apiToken", try: func(t *testing.T, w *world, _ column, _ int) try {
			k, _, _, err := w.app.Tokens.Issue(t.Context(), activity.BySystem, apitoken.CreateParams{WorkspaceID: w.acme.ID, Name: "To revoke", MemberID: &w.subject.ID})
			must(t, err)
			return try{about: k.NodeID().String(), hidden: "ApiToken.id", input: fmt.Sprintf(`{id: %q}`, k.NodeID())}
		}},
	},
	remarks: []remark{
		{"apiTokenCreate", self, refused, "service tokens are for admins", func(*testing.T, *world) try {
			return try{input: `{workspaceId: "$workspace", name: "Too much", service: true, scopes: ["tracking:read"]}`}
		}},
	},
}

// makeTokens makes tokens that are revoked already, so that revoking them again changes nothing.
func (w *world) makeTokens(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	for _, p := range []struct {
		name string
		apitoken.CreateParams
	}{
		{"token", apitoken.CreateParams{MemberID: &w.subject.ID, Scopes: []string{authz.WorkRead}}},
		{"machine", apitoken.CreateParams{Service: true, Scopes: []string{authz.TrackingRead}}},
	} {
		p.WorkspaceID, p.Name, p.Days = w.acme.ID, "the "+p.name, new(30)
		row, _, _, err := w.app.Tokens.Issue(ctx, activity.ByMember(w.subject.ID), p.CreateParams)
		must(t, err)
		_, _, err = w.app.Tokens.Revoke(ctx, w.admin.Viewer(t), row.ID)
		must(t, err)
		it := w.put(t, p.name, "ApiToken", "ApiToken.id", row.NodeID())
		it.personal = true
		if row.MemberID != nil {
			it.owner = *row.MemberID
		}
	}
	secret := w.acme.Service(t, authz.WorkWrite, authz.WorkRead)
	_, _, err := w.app.Tasks.Upsert(ctx, secret.Viewer(t), task.Upsert{WorkspaceID: w.acme.ID, ProjectID: &w.things["open"].bound.ID, Title: new("Made by a program")})
	must(t, err)
	w.put(t, "program", "", "", secret.NodeID())
}

func tokenFacts(k *apitoken.Token) facts {
	by := id.Of(id.System, k.WorkspaceID)
	if k.CreatorID != nil {
		by = id.Of(id.Member, *k.CreatorID)
	}
	return facts{
		"id": value(k.NodeID().String()), "name": value(k.Name), "scopes": value(k.ScopeList()), "lastUsedAt": value(instant(k.LastUsedAt)),
		"expiresAt": value(instant(k.ExpiresAt)), "createdBy": object(named(by)), "revokedAt": value(instant(k.RevokedAt)),
	}
}
