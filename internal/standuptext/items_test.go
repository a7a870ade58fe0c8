package standuptext

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestItemsGivesTopLevelLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		part string
		want []string
	}{
		{"bullets without their nesting", "- a\n  - deep\n- b\n    continued\n- c", []string{"a", "b continued", "c"}},
		{"numbers and check boxes", "1. a\n2) b\n- [x] c\n• d", []string{"a", "b", "c", "d"}},
		{"text before bullets", "a\n- b\n- c", []string{"a", "b", "c"}},
		{"lines without bullets", "a\n\nb", []string{"a", "b"}},
		{"wavering indentation", "  - a\n - b\n- c\n  - deep", []string{"a", "b", "c"}},
		{"empty bullets", "-\n- a\n- ", []string{"a"}},
		{"text after nested bullets is not joined", "- a\n  - deep\n    more of deep\n- b", []string{"a", "b"}},
		{"chat links, mentions and escapes", "- see <https://example.com/1|PR 1> &amp; <https://example.com/2> by <@U1|dev-1> &lt;3",
			[]string{"see PR 1 & https://example.com/2 by @dev-1 <3"}},
		{"Markdown links", "- [#12](https://example.com/12) and ![shot](x.png) but [not this]",
			[]string{"#12 and shot but [not this]"}},
		{"emphasis and code", "- **a** _b_ ~~c~~ `d_e*f` g_h 2*3*4", []string{"a b c d_e*f g_h 2*3*4"}},
		{"none", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := Items(c.part); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestItemsStopsAtAHundred(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 150 {
		_, _ = fmt.Fprintf(&b, "- item %d\n", i)
	}
	got := Items(b.String())
	if len(got) != 100 || got[99] != "item 99" {
		t.Errorf("got %d items, last %q", len(got), got[len(got)-1])
	}
}
