package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

var measure = flag.Bool("measure", false, "print what each page costs, as the table of docs/pages.md")

var pictures = flag.String("pictures", "", "a folder to put the screenshots of docs/ into")

// required says that no browser is a failure: tests are left out without one elsewhere.
const required = "DAYBOOK_BROWSER_REQUIRED"

var passed, failed atomic.Int64

// chromium is the one browser of all tests. Each tab has cookies and storage of its own.
var chromium context.Context //nolint:containedctx // chromedp's way

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	path := find()
	if path == "" {
		fmt.Println("browser: there is no Chromium: make setup-browser installs it on Debian")
		if os.Getenv(required) != "" {
			return 1
		}
		return 0
	}
	profile, err := os.MkdirTemp("", "daybook-browser-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(profile) //nolint:errcheck // it is in the system's folder for such
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"), chromedp.Flag("lang", "en-US"))
	defer stop()
	ctx, end := chromedp.NewContext(allocator)
	defer end()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Println("browser: it does not start:", err)
		return 1
	}
	chromium = ctx
	// Seats say how many run; one more may rest.
	if err := flag.Set("test.parallel", strconv.Itoa(cap(seats)+1)); err != nil {
		panic(err)
	}
	code := m.Run()
	fmt.Printf("browser: %d passed, %d failed\n", passed.Load(), failed.Load())
	return code
}

// find is the path of a Chromium, or empty.
func find() string {
	for _, name := range []string{os.Getenv("DAYBOOK_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// report counts a test.
func report(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		if t.Failed() {
			failed.Add(1)
		} else {
			passed.Add(1)
		}
	})
}
