package export

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestCellsThatASpreadsheetWouldRunAreQuoted(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "＝1": "'＝1", "＠x": "'＠x",
		"": "", "x": "x", "'=1": "'=1", "1-1": "1-1", "\xff=": "\xff=", "Zoë": "Zoë",
	} {
		if got, err := cell(prose(s)); got != want || err != nil {
			t.Errorf("%q becomes %q, %v, want %q", s, got, err, want)
		}
	}
	for want, v := range map[string]any{"-0.5": -0.5, "-3": -3, "0.0000001": 0.0000001, "true": true, "": nil, "-x": "-x", `["=1"]`: []string{"=1"}} {
		if got, err := cell(v); got != want || err != nil {
			t.Errorf("%v becomes %q, %v, want %q", v, got, err, want)
		}
	}
}

func TestFormatsHaveTheSameKeysInTheSameOrder(t *testing.T) {
	t.Parallel()
	columns, cells := []string{"id", "note", "count", "more"}, []any{"x_1", prose("=\"a\"\n<b> \u2028"), -2, nil}
	for format, want := range map[Format]string{
		CSV: "id,note,count,more\r\nx_1,\"'=\"\"a\"\"\r\n<b> \u2028\",-2,\r\n", JSONL: "{\"id\":\"x_1\",\"note\":\"=\\\"a\\\"\\n<b> \\u2028\",\"count\":-2,\"more\":null}\n",
	} {
		var out bytes.Buffer
		f, err := newFile(format, columns, &out)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.row(cells); err != nil {
			t.Fatal(err)
		}
		if err := f.flush(); err != nil || out.String() != want {
			t.Errorf("%s: %v %q, want %q", format, err, out.String(), want)
		}
		if format == JSONL && !json.Valid(out.Bytes()) {
			t.Errorf("it is not JSON: %s", out.Bytes())
		}
	}
}
