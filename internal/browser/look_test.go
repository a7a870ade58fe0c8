package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/text.js
var textScript string

// seen is what assistive technology is told of one thing on the page.
type seen struct {
	id                cdp.BackendNodeID
	name, value, told string // told is its description: hints and errors
	disabled, focused bool
}

// all are the things of a role whose name begins with the text, in the order of the page.
func (p *tab) all(role, name string) []seen {
	p.t.Helper()
	found, err := p.tryAll(role, name)
	p.must(err)
	return found
}

func (p *tab) tryAll(role, name string) ([]seen, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	root, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
	if err != nil {
		return nil, err
	}
	tree, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root.Result.ObjectID, Role: role})
	if err != nil {
		return nil, err
	}
	var found []seen
	for _, n := range tree.Nodes {
		s := seen{id: n.BackendDOMNodeID, name: text(n.Name), value: text(n.Value), told: text(n.Description)}
		for _, property := range n.Properties {
			s.disabled = s.disabled || property.Name == "disabled" && text(property.Value) == "true"
			s.focused = s.focused || property.Name == "focused" && text(property.Value) == "true"
		}
		if !n.Ignored && strings.HasPrefix(s.name, name) {
			found = append(found, s)
		}
	}
	return found, nil
}

func text(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var plain string
	if json.Unmarshal(v.Value, &plain) != nil {
		return string(v.Value) // a number, or whether it is so
	}
	return plain
}

// one waits for a thing of a role whose name begins with the text, and is the first of them.
func (p *tab) one(role, name string) (one seen) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("%s %q", role, name), func() bool {
		found, err := p.tryAll(role, name)
		if err != nil || len(found) == 0 {
			return false
		}
		one = found[0]
		return true
	})
	return one
}

// press clicks on a thing as a person does: it must be in view and nothing may cover it.
func (p *tab) press(role, name string) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("%s %q to press", role, name), func() bool {
		found, err := p.tryAll(role, name)
		return err == nil && len(found) > 0 && !found[0].disabled && p.click(found[0].id) == nil
	})
}

func (p *tab) click(id cdp.BackendNodeID) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: id}); err != nil {
		return err
	}
	shape, err := chromedp.Call(ctx, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: id})
	if err != nil {
		return err
	}
	if len(shape.Quads) == 0 {
		return fmt.Errorf("it is nowhere on the page")
	}
	q := shape.Quads[0]
	x, y := (q[0]+q[2]+q[4]+q[6])/4, (q[1]+q[3]+q[5]+q[7])/4
	if err := p.uncovered(ctx, id, x, y); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.MouseClickXY(x, y))
}

// uncovered tells whether a click at the point meets the thing or something in it.
func (p *tab) uncovered(ctx context.Context, id cdp.BackendNodeID, x, y float64) error {
	node, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id})
	if err != nil {
		return err
	}
	hit, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{ObjectID: node.Object.ObjectID, ReturnByValue: new(true),
		FunctionDeclaration: fmt.Sprintf(`function () {
			let at = document.elementFromPoint(%f, %f);
			while (at?.shadowRoot?.elementFromPoint(%[1]f, %[2]f) && at.shadowRoot.elementFromPoint(%[1]f, %[2]f) !== at) at = at.shadowRoot.elementFromPoint(%[1]f, %[2]f);
			const labels = [...(this.labels ?? [])];
			for (let up = at; up; up = up.assignedSlot ?? up.parentNode ?? up.host) if (up === this || labels.includes(up)) return true;
			return false;
		}`, x, y)})
	if err != nil {
		return err
	}
	if string(hit.Result.Value) != "true" {
		return fmt.Errorf("something covers it")
	}
	return nil
}

// fill puts the text into a field in the place of what it holds, as a person who selects all and types.
func (p *tab) fill(name, value string) {
	p.t.Helper()
	p.into("textbox", name, value)
}

func (p *tab) into(role, name, value string) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("the field %q", name), func() bool {
		found, err := p.tryAll(role, name)
		return err == nil && len(found) > 0 && p.click(found[0].id) == nil
	})
	p.keys("Control+a")
	if value == "" {
		p.keys("Delete")
		return
	}
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: value})
	p.must(err)
}

