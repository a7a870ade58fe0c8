package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"

	"daybook/internal/fault"

	"github.com/jackc/pgx/v5/pgconn"
)

// SQLSTATE codes that mean something to us.
const (
	uniqueViolation      = "23505"
	foreignKeyViolation  = "23503"
	exclusionViolation   = "23P01"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	queryCanceled        = "57014"
	lockNotAvailable     = "55P03"
	readOnly             = "25006" // on a server that is not, or not yet, the primary one
	idleInTransaction    = "25P03"
)

func isCode(err error, codes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.Contains(codes, pg.Code)
}

// IsUnique tells whether err is a violation of the unique index.
func IsUnique(err error, index string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == uniqueViolation && pg.ConstraintName == index
}

// IsExclusion tells whether err is a violation of the exclusion constraint.
func IsExclusion(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == exclusionViolation && pg.ConstraintName == constraint
}

// ForeignKey names the constraint when err is a reference to a row that is not there; else it is empty.
func ForeignKey(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == foreignKeyViolation {
		return pg.ConstraintName
	}
	return ""
}

// Missing turns sql.ErrNoRows into NOT_FOUND and leaves other errors alone.
func Missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing()
	}
	return err
}

// Classify gives errors of the database's state their code: TIMEOUT when it took too long, UNAVAILABLE when it is not
// there, or nothing but another try is needed. Others are returned as they are.
func Classify(err error) error {
	var f *fault.Error
	var netErr net.Error
	var connect *pgconn.ConnectError
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case isCode(err, queryCanceled, lockNotAvailable), errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.Timeout, "this took too long; try again")
	case isCode(err, readOnly, idleInTransaction, deadlockDetected, serializationFailure), isOutage(err), errors.As(err, &connect),
		errors.As(err, &netErr), isLost(err):
		return fault.Wrap(err, fault.Unavailable, "the database is not available; try again")
	}
	return err
}

// outages are the classes of SQLSTATE that tell of the server and not of the statement: connections, resources such as room on
// the disk, intervention by the operator, the system beneath.
var outages = []string{"08", "53", "57", "58"}

func isOutage(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && len(pg.Code) == 5 && slices.Contains(outages, pg.Code[:2])
}

// isLost tells whether the connection ended under the statement, or before it.
func isLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) || pgconn.SafeToRetry(err)
}

// withoutAddress drops the text of errors that name the server's address, account or password.
func withoutAddress(err error) error {
	var parse *pgconn.ParseConfigError
	var connect *pgconn.ConnectError
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &parse):
		return errors.New("the address is not of the form postgres://user:password@host/database")
	case errors.As(err, &pg):
		return errors.New(pg.Message)
	case errors.As(err, &connect):
		return errors.New("nothing answers at the address")
	}
	return err
}
