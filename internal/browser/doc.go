// Package browser holds the pages to what people do with them, in a real browser: it signs in, clicks and types as they do,
// finds things by their role and name as assistive technology does, and looks at what stands on the page.
//
// Every page a test opens is held to three rules: no request leaves the machine, nothing is refused by the page's own policy,
// and no script fails.
package browser
