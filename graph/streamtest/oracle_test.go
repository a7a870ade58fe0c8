package streamtest

import (
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"

	"github.com/google/uuid"
)

// rights are what somebody may, in the words of docs/authz-matrix.md and nothing of the server's own.
type rights struct {
	in      bool // a member, or the workspace's service
	admin   bool
	service bool // with the scopes of all streams, but for audit:read
	project bool // may open the closed project
}

// reader is somebody who listens, and what they may: before and, from the number at on, after a change.
type reader struct {
	name          string
	member        uuid.UUID // Nil for a service
	before, after rights
	at            int64 // 0: nothing changes
}

// shows is section 6 of the matrix.
func (w *world) shows(r *reader, may rights, a *activity.Activity) bool {
	mine := func(id *uuid.UUID) bool { return id != nil && r.member != uuid.Nil && *id == r.member }
	switch {
	case !may.in:
		return false
	case a.Visibility == activity.ToWorkspace:
		return may.admin || may.service || a.ProjectID == nil || *a.ProjectID != w.closed.ID || may.project
	case a.Visibility == activity.ToSubject:
		return may.admin || may.service || mine(a.SubjectID) || mine(a.ActorID) || w.recipient(r, a)
	}
	return may.admin
}

// tracks is the row of trackingStream: own rows, of an escalated blocker two kinds of entry, everything for admins.
func (w *world) tracks(r *reader, may rights, a *activity.Activity) bool {
	kinds := []activity.EntityType{activity.Standup, activity.WorkLog, activity.TimeEntry, activity.Timer, activity.Blocker}
	if !may.in || !slices.Contains(kinds, a.EntityType) || a.Visibility != activity.ToSubject {
		return false
	}
	return may.admin || may.service || a.SubjectID != nil && *a.SubjectID == r.member || w.recipient(r, a)
}

func (w *world) recipient(r *reader, a *activity.Activity) bool {
	return a.EntityType == activity.Blocker && (a.Action == activity.Escalated || a.Action == activity.Resolved) &&
		r.member != uuid.Nil && slices.Contains(w.told[a.EntityID], r.member)
}

// row is what may or must come of one entry of the log.
type row struct {
	seq       int64
	key       string
	may, must bool
}

// wanted is what a stream may and must show of the log after a number. An entry from before a change of rights may still be
// told under the earlier ones, and must be when both show it; one from after it only under the later ones.
func (w *world) wanted(r *reader, stream string, log []*activity.Activity, after int64) (rows []row) {
	add := func(seq int64, key string, shows func(rights) bool) {
		if seq <= after {
			return
		}
		x := row{seq: seq, key: key, may: shows(r.after)}
		x.must = x.may
		if r.at == 0 || seq < r.at {
			x.may = x.may || shows(r.before)
			x.must = x.must && shows(r.before)
		}
		if x.may {
			rows = append(rows, x)
		}
	}
	if stream == "notifications" {
		for _, n := range w.notified {
			add(n.seq, n.key, func(may rights) bool { return may.in && !may.service && n.member == r.member })
		}
		slices.SortFunc(rows, func(a, b row) int { return int(a.seq - b.seq) })
		return rows
	}
	for _, a := range log {
		if strings.HasPrefix(stream, "activities") {
			add(a.Seq, a.NodeID().String(), func(may rights) bool { return w.shows(r, may, a) })
		} else {
			key := strings.ToUpper(string(a.EntityType) + " " + string(a.Action) + " ")
			add(a.Seq, key+a.EntityNodeID().String(), func(may rights) bool { return w.tracks(r, may, a) })
		}
	}
	return rows
}

// judge holds what came to what may and must come, in order.
func (w *world) judge(t *testing.T, r *reader, s *tap, log []*activity.Activity, after int64) {
	t.Helper()
	s.blame(t, r.name)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stream == "metrics" {
		w.judgeNumbers(t, r, s, log)
		return
	}
	strange, missing := match(w.wanted(r, s.stream, log, after), s.keys)
	for _, key := range strange {
		t.Errorf("%s, %s over %s: shown %s, which they may not see, or not there, or not again (rights changed at %d: %s)", r.name, s.stream, s.transport, key, r.at, describe(log, key))
	}
	for _, x := range missing {
		t.Errorf("%s, %s over %s: %s (%d) never came; %d rows did", r.name, s.stream, s.transport, x.key, x.seq, len(s.keys))
	}
	for _, text := range s.texts {
		w.judgeText(t, r, s, text)
	}
}

// match finds for what came, in its order, rows in theirs. strange came and has none, missing must have come and did not. It
// goes from the end: what is not sure to come stands at the beginning.
func match(rows []row, came []string) (strange []string, missing []row) {
	n := len(rows)
	for _, key := range slices.Backward(came) {
		at := n - 1
		for at >= 0 && rows[at].key != key {
			at--
		}
		if at < 0 {
			strange = append(strange, key)
			continue
		}
		for _, x := range rows[at+1 : n] {
			if x.must {
				missing = append(missing, x)
			}
		}
		n = at
	}
	for _, x := range rows[:n] {
		if x.must {
			missing = append(missing, x)
		}
	}
	return strange, missing
}

// judgeText: what a row said is read when a frame is executed, under the rights of then: nothing that was written after a change
// of rights is shown to who may no longer see it.
func (w *world) judgeText(t *testing.T, r *reader, s *tap, text string) {
	t.Helper()
	said, known := w.said[text]
	if !known {
		return // a thing of before
	}
	sees := func(may rights) bool {
		if said.member == uuid.Nil { // what a task of the closed project is called
			return may.in && (may.admin || may.service || may.project)
		}
		return may.in && (may.admin || may.service || said.member == r.member)
	}
	if !sees(r.after) && (r.at == 0 || said.seq >= r.at || !sees(r.before)) {
		t.Errorf("%s, %s over %s: shown %q, written at %d, which they may not see (rights changed at %d)", r.name, s.stream, s.transport, text, said.seq, r.at)
	}
}

// judgeNumbers: exact numbers are for admins and services, and hold no work of after they were one.
func (w *world) judgeNumbers(t *testing.T, r *reader, s *tap, log []*activity.Activity) {
	t.Helper()
	sees := func(may rights) bool { return may.admin || may.service }
	most := 0
	for _, a := range log {
		if a.EntityType == activity.WorkLog && a.Action == activity.Created && (sees(r.after) || r.at == 0 || a.Seq < r.at) {
			most++
		}
	}
	for _, n := range s.exact {
		if !sees(r.before) && !sees(r.after) {
			t.Errorf("%s over %s: shown the exact number %d", r.name, s.transport, n)
		}
		if n > most {
			t.Errorf("%s over %s: shown %d work logs, %d were written while they were an admin", r.name, s.transport, n, most)
		}
	}
}

func describe(log []*activity.Activity, key string) string {
	for _, a := range log {
		if strings.Contains(key, a.NodeID().String()) || strings.Contains(key, a.EntityNodeID().String()) {
			return string(a.Visibility) + " " + string(a.EntityType) + " " + string(a.Action)
		}
	}
	return "not in the log"
}