// keys presses a key by its name, "Control+" before it for one with Control held, or types a character.
func (p *tab) keys(key string) {
	p.t.Helper()
	name, modifiers := key, int64(0)
	if after, held := strings.CutPrefix(key, "Control+"); held {
		name, modifiers = after, 2
	}
	known := map[string]struct {
		code int64
		text string
	}{"Enter": {13, "\r"}, "Escape": {27, ""}, "Tab": {9, ""}, "Delete": {46, ""}, "PageDown": {34, ""}, "PageUp": {33, ""}, "End": {35, ""},
		"Home": {36, ""}, "ArrowDown": {40, ""}, "ArrowUp": {38, ""}, "ArrowLeft": {37, ""}, "ArrowRight": {39, ""}, "a": {65, ""}}
	k, ok := known[name]
	if !ok {
		p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(name)))
		return
	}
	down := input.DispatchKeyEventParams{Type: "keyDown", Key: name, Code: name, WindowsVirtualKeyCode: k.code, Modifiers: modifiers, Text: k.text}
	if name == "a" {
		down.Commands = []string{"selectAll"}
	}
	up := input.DispatchKeyEventParams{Type: "keyUp", Key: name, Code: name, WindowsVirtualKeyCode: k.code, Modifiers: modifiers}
	for _, e := range []input.DispatchKeyEventParams{down, up} {
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, e)
		p.must(err)
	}
}

// text is what can be read on the page, through shadow roots, a line for each block.
func (p *tab) text() string {
	var out string
	if err := p.tryEval(textScript, &out); err != nil {
		return err.Error()
	}
	return out
}

// sees waits until all texts can be read on the page.
func (p *tab) sees(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		p.waitFor(fmt.Sprintf("the text %q", text), func() bool { return strings.Contains(p.text(), text) })
	}
}

// lacks waits until the text cannot be read on the page.
func (p *tab) lacks(text string) {
	p.t.Helper()
	p.waitFor(fmt.Sprintf("the text %q to go", text), func() bool { return !strings.Contains(p.text(), text) })
}

// size makes the window of this size, in CSS pixels.
func (p *tab) size(width, height int64) {
	p.t.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height)))
}

// dark makes the person prefer dark pages, or light ones.
func (p *tab) dark(on bool) {
	p.t.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[on]
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	p.must(err)
}

// settled waits until nothing on the page is loading: a page shows nothing of it for the first 200 ms.
func (p *tab) settled() {
	p.t.Helper()
	p.one("heading", "")
	p.waitFor("the page to be loaded", func() bool {
		var busy bool
		err := p.tryEval(`(() => { const busy = (root) => [...root.querySelectorAll('*')].some((el) => el.getAttribute('aria-busy') === 'true' || (el.shadowRoot && busy(el.shadowRoot))); return busy(document); })()`, &busy)
		return err == nil && !busy && p.quiet()
	})
}

// shows opens a page and waits until it is there.
func (p *tab) shows(path string) {
	p.t.Helper()
	p.open(path)
	p.settled()
}

// focus walks to a thing by the Tab key, as those do who use no mouse.
func (p *tab) focus(role, name string) {
	p.t.Helper()
	for range 150 {
		found, err := p.tryAll(role, name)
		if err == nil && slices.ContainsFunc(found, func(s seen) bool { return s.focused }) {
			return
		}
		p.keys("Tab")
	}
	p.t.Fatalf("at %s: the Tab key does not lead to %s %q", p.path(), role, name)
}

// types puts text where the keyboard is.
func (p *tab) types(text string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	p.must(err)
}

// fits fails the test when the page must be moved sideways to be read.
func (p *tab) fits(state string) {
	p.t.Helper()
	var wide string
	p.eval(`(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return '';
		const out = [];
		const walk = (root) => { for (const el of root.querySelectorAll('*')) { const box = el.getBoundingClientRect(); if (box.width > 0 && (box.right > width + 1 || box.left < -1)) out.push(el.localName + '.' + el.className + ' ' + Math.round(box.left) + '-' + Math.round(box.right)); if (el.shadowRoot) walk(el.shadowRoot); } };
		walk(document);
		return document.documentElement.scrollWidth + ' px: ' + out.slice(0, 12).join(', ');
	})()`, &wide)
	if wide != "" {
		p.t.Errorf("at %s (%s): the page is wider than the window, %s", p.path(), state, wide)
	}
}

// before runs a script in every page that the window opens from now on, before the page's own.
func (p *tab) before(script string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	p.must(err)
}
