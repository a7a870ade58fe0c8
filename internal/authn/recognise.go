package authn

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/postgres"
	"daybook/internal/session"

	"github.com/google/uuid"
)

// secret is what a caller shows, as it is stored. Of sessions no workspace is known.
type secret struct {
	workspaceID uuid.UUID
	hash        [sha256.Size]byte
}

// found is the viewer behind a secret, for all who showed it at the same time.
type found struct {
	viewer *authz.Viewer
	noted  sync.Once // that the token is used
}

// Session is the viewer behind a session cookie. Error: UNAUTHENTICATED.
func (s *Service) Session(ctx context.Context, cookie string) (*authz.Viewer, error) {
	f, err := s.behind(ctx, sessions, secret{hash: sha256.Sum256([]byte(cookie))})
	if err != nil {
		return nil, err
	}
	return f.viewer, s.seen(ctx, f.viewer)
}

// seen notes the use of the viewer's session when that was not noted for a while.
func (s *Service) seen(ctx context.Context, v *authz.Viewer) error {
	if time.Since(v.SessionSeen) <= session.SeenEvery {
		return nil
	}
	return session.Touch(ctx, s.db, []uuid.UUID{v.SessionID})
}

// Token is the viewer behind a bearer token. Error: UNAUTHENTICATED.
func (s *Service) Token(ctx context.Context, bearer string) (*authz.Viewer, error) {
	workspaceID, feed, ok := apitoken.WorkspaceOf(bearer)
	if !ok {
		return nil, refused()
	}
	k := tokens
	if feed {
		k = feedTokens
	}
	f, err := s.behind(ctx, k, secret{workspaceID, sha256.Sum256([]byte(bearer))})
	if err != nil {
		return nil, err
	}
	if !feed {
		f.noted.Do(func() { err = apitoken.Touch(ctx, s.db, workspaceID, f.viewer.TokenID, f.viewer.TokenUsed) })
	}
	return f.viewer, err
}

func (s *Service) behind(ctx context.Context, k kind, of secret) (*found, error) {
	f, good, err := s.secrets[k].Get(ctx, of)
	if err != nil {
		return nil, err
	}
	if !good {
		return nil, refused()
	}
	return f, nil
}

// find reads the viewers behind secrets that are good.
func (s *Service) find(ctx context.Context, k kind, all []secret) (map[secret]*found, error) {
	workspaces, hashes := make([]uuid.UUID, len(all)), make([][]byte, len(all))
	for i := range all {
		workspaces[i], hashes[i] = all[i].workspaceID, all[i].hash[:]
	}
	rows, err := s.load(ctx, k.sql, k.hashes, postgres.In(postgres.Distinct(workspaces)), postgres.In(hashes))
	if err != nil {
		return nil, err
	}
	viewers := make(map[secret]*found, len(rows))
	for i := range rows {
		v, err := rows[i].viewer()
		if err != nil {
			return nil, err
		}
		of := secret{hash: [sha256.Size]byte(rows[i].TokenHash)}
		if k != sessions {
			of.workspaceID = rows[i].WorkspaceID
		}
		viewers[of] = &found{viewer: v}
	}
	return viewers, nil
}
