// Package standuptext splits one person's free-text standup into yesterday, today and blockers.
//
// The text may be a chat message, Markdown or meeting notes; nothing but the text is known. Invariants: Parse
// is total (any bytes, never a panic), takes time linear in the input's length, and only ever cuts: each part
// is text of the input without its common indentation, in the order written, never reworded.
package standuptext

import "strings"

// Parts is what Parse found.
type Parts struct {
	// Yesterday, Today and Blockers are the texts under the three headings, common indentation removed and tabs
	// written as four blanks. Nil means the heading is not there, "" that nothing stands under it. Words such as
	// "N/A" stay as written; IsNone reads them. A heading that occurs twice gives one part, joined by a line end.
	Yesterday, Today, Blockers *string
	// Labels are the headings in the order found, as written, without closing punctuation except a question
	// mark. They include headings outside the three parts ("Notes"), whose text is in no part.
	Labels []string
	// Confidence runs from 0 (no heading seen) to 1 (plain headings of all three kinds, no text left over).
	// Below 0.7 much of the split is inferred (from position, sentence openings, repeated or few headings) and is
	// worth showing to the author.
	Confidence float64
}

// Empty reports whether no part was found.
func (p Parts) Empty() bool { return p.Yesterday == nil && p.Today == nil && p.Blockers == nil }

// Parse splits a standup as written. Text without any heading gives no parts and confidence 0.
//
// The shapes are tried from the most to the least explicit: a Markdown table, headings on lines of their own or
// opening a line, the form "yesterday | today | blockers", and sentences that open with "Yesterday" or "Today".
func Parse(raw string) Parts {
	lines := splitLines(raw)
	if p, ok := parseTable(lines); ok {
		return p
	}
	if p, ok := parseHeadings(lines); ok {
		return p
	}
	if p, ok := parsePipes(lines); ok {
		return p
	}
	if p, ok := parseProse(lines); ok {
		return p
	}
	if p, ok := parseNumbered(lines); ok {
		return p
	}
	return Parts{}
}

// SameFolded reports whether two parts say the same when each run of whitespace counts as one blank. A missing
// part (nil) equals only another missing part, not an empty one.
func SameFolded(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return strings.Join(strings.Fields(*a), " ") == strings.Join(strings.Fields(*b), " ")
}

// add sets the part of kind k or appends to it; headings of other kinds have no part. Each call copies the
// part, so text that comes in many pieces goes through a draft.
func (p *Parts) add(k kind, text string) {
	at := p.part(k)
	if at == nil {
		return
	}
	switch {
	case *at == nil || **at == "":
		*at = &text
	case text != "":
		joined := **at + "\n" + text
		*at = &joined
	}
}

// draft gathers the pieces of each part until all are known.
type draft struct {
	there  [kindOngoing + 1]bool
	pieces [kindOngoing + 1][]string
}

func (d *draft) add(k kind, text string) {
	d.there[k] = true
	if text != "" {
		d.pieces[k] = append(d.pieces[k], text)
	}
}

// parts moves the pieces into p.
func (d *draft) parts(p *Parts) {
	for _, k := range []kind{kindYesterday, kindToday, kindBlockers} {
		if d.there[k] {
			p.add(k, strings.Join(d.pieces[k], "\n"))
		}
	}
}

// part gives the place of the part of kind k, or nil for headings that open none.
func (p *Parts) part(k kind) **string {
	switch k {
	case kindYesterday:
		return &p.Yesterday
	case kindToday:
		return &p.Today
	case kindBlockers:
		return &p.Blockers
	}
	return nil
}

// found counts the parts that are there.
func (p Parts) found() int {
	n := 0
	for _, s := range []*string{p.Yesterday, p.Today, p.Blockers} {
		if s != nil {
			n++
		}
	}
	return n
}
