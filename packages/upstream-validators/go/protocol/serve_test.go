package protocol

import (
	"bytes"
	"strings"
	"testing"
)

func serve(t *testing.T, lines ...string) []string {
	t.Helper()
	judges := []Judge{
		Guard("each", func(_ Request, document Document) []Finding {
			if document.Name == "bad" {
				panic("oh")
			}
			return []Finding{document.Find("each", Info, "", "seen")}
		}),
		{Name: "whole", Judge: func(Request, []Document) []Finding { panic("oh") }},
	}
	var output bytes.Buffer
	if err := Serve(strings.NewReader(strings.Join(lines, "\n")), &output, Greeting{}, judges); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(output.String()), "\n")[1:]
}

func TestAnswers(t *testing.T) {
	cases := map[string][2]string{
		"a panic over one document costs its verdict alone": {
			`{"id":1,"judges":["each"],"documents":[{"kind":"A","metadata":{"name":"bad"}},{"kind":"B"}]}`,
			`{"id":1,"findings":[` +
				`{"judge":"each","severity":"could-not-check","kind":"A","namespace":"","name":"bad","index":0,"path":"","message":"The judge failed: oh"},` +
				`{"judge":"each","severity":"info","kind":"B","namespace":"","name":"","index":1,"path":"","message":"seen"}]}`,
		},
		"a panic over a set costs the judge's verdict": {
			`{"id":2,"judges":["whole"],"set":[]}`,
			`{"id":2,"findings":[{"judge":"whole","severity":"could-not-check","kind":"","namespace":"","name":"","index":-1,"path":"","message":"The judge failed: oh"}]}`,
		},
		"an unknown judge is an error of the request": {
			`{"id":3,"judges":["nobody"]}`,
			`{"id":3,"findings":[],"error":"There is no judge \"nobody\"."}`,
		},
		"garbage is an error of the request": {
			`garbage`,
			`{"id":0,"findings":[],"error":"The request is not readable: invalid character 'g' looking for beginning of value"}`,
		},
		"a document that is no mapping is said once": {
			`{"id":4,"judges":["each","each"],"documents":["- a"]}`,
			`{"id":4,"findings":[{"judge":"each","severity":"error","kind":"","namespace":"","name":"","index":0,"path":"","message":"not a mapping"}]}`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := serve(t, c[0]); len(got) != 1 || got[0] != c[1] {
				t.Errorf("got %s, want %s", got, c[1])
			}
		})
	}
}

func TestServesOnAfterGarbage(t *testing.T) {
	got := serve(t, "garbage", `{"id":5,"judges":["each"],"documents":[{"kind":"A"}]}`)
	if len(got) != 2 || !strings.Contains(got[1], `"seen"`) {
		t.Errorf("got %s", got)
	}
}
