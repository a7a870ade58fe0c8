package matrixtest

import "fmt"

// part is one part of the graph, in a file of its own: the ways to its types, how its mutations are tried, and what the
// notes say besides the cells. The same file makes the part's things and tells what their fields must say.
type part struct {
	ways    map[string][]way
	tries   map[string]mutation
	remarks []remark
}

var parts = []part{
	callerPart, workspacePart, settingsPart, directoryPart, workPart, tokenPart, standupPart, workLogPart, timeEntryPart, timerPart,
	blockerPart, escalationPart, activityPart, commentPart, metricsPart, notificationPart, externalPart, exportPart, statsPart, sessionPart, profilePart,
}

// entries are the ways to each type. TestWaysAreComplete holds them to the schema: every field that can lead to the type is
// the end of one of them.
var entries = joined(func(p part) map[string][]way { return p.ways })

// mutations tell how each is tried.
var mutations = joined(func(p part) map[string]mutation { return p.tries })

func joined[V any](of func(part) map[string]V) map[string]V {
	all := map[string]V{}
	for _, p := range parts {
		for name, v := range of(p) {
			if _, twice := all[name]; twice {
				panic(fmt.Sprintf("%s stands in two parts", name))
			}
			all[name] = v
		}
	}
	return all
}
