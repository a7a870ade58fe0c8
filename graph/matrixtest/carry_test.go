package matrixtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"daybook/internal/authn"
)

// carrier carries operations to the server as one viewer after the other. An operation that streams is read up to its first
// frame with rows.
type carrier interface {
	name() string
	ask(ctx context.Context, v *viewer, document string) (*answer, error)
	// stream reads frames until one is the last that is wanted.
	stream(ctx context.Context, v *viewer, document string, enough func(*answer) bool) error
}

const patience = 20 * time.Second

var errOver = errors.New("the stream is over")

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

func body(document string) string {
	b, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// request is a POST with the viewer's credential: the session of a person, the token of a service.
func request(ctx context.Context, url, accept string, v *viewer, document string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", strings.NewReader(body(document)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	switch {
	case v.cookie != "":
		r.AddCookie(&http.Cookie{Name: authn.CookieName(false), Value: v.cookie})
	case v.bearer != "":
		r.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	return client.Do(r)
}

type post struct{ url string }

func (post) name() string { return "POST" }

func (c post) ask(ctx context.Context, v *viewer, document string) (*answer, error) {
	response, err := request(ctx, c.url, "application/graphql-response+json", v, document)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read only
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	a, err := decode(string(raw))
	if err == nil {
		a.status = response.StatusCode
	}
	return a, err
}

func (c post) stream(context.Context, *viewer, string, func(*answer) bool) error {
	return errors.New("POST does not stream")
}

type sse struct{ url string }

func (sse) name() string { return "SSE" }

func (c sse) ask(ctx context.Context, v *viewer, document string) (*answer, error) {
	var first *answer
	err := c.stream(ctx, v, document, func(a *answer) bool { first = a; return isRows(a) })
	if first != nil {
		return first, nil
	}
	return nil, err
}

func (c sse) stream(ctx context.Context, v *viewer, document string, enough func(*answer) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	response, err := request(ctx, c.url, "text/event-stream", v, document)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read only
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		raw, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		a, err := decode(string(raw))
		if err != nil {
			return err
		}
		a.status = response.StatusCode
		enough(a)
		return errOver
	}
	lines := bufio.NewReader(response.Body)
	event := ""
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return fmt.Errorf("an event stream: %w", err)
		}
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch {
		case name == "event":
			event = text
			if text == "complete" {
				return errOver
			}
		case name == "data" && event == "next":
			a, err := decode(text)
			if err != nil {
				return err
			}
			if enough(a) {
				return nil
			}
		}
	}
}

// isRows tells answers that are the last of interest: all but a stream's heartbeats.
func isRows(a *answer) bool {
	data, _ := a.Data.(map[string]any)
	for _, v := range data {
		if frame, ok := v.(map[string]any); ok && frame["kind"] == "HEARTBEAT" {
			return false
		}
	}
	return true
}
