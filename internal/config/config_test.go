package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daybook/internal/config"
)

func TestNATSSettings(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "user.creds")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ url, creds, problem string }{
		"none":                        {"", "", ""},
		"one":                         {"nats://host:4222", "", ""},
		"several, with TLS and users": {"tls://ann:s3cret@host, wss://t0ken@other:443", file, ""},
		"no scheme":                   {"host:4222", "", "--nats-url: addresses such as"},
		"another scheme":              {"http://ann:s3cret@host", "", "--nats-url: addresses such as"},
		"no host":                     {"nats://", "", "--nats-url: addresses such as"},
		"not an address":              {"nats://ann:s3cret @host", "", "--nats-url: addresses such as"},
		"one of them empty":           {"nats://host,", "", "--nats-url: addresses such as"},
		"credentials that are gone":   {"nats://host", file + ".old", "--nats-creds: "},
		"credentials for nothing":     {"", file, "--nats-creds is of no use"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := config.Server{Addr: "127.0.0.1:8080", MaxConns: 20, CostBudget: 100000, CostRestore: 5000, NATSURL: c.url, NATSCreds: c.creds}
			err := s.Validate()
			if (err == nil) != (c.problem == "") || err != nil && !strings.HasPrefix(err.Error(), c.problem) {
				t.Fatalf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
}
