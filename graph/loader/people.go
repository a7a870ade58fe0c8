package loader

import (
	"context"
	"maps"
	"sync"
	"time"

	"daybook/internal/authz"
	"daybook/internal/member"

	"github.com/google/uuid"
)

const (
	mostPeople = 1000
	// staleAfter bounds how long what somebody changed past the log is shown as it was.
	staleAfter = time.Minute
)

// People are members of one workspace who were read for one answer and are of use for the next. Whoever keeps them tells them
// to be forgotten when the log says that one has changed. The zero value is ready.
type People struct {
	mu    sync.Mutex
	known map[uuid.UUID]*member.Member
	since time.Time
}

// Forget has everyone read anew.
func (p *People) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = nil
}

// Introduce gives the loaders of one answer those of the people who are known, and gets to know the others that they read.
func (p *People) Introduce(l *Loaders, s Services, v *authz.Viewer, who []uuid.UUID) {
	l.Members = byID(v, s.Wait, func(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*member.Member, error) {
		found, err := s.Members.ByIDs(ctx, v, ids)
		p.meet(found)
		return found, err
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.since) > staleAfter {
		p.known = nil
	}
	for _, id := range who {
		if m := p.known[id]; m != nil {
			l.Members.Prime(id, m)
		}
	}
}

func (p *People) meet(found map[uuid.UUID]*member.Member) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil || len(p.known)+len(found) > mostPeople {
		p.known, p.since = map[uuid.UUID]*member.Member{}, time.Now()
	}
	maps.Copy(p.known, found)
}
