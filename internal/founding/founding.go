// Package founding makes the first workspace of an empty install, with its owner, for whoever holds the code that the start
// of the server printed. It never makes a second one: once there is a workspace it is over, however that was made.
package founding

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"daybook/internal/account"
	"daybook/internal/authn"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/workspace"

	"github.com/uptrace/bun"
)

// Service founds once.
type Service struct {
	db         *bun.DB
	workspaces *workspace.Service
	code       string
	mu         sync.Mutex // one at a time
}

// New makes a service with a code of its own, which ends with the process.
func New(db *bun.DB, workspaces *workspace.Service) *Service {
	return &Service{db: db, workspaces: workspaces, code: rand.Text()}
}

// Code is what its operator shows to found a workspace.
func (s *Service) Code() string { return s.code }

// Open tells whether there is no workspace yet.
func (s *Service) Open(ctx context.Context) (open bool, err error) {
	if err := s.db.NewRaw("select not exists (select from workspaces)").Scan(ctx, &open); err != nil {
		return false, fmt.Errorf("looking for a first workspace: %w", err)
	}
	return open, nil
}

// Params say what the workspace is called and who owns it.
type Params struct {
	Workspace, TimeZone   string
	Name, Email, Password string
}

func (p *Params) check() error {
	var l check.List
	p.Workspace = l.Line("workspace", p.Workspace, 200)
	if _, err := day.Zone(p.TimeZone); err != nil {
		l.Add(check.Invalid, "timeZone", "this is not an IANA time zone, such as Europe/Berlin")
	}
	p.Name = l.Line("name", p.Name, 200)
	p.Email = account.NormalEmail(&l, "email", p.Email)
	authn.CheckPassword(&l, "password", p.Password)
	return l.Err()
}

// Found makes the workspace and an owner who signs in with the password. Errors: FORBIDDEN with another code, NOT_FOUND when
// there is a workspace; a rejection names the fields.
func (s *Service) Found(ctx context.Context, code string, p Params) error {
	if subtle.ConstantTimeCompare([]byte(code), []byte(s.code)) != 1 {
		return fault.New(fault.Forbidden, "this is not the code that the server printed when it started")
	}
	if err := p.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if open, err := s.Open(ctx); err != nil {
		return err
	} else if !open {
		return fault.Missing()
	}
	hash, err := authn.HashPassword(ctx, p.Password)
	if err != nil {
		return err
	}
	_, _, _, err = s.workspaces.Found(ctx,
		workspace.CreateParams{Slug: slug(p.Workspace), Name: p.Workspace, TimeZone: p.TimeZone, WeekStart: workspace.Monday},
		workspace.Founder{Email: p.Email, DisplayName: p.Name, TimeZone: p.TimeZone, PasswordHash: hash})
	return err
}

var other = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a short name made of a full one: "Paper & Co." gives "paper-co".
func slug(name string) string {
	s := strings.Trim(other.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if len(s) > 40 {
		s = strings.TrimRight(s[:40], "-")
	}
	if len(s) < 2 {
		return "workspace"
	}
	return s
}
