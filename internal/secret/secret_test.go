package secret_test

import (
	"bytes"
	"sync"
	"testing"

	"daybook/internal/postgres/postgrestest"
	"daybook/internal/secret"
)

func TestAllReplicasLoadTheSameSecret(t *testing.T) {
	t.Parallel()
	d := postgrestest.New(t)
	var wg sync.WaitGroup
	got := make([][]byte, 16)
	for i := range got {
		wg.Go(func() {
			value, err := secret.Load(t.Context(), d.DB, "key", 32)
			if err != nil {
				t.Error(err)
			}
			got[i] = value
		})
	}
	wg.Wait()
	for _, value := range got {
		if len(value) != 32 || !bytes.Equal(value, got[0]) || bytes.Equal(value, make([]byte, 32)) {
			t.Errorf("%x and %x are loaded", got[0], value)
		}
	}
	other, err := secret.Load(t.Context(), d.DB, "other", 32)
	if err != nil || bytes.Equal(other, got[0]) {
		t.Errorf("another name loads %x: %v", other, err)
	}
	if _, err := secret.Load(t.Context(), d.DB, "key", 8); err == nil {
		t.Error("a secret of another size was loaded")
	}
}
