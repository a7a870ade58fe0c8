package download_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
)

// Nobody but the requester opens a file, with an address that is theirs, whole and fresh, under the rights they have then.
func TestOnlyTheRequesterOpensAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, elsewhere := s.Workspace(t), s.Workspace(t)
	ann, bob, ada, bea := w.Member(t), w.Member(t), w.Admin(t), w.Admin(t)
	bot, weak := w.Service(t, authz.ExportRead, authz.ExportWrite, authz.TrackingRead), w.Service(t, authz.ExportRead, authz.ExportWrite)
	_, own := s.ask(t, w, ann, "kind: STANDUPS")
	_, second := s.ask(t, w, ann, "kind: STANDUPS")
	_, whole := s.ask(t, w, ada, "kind: STANDUPS, wholeWorkspace: true")
	_, programs := s.ask(t, w, bot, "kind: STANDUPS, wholeWorkspace: true")
	_, blind := s.ask(t, w, weak, "kind: STANDUPS, wholeWorkspace: true")
	before := func(address, mark string) string { head, _, _ := strings.Cut(address, mark); return head }
	after := func(address, mark string) string { _, tail, _ := strings.Cut(address, mark); return tail }
	for name, c := range map[string]struct {
		as      apptest.Caller
		address string
		status  int
		code    string
	}{
		"the person":                        {ann, own, 200, ""},
		"the person's program":              {w.Personal(t, ann), own, 200, ""},
		"the admin":                         {ada, whole, 200, ""},
		"the service":                       {bot, programs, 200, ""},
		"nobody":                            {nil, own, 401, "UNAUTHENTICATED"},
		"a bad credential":                  {apptest.Session("nonsense"), own, 401, "UNAUTHENTICATED"},
		"another member":                    {bob, own, 404, "NOT_FOUND"},
		"an admin":                          {ada, own, 404, "NOT_FOUND"},
		"another admin":                     {bea, whole, 404, "NOT_FOUND"},
		"a service, the admin's":            {bot, whole, 404, "NOT_FOUND"},
		"the admin, the service's":          {ada, programs, 404, "NOT_FOUND"},
		"a stranger":                        {elsewhere.Owner, own, 404, "NOT_FOUND"},
		"a service without tracking:read":   {weak, blind, 403, "FORBIDDEN"},
		"a program without export:read":     {w.Personal(t, ann, authz.TrackingRead), own, 404, "NOT_FOUND"},
		"a signature with a letter changed": {ann, own[:len(own)-2] + string('A'+(own[len(own)-2]-'A'+1)%26) + own[len(own)-1:], 404, "NOT_FOUND"},
		"no signature":                      {ann, before(own, "sig=") + "sig=", 404, "NOT_FOUND"},
		"no query":                          {ann, before(own, "?"), 404, "NOT_FOUND"},
		"a later end":                       {ann, before(own, "until=") + "until=9999999999&sig=" + after(own, "sig="), 404, "NOT_FOUND"},
		"the signature of another export":   {ann, before(own, "?") + "?" + after(second, "?"), 404, "NOT_FOUND"},
		"an id of another kind":             {ann, "http://daybook.test/exports/" + ann.NodeID().String() + "?" + after(own, "?"), 404, "NOT_FOUND"},
		"no id":                             {ann, "http://daybook.test/exports/nonsense?" + after(own, "?"), 404, "NOT_FOUND"},
	} {
		t.Run(name, func(t *testing.T) { s.wantStatus(t, c.as, c.address, c.status, c.code) })
	}

	t.Run("an admin who is none any more opens nothing of the workspace", func(t *testing.T) {
		if _, _, err := s.Members.SetRole(t.Context(), w.Owner.Viewer(t), ada.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
			t.Fatal(err)
		}
		s.wantStatus(t, ada, whole, 404, "NOT_FOUND")
	})
	t.Run("a member who left opens nothing", func(t *testing.T) {
		if _, _, err := s.Members.Remove(t.Context(), w.Owner.Viewer(t), ann.ID); err != nil {
			t.Fatal(err)
		}
		s.wantStatus(t, ann, own, 404, "NOT_FOUND")
	})
	t.Run("an address ends after 15 minutes, the export after 24 hours", func(t *testing.T) {
		_, mine := s.ask(t, w, bob, "kind: STANDUPS")
		s.Clock.Set(apptest.Noon.Add(15*time.Minute - time.Second))
		s.wantStatus(t, bob, mine, 200, "")
		s.Clock.Set(apptest.Noon.Add(15 * time.Minute))
		s.wantStatus(t, bob, mine, 404, "NOT_FOUND")
		s.Clock.Set(apptest.Noon.Add(24*time.Hour - time.Minute))
		exports := fmt.Sprintf("{ member(id: %q) { dataExports { nodes { status url } } } }", bob.NodeID())
		r := s.Post(t, bob, exports, nil)
		var data struct {
			Member struct {
				DataExports struct {
					Nodes []struct{ Status, URL string }
				}
			}
		}
		if err := json.Unmarshal(r.Data, &data); err != nil {
			t.Fatal(err)
		}
		fresh := data.Member.DataExports.Nodes[0].URL
		s.wantStatus(t, bob, fresh, 200, "")
		s.Clock.Set(apptest.Noon.Add(24 * time.Hour))
		s.wantStatus(t, bob, fresh, 404, "NOT_FOUND")
		if r := s.Post(t, bob, exports, nil); string(r.Data) != `{"member":{"dataExports":{"nodes":[{"status":"EXPIRED","url":null}]}}}` {
			t.Errorf("an expired export is %s", r.Data)
		}
	})
}

func (s *site) wantStatus(t *testing.T, as apptest.Caller, address string, status int, code string) {
	t.Helper()
	response := s.open(t, as, http.MethodGet, address)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		t.Fatalf("%v %s, want %d", err, response.Status, status)
	}
	if code == "" {
		return
	}
	var refusal struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(body, &refusal); err != nil || len(refusal.Errors) != 1 || refusal.Errors[0].Extensions.Code != code {
		t.Errorf("%v %s, want %s", err, body, code)
	}
	if d := response.Header.Get("Content-Disposition"); d != "" {
		t.Errorf("a refusal is sent as a file: %s", d)
	}
}
