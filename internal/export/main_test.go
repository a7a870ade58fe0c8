package export_test

import (
	"testing"

	"daybook/internal/postgres/postgrestest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, postgrestest.Stays...) }
