package browser

import "testing"

func TestASessionEndedElsewhereEndsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	here, there := s.as(t, member), s.as(t, member)
	there.sees("Live")
	here.shows("/settings")
	here.press("link", "Sign-ins")
	here.sees("This browser")
	here.accessible("sign-ins")
	here.press("button", "Sign out everywhere else")
	there.sees("Your session has ended.")
	here.shows("/today")
	here.one("button", "Submit standup")
}

func TestATokenIsShownOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/settings")
	p.press("link", "Tokens")
	p.press("button", "Create a token")
	p.fill("What it is for", "a script")
	for _, b := range p.all("button", "Create a token") {
		if p.click(b.id) == nil {
			break
		}
	}
	p.sees("Copy the token now. It is shown this once.")
	p.accessible("a token")
	p.press("button", "Done")
	p.sees("a script", "Never used")
	p.lacks("Copy the token now.")
	p.press("button", "Revoke")
	p.sees("Revoke “a script”?")
}

func TestSlackIsTurnedOffInPlainWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, member)
	p.shows("/settings")
	p.sees("If you agree, messages that you post in the connected standup channels are read")
	p.press("button", "Agree and turn on")
	p.sees("Slack tracking is on.", "New messages are no longer read. What was already recorded stays.")
	p.press("button", "Turn off")
	p.sees("Slack tracking is off.")
}

// What came and was not read is there again after a reload; what was read is not.
func TestNotificationsAreMarkedAsRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, manager)
	p.shows("/settings")
	p.sees("No notifications yet.", "Live")
	for range 2 {
		id := s.openBlocker(t, member, "The oil ran out", "HIGH")
		s.ask(t, member, `mutation($input: BlockerEscalateInput!) { blockerEscalate(input: $input) { userErrors { message } } }`,
			map[string]any{"input": map[string]any{"id": id}}, nil)
	}
	p.waitFor("both notifications", func() bool { return len(p.all("button", "Mark as read")) == 2 })
	p.accessible("notifications")
	p.press("button", "Mark as read") // the newer
	p.waitFor("the mark", func() bool { return len(p.all("button", "Mark as read")) == 1 })
	p.shows("/settings")
	p.waitFor("both notifications again", func() bool {
		return len(p.all("button", "Mark as read")) == 1 && len(p.all("link", "A blocker was escalated to you.")) == 2
	})
	p.press("button", "Mark as read")
	p.waitFor("the other mark", func() bool { return len(p.all("button", "Mark as read")) == 0 })
	p.shows("/settings")
	p.sees("No notifications yet.", "Live")
	if rows, err := s.DB.NewRaw("select 1 from notifications where read_at is null and created_at > now() - interval '1 hour'").Exec(t.Context()); err != nil {
		t.Error(err)
	} else if n, _ := rows.RowsAffected(); n != 0 {
		t.Errorf("%d are not read", n)
	}
}

// What can be done with the last row of a table is as much in view as with the first, on a phone too.
func TestEachMembersMenuIsInView(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.as(t, admin)
	for _, width := range []int64{1280, 360} {
		p.size(width, 900)
		p.shows("/settings?part=members")
		p.one("button", "Edit Zainab Copperleaf")
		for _, name := range []string{"Aroha Reedwater", "Zainab Copperleaf"} {
			p.press("button", "Edit "+name)
			p.one("menuitem", "Remove")
			var cut bool
			p.eval(`(() => {
				const find = (root, selector) => root.querySelector(selector) ?? [...root.querySelectorAll('*')].map((el) => el.shadowRoot && find(el.shadowRoot, selector)).find(Boolean);
				const menu = find(document, '[role="menu"]').getBoundingClientRect();
				const table = find(document, '.table-scroll').getBoundingClientRect();
				return menu.top < table.top || menu.bottom > table.bottom || menu.left < 0 || menu.right > innerWidth;
			})()`, &cut)
			if cut {
				t.Errorf("%d px: the menu of %s is cut off", width, name)
			}
			p.accessible("a menu in a table")
			p.press("menuitem", "Edit")
			p.one("dialog", "")
			p.press("button", "Cancel")
		}
	}
}
