package standuptext

import "strings"

// parseTable reads a Markdown table. Three shapes occur: a header row with rows below it, rows whose first cell
// is a heading ("| Yesterday | ... |"), and a row without a header, read by position.
func parseTable(lines []line) (Parts, bool) {
	var rows [][]string
	loose := false
	for _, l := range lines {
		if l.blank {
			continue
		}
		body := strings.TrimSpace(l.body)
		if !strings.HasPrefix(body, "|") {
			loose = true
			continue
		}
		rows = append(rows, cells(body))
	}
	if len(rows) == 0 {
		return Parts{}, false
	}
	p, ok := headedColumns(rows)
	if !ok {
		p, ok = headedRows(rows)
	}
	if !ok && !loose {
		p, ok = bareRow(rows)
	}
	if ok && loose {
		p.Confidence -= 0.1
	}
	return p, ok
}

// headedColumns reads rows below the first row that names at least two of the parts.
func headedColumns(rows [][]string) (Parts, bool) {
	for i, row := range rows {
		kinds := make([]kind, len(row))
		var p Parts
		for j, c := range row {
			h, ok := readHeading(c)
			if !ok || h.rest != "" || h.kind == kindWeekday {
				continue
			}
			kinds[j] = h.kind
			p.Labels = append(p.Labels, h.label)
			p.add(h.kind, "")
		}
		var d draft
		if p.found() < 2 {
			continue
		}
		for _, below := range rows[i+1:] {
			if ruler(below) {
				continue
			}
			for j, c := range below {
				if j < len(kinds) {
					d.add(kinds[j], c)
				}
			}
		}
		d.parts(&p)
		p.Confidence = 1 - 0.1*float64(3-p.found())
		return p, true
	}
	return Parts{}, false
}

// headedRows reads a table that lies on its side.
func headedRows(rows [][]string) (Parts, bool) {
	var p Parts
	var d draft
	for _, row := range rows {
		if len(row) < 2 || ruler(row) {
			continue
		}
		h, ok := readHeading(row[0])
		if !ok || h.rest != "" || h.kind == kindWeekday || h.initial {
			continue
		}
		p.Labels = append(p.Labels, h.label)
		d.add(h.kind, strings.TrimSpace(strings.Join(row[1:], " ")))
	}
	d.parts(&p)
	if p.found() < 2 {
		return Parts{}, false
	}
	p.Confidence = 1 - 0.1*float64(3-p.found())
	return p, true
}

// bareRow reads "| name | yesterday | today | blockers |", with or without the name.
func bareRow(rows [][]string) (Parts, bool) {
	var p Parts
	var d draft
	for _, row := range rows {
		if ruler(row) {
			continue
		}
		if len(row) == 4 {
			row = row[1:]
		}
		if len(row) != 3 {
			return Parts{}, false
		}
		for i, k := range []kind{kindYesterday, kindToday, kindBlockers} {
			d.add(k, row[i])
		}
	}
	d.parts(&p)
	p.Confidence = 0.5
	return p, p.found() == 3
}

// ruler reports the row of dashes between a table's header and its body.
func ruler(row []string) bool {
	dashes := false
	for _, c := range row {
		if strings.Trim(c, "-: ") != "" {
			return false
		}
		dashes = dashes || strings.Contains(c, "-")
	}
	return dashes
}

// cells cuts a table row at its pipes and trims the cells; the pipes at both ends open and close the row.
func cells(row string) []string {
	row = strings.TrimPrefix(row, "|")
	if strings.HasSuffix(row, "|") && !strings.HasSuffix(row, `\|`) {
		row = row[:len(row)-1]
	}
	var out []string
	start := 0
	for _, i := range append(pipes(row), len(row)) {
		out = append(out, strings.TrimSpace(row[start:i]))
		start = i + 1
	}
	return out
}

// pipes gives the places of the pipes in s that separate: not escaped, not in code and not in a chat link
// ("<https://example.com|label>").
func pipes(s string) []int {
	var out []int
	code, link := false, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '`':
			code = !code && strings.IndexByte(s[i+1:], '`') >= 0
		case '<':
			link = link || opensLink(s[i+1:])
		case '>':
			link = false
		case '|':
			if !code && !link {
				out = append(out, i)
			}
		}
	}
	return out
}

// opensLink reports whether s goes on like a chat link or mention after its "<".
func opensLink(s string) bool {
	if s == "" || !isLetter(s[0]) && strings.IndexByte("@#!", s[0]) < 0 {
		return false
	}
	s = s[:min(len(s), 500)]
	end := strings.IndexAny(s, "<>")
	return end > 0 && s[end] == '>' && !strings.ContainsAny(s[:strings.IndexAny(s, "|>")], " ")
}
