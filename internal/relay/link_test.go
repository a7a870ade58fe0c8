package relay

import (
	"errors"
	"strings"
	"testing"
)

func TestErrorsAreShownWithoutWhatTheAddressHides(t *testing.T) {
	t.Parallel()
	for url, problem := range map[string]string{
		"nats://bertha:s3cret@host:4222":                "dial nats://bertha:s3cret@host:4222: refused",
		"tls://t0ken@host:4222":                         "connecting to tls://t0ken@host:4222 as t0ken",
		"nats://plain:4222, nats://bertha:s3cret@other": "user bertha with s3cret: no",
		"nats://bertha:s%20cret%2F@host":                "password s cret/ in nats://bertha:s%20cret%2F@host",
		"nats://bertha:s3cret @host":                    `parse "nats://bertha:s3cret @host"`,
	} {
		r := &Relay{options: Options{Server: Server{URL: url}}}
		text := r.redact(errors.New(problem))
		for _, word := range []string{"s3cret", "t0ken", "bertha", "s cret", "cret%2F"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: %q tells %q", url, text, word)
			}
		}
	}
	if text := (&Relay{options: Options{Server: Server{URL: "nats://host"}}}).redact(errors.New("refused")); text != "refused" {
		t.Errorf("an address without secrets gives %q", text)
	}
}
