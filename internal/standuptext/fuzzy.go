package standuptext

// correctable are the heading words long enough to be told from other words when misspelt.
var correctable = []string{
	"yesterday", "previously", "completed", "finished", "accomplished", "accomplishments", "progress",
	"upcoming", "priorities", "priority", "tomorrow",
	"blocked", "blocker", "blockers", "blocking", "blockages", "roadblocks", "impediment", "impediments",
	"obstacle", "obstacles", "problems", "challenges", "difficulties", "hindernisse", "aujourdhui",
}

// swappable are short heading words; of them only two exchanged neighbours are forgiven ("Nxet"), since other
// slips make ordinary words ("Nest").
var swappable = []string{"done", "next", "today", "todo", "plans", "stuck"}

// misspelt gives the role of the heading word meant by w, or roleUnknown. Words of seven and eight letters may
// differ by one edit, longer ones by two; the first letter must be right.
func misspelt(w string) role {
	if len(w) < 4 || len(w) > 18 {
		return roleUnknown
	}
	for _, t := range swappable {
		if len(t) == len(w) && t[0] == w[0] && edits(w, t, 1) == 1 && swapped(w, t) {
			return roles[t]
		}
	}
	best, bestEdits := roleUnknown, 3
	for _, t := range correctable {
		limit := 1
		if len(t) >= 9 {
			limit = 2
		}
		if t[0] != w[0] || len(w) < 6 || len(w)-len(t) > limit || len(t)-len(w) > limit {
			continue
		}
		if n := edits(w, t, limit); n <= limit && n < bestEdits {
			best, bestEdits = roles[t], n
		}
	}
	return best
}

// swapped reports whether two words of equal length hold the same letters.
func swapped(a, b string) bool {
	var count [256]int
	for i := range len(a) {
		count[a[i]]++
		count[b[i]]--
	}
	return count == [256]int{}
}

// edits is the optimal string alignment distance (insert, delete, replace, swap neighbours) of two words of at
// most 18 bytes, or limit+1 when it is greater.
func edits(a, b string, limit int) int {
	var rows [3][20]int
	before, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			cur[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
