package relay

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"

	"github.com/google/uuid"
)

// rowFormat numbers how rows are written. It goes up whenever activity.Activity or anything below changes: a replica that
// is told of rows in another format reads the log instead.
const rowFormat = 1

// Which of the fields that may be absent a row has, one bit each.
const (
	hasActor = 1 << iota
	hasProject
	hasSubject
	hasSubjectName
	hasTitle
	hasContent
	hasChanges
	hasMetadata
	hasRequestID
	hasCompensates
	hasRecipients
	isRestricted
)

// Of a change: which values it has.
const (
	hasOld = 1 << iota
	hasNew
	isRedacted
)

var errRow = errors.New("the rows are not as they are written")

// appendRow writes a row without its workspace and number, which the message has.
func appendRow(b []byte, a *activity.Activity) []byte {
	has := 0
	note := func(present bool, bit int) {
		if present {
			has |= bit
		}
	}
	note(a.ActorID != nil, hasActor)
	note(a.ProjectID != nil, hasProject)
	note(a.SubjectID != nil, hasSubject)
	note(a.SubjectName != nil, hasSubjectName)
	note(a.Title != nil, hasTitle)
	note(a.Content != nil, hasContent)
	note(a.Changes != nil, hasChanges)
	note(a.Metadata != nil, hasMetadata)
	note(a.RequestID != nil, hasRequestID)
	note(a.CompensatesID != nil, hasCompensates)
	note(a.Recipients != nil, hasRecipients)
	note(a.Restricted, isRestricted)
	b = binary.AppendUvarint(b, uint64(has))
	b = append(b, a.ID[:]...)
	b = append(b, a.EntityID[:]...)
	b = binary.AppendVarint(b, a.OccurredAt.UnixMicro())
	for _, s := range []string{string(a.ActorKind), string(a.Action), string(a.EntityType), string(a.Visibility)} {
		b = appendText(b, s)
	}
	for _, id := range []*uuid.UUID{a.ActorID, a.ProjectID, a.SubjectID, a.CompensatesID} {
		if id != nil {
			b = append(b, id[:]...)
		}
	}
	for _, s := range []*string{a.SubjectName, a.Title, a.Content, a.RequestID} {
		if s != nil {
			b = appendText(b, *s)
		}
	}
	if a.Metadata != nil {
		b = appendText(b, string(a.Metadata))
	}
	if a.Changes != nil {
		b = appendChanges(b, a.Changes)
	}
	if a.Recipients != nil {
		b = binary.AppendUvarint(b, uint64(len(a.Recipients)))
		for _, id := range a.Recipients {
			b = append(b, id[:]...)
		}
	}
	return b
}

func appendChanges(b []byte, changes []*activity.FieldChange) []byte {
	b = binary.AppendUvarint(b, uint64(len(changes)))
	for _, c := range changes {
		has := byte(0)
		if c.Old != nil {
			has |= hasOld
		}
		if c.New != nil {
			has |= hasNew
		}
		if c.Redacted {
			has |= isRedacted
		}
		b = appendText(append(b, has), c.Field)
		for _, s := range []*string{c.Old, c.New} {
			if s != nil {
				b = appendText(b, *s)
			}
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// reader takes apart what appendRow wrote. After a failure it reads nothing but zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail() {
	r.b, r.err = nil, errRow
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

// count reads how many things follow, of at least size bytes each.
func (r *reader) count(size int) int {
	n := r.number()
	if n > uint64(len(r.b)/size) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) text() string { return string(r.bytes(r.count(1))) }

func (r *reader) id() (id uuid.UUID) {
	copy(id[:], r.bytes(len(id)))
	return id
}

func (r *reader) time() time.Time {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail()
		return time.Time{}
	}
	r.b = r.b[size:]
	return time.UnixMicro(n).UTC()
}

func (r *reader) row() *activity.Activity {
	has := r.number()
	a := &activity.Activity{ID: r.id(), EntityID: r.id(), OccurredAt: r.time(), ActorKind: authz.Kind(r.text()),
		Action: activity.Action(r.text()), EntityType: activity.EntityType(r.text()), Visibility: activity.Visibility(r.text()),
		Restricted: has&isRestricted != 0}
	for _, f := range []struct {
		bit uint64
		id  **uuid.UUID
	}{{hasActor, &a.ActorID}, {hasProject, &a.ProjectID}, {hasSubject, &a.SubjectID}, {hasCompensates, &a.CompensatesID}} {
		if has&f.bit != 0 {
			*f.id = new(r.id())
		}
	}
	for _, f := range []struct {
		bit  uint64
		text **string
	}{{hasSubjectName, &a.SubjectName}, {hasTitle, &a.Title}, {hasContent, &a.Content}, {hasRequestID, &a.RequestID}} {
		if has&f.bit != 0 {
			*f.text = new(r.text())
		}
	}
	if has&hasMetadata != 0 {
		a.Metadata = json.RawMessage(r.text())
	}
	if has&hasChanges != 0 {
		a.Changes = r.changes()
	}
	if has&hasRecipients != 0 {
		a.Recipients = make([]uuid.UUID, r.count(len(uuid.UUID{})))
		for i := range a.Recipients {
			a.Recipients[i] = r.id()
		}
	}
	return a
}

func (r *reader) changes() []*activity.FieldChange {
	changes := make([]*activity.FieldChange, r.count(2))
	for i := range changes {
		has := r.number()
		c := &activity.FieldChange{Field: r.text(), Redacted: has&isRedacted != 0}
		if has&hasOld != 0 {
			c.Old = new(r.text())
		}
		if has&hasNew != 0 {
			c.New = new(r.text())
		}
		changes[i] = c
	}
	return changes
}
