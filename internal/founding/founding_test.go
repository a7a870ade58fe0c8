package founding

import (
	"errors"
	"sync"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/postgres/postgrestest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, postgrestest.Stays...) }

func paper() Params {
	return Params{Workspace: "Paper & Co.", TimeZone: "Europe/Berlin", Name: "Ada", Email: " Ada@Example.com", Password: "long enough"}
}

func TestTheFirstWorkspaceIsMadeOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	s := New(a.DB, a.Workspaces)
	apptest.WantCode(t, s.Found(t.Context(), "guessed", paper()), fault.Forbidden)
	apptest.WantCode(t, s.Found(t.Context(), "", paper()), fault.Forbidden)

	var wg sync.WaitGroup
	results := make([]error, 4)
	for i := range results {
		wg.Go(func() { results[i] = s.Found(t.Context(), s.Code(), paper()) })
	}
	wg.Wait()
	made := 0
	for _, err := range results {
		if err == nil {
			made++
			continue
		}
		apptest.WantCode(t, err, fault.NotFound)
	}
	if made != 1 {
		t.Errorf("%d of %d at once made a workspace", made, len(results))
	}
	if open, err := s.Open(t.Context()); open || err != nil {
		t.Errorf("afterwards it is open: %v, %v", open, err)
	}
	secret, viewer, err := a.Authn.SignIn(t.Context(), "ada@example.com", "long enough")
	if err != nil {
		t.Fatal(err)
	}
	if m := viewer.Memberships; len(m) != 1 || m[0].Role != authz.RoleOwner {
		t.Errorf("the owner's memberships are %+v", m)
	}
	if r := a.Post(t, apptest.Session(secret), `{ workspaces { nodes { slug name timeZone } } }`, nil); string(r.Data) != `{"workspaces":{"nodes":[{"slug":"paper-co","name":"Paper & Co.","timeZone":"Europe/Berlin"}]}}` {
		t.Errorf("the owner sees %s", r.Data)
	}
}

func TestWhatIsWrongIsToldByFieldAndNothingIsMade(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	s := New(a.DB, a.Workspaces)
	for field, spoil := range map[string]func(*Params){
		"workspace": func(p *Params) { p.Workspace = " " },
		"timeZone":  func(p *Params) { p.TimeZone = "Mars/Olympus" },
		"name":      func(p *Params) { p.Name = "two\nlines" },
		"email":     func(p *Params) { p.Email = "ada" },
		"password":  func(p *Params) { p.Password = "short" },
	} {
		p := paper()
		spoil(&p)
		err := s.Found(t.Context(), s.Code(), p)
		if r, ok := errors.AsType[*check.Rejection](err); !ok || len(r.Errors) != 1 || r.Errors[0].Field[0] != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if open, err := s.Open(t.Context()); !open || err != nil {
		t.Errorf("still nothing stands there: %v, %v", open, err)
	}
}

func TestSlugsAreMadeOfNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Paper & Co.": "paper-co", "Ü": "workspace", "X": "workspace", "  Acme  ": "acme",
		"a very long name that goes on for longer than allowed": "a-very-long-name-that-goes-on-for-longer"} {
		if got := slug(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}
