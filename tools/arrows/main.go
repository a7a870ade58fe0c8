// Command arrows checks which room imports which: the packages of this module against the plan in rooms.go. It prints
// one line for each import that the plan does not have, and ends with 1 when there is any.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "arrows:", err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	packages, err := list()
	if err != nil {
		return err
	}
	findings := plan{groups, arrows, libraries}.check(packages)
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d findings; the plan is in tools/arrows/rooms.go", len(findings))
	}
	return nil
}

// pkg is a package of this module. Its name and those of the packages of ours that it imports are paths from the
// module's root, "" for main.go.
type pkg struct {
	name            string
	ours, libraries []string
}

// list asks go for the module's packages; what only tests import is left out.
func list() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Module", "./...") //nolint:noctx // there is nobody to stop it but a signal
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing the packages: %w", err)
	}
	var packages []pkg
	for in := json.NewDecoder(strings.NewReader(string(text))); ; {
		var p struct {
			ImportPath string
			Imports    []string
			Module     struct{ Path string }
		}
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the packages: %w", err)
		}
		found := pkg{name: within(p.ImportPath, p.Module.Path)}
		for _, path := range p.Imports {
			if below(path, p.Module.Path) {
				found.ours = append(found.ours, within(path, p.Module.Path))
			} else {
				found.libraries = append(found.libraries, path)
			}
		}
		packages = append(packages, found)
	}
}

// below tells whether path is root or in it.
func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// within is the path from the module's root.
func within(path, module string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
}

// plan is what rooms.go holds.
type plan struct{ groups, arrows, libraries map[string][]string }

// check compares the packages with the plan, and the plan with the packages. The findings are sorted.
func (p plan) check(packages []pkg) []string {
	var findings []string
	there := map[string]bool{}
	for _, from := range packages {
		there[from.name] = true
		if !p.known(from.name) {
			findings = append(findings, fmt.Sprintf("%s is not in the plan: put it into a group or give it a row that says what it may import", title(from.name)))
			continue
		}
		for _, to := range from.ours {
			if !p.holds(p.targets(from.name), to) {
				findings = append(findings, fmt.Sprintf("%s imports %s: no such arrow in the plan", title(from.name), title(to)))
			}
		}
		for _, path := range from.libraries {
			for library, users := range p.libraries {
				if below(path, library) && !p.holds(users, from.name) {
					findings = append(findings, fmt.Sprintf("%s imports %s, which is for %s", title(from.name), path, strings.Join(users, ", ")))
				}
			}
		}
	}
	for _, name := range p.names() {
		if !there[name] {
			findings = append(findings, fmt.Sprintf("%s is in the plan, but not in the house", title(name)))
		}
	}
	slices.Sort(findings)
	return findings
}

// known tells whether a room has a row or a group.
func (p plan) known(room string) bool { return slices.Contains(p.names(), room) }

// names lists every room that the plan has a row or a group for.
func (p plan) names() []string {
	set := map[string]bool{}
	for name := range p.arrows {
		if !isGroup(name) {
			set[name] = true
		}
	}
	for _, members := range p.groups {
		for _, name := range members {
			set[name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// targets is what a room may import by its own row and by those of its groups.
func (p plan) targets(room string) []string {
	targets := slices.Clone(p.arrows[room])
	for group, members := range p.groups {
		if slices.Contains(members, room) {
			targets = append(targets, p.arrows[group]...)
		}
	}
	return targets
}

// holds tells whether a list of rooms and groups has the room; "*" has every one.
func (p plan) holds(list []string, room string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		return entry == "*" || entry == room || isGroup(entry) && slices.Contains(p.groups[entry], room)
	})
}

func isGroup(name string) bool { return strings.HasPrefix(name, "@") }

func title(room string) string {
	if room == "" {
		return "main.go"
	}
	return room
}
