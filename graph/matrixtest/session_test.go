package matrixtest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"daybook/internal/account"
	"daybook/internal/apptest"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
)

const (
	oldPassword = "the old password"
	newPassword = "the new password"
)

var oldHash = sync.OnceValues(func() (string, error) { return authn.HashPassword(context.Background(), oldPassword) })

var sessionPart = part{
	tries: map[string]mutation{
		"feedTokenCreate": {shows: "secret", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", ttlSeconds: %d}`, 60+n)}
		}},
		"sessionRevoke": {shows: "sessionId", try: func(t *testing.T, w *world, col column, _ int) try {
			whose := w.subject
			if col == other {
				whose = w.stranger
			}
			i := id.Of(id.Session, whose.SignIn(t).Session).String()
			return try{about: i, input: fmt.Sprintf(`{id: %q}`, i)}
		}},
		"sessionRevokeAll": {shows: "revokedCount", try: func(t *testing.T, w *world, col column, _ int) try {
			switch col {
			case other: // all their own
				return try{as: w.fresh(t, w.foreign, col), input: `{}`}
			case admin:
				m, _ := w.newcomer(t, col)
				return try{input: fmt.Sprintf(`{memberId: %q}`, m)}
			}
			m, v := w.newcomer(t, col)
			return try{as: v, about: m, input: fmt.Sprintf(`{memberId: %q}`, m)}
		}},
		"passwordChange": {shows: "revokedCount", try: func(t *testing.T, w *world, col column, _ int) try {
			one := try{input: fmt.Sprintf(`{currentPassword: %q, newPassword: %q}`, oldPassword, newPassword)}
			if col != anon && col != svc {
				home := w.acme
				if col == other {
					home = w.foreign
				}
				one.as = w.fresh(t, home, col)
				hash, err := oldHash()
				must(t, err)
				must(t, account.SetPassword(t.Context(), w.app.DB, one.as.person.AccountID, hash))
			}
			return one
		}},
	},
	remarks: []remark{
		{"sessionRevokeAll", admin, hidden, "a session also opens workspaces in which they have no say", func(t *testing.T, w *world) try {
			guest := w.foreign.Member(t)
			here := w.acme.Member(t, func(p *member.InviteParams) { p.Email = *guest.Email })
			return try{about: here.NodeID().String(), input: fmt.Sprintf(`{memberId: %q}`, here.NodeID())}
		}},
		{"sessionRevokeAll", admin, hidden, "owners' sessions are ended by owners only", func(_ *testing.T, w *world) try {
			return try{input: fmt.Sprintf(`{memberId: %q}`, w.acme.Owner.NodeID())}
		}},
	},
}

// fresh is somebody new, whose credentials may end.
func (w *world) fresh(t *testing.T, home *apptest.Workspace, col column) *viewer {
	t.Helper()
	p := home.Member(t, func(p *member.InviteParams) {
		if col == admin {
			p.Role = authz.RoleAdmin
		}
	})
	return &viewer{name: columns[col] + ", a newcomer", col: col, home: home.ID, person: p, cookie: p.Secret, bearer: home.Personal(t, p).Secret}
}
