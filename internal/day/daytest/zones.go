// Package daytest lists the time zones that tests of days go through.
package daytest

import (
	"archive/zip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// ZoneNames are the zones of Go's own zip where it is there, else a list of those with the rarer rules.
func ZoneNames(t testing.TB) []string {
	t.Helper()
	//nolint:staticcheck // the place of the Go that runs the test is what is wanted
	z, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip"))
	if os.IsNotExist(err) {
		return []string{"UTC", "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/Nuuk",
			"America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu",
			"Asia/Tehran", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Apia",
			"Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati", "Etc/GMT+12", "Etc/GMT-14"}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	var names []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("only %d zones", len(names))
	}
	return names
}
