package export

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"daybook/internal/authz"
	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Status is where an export stands now.
func (s *Service) Status(x *Export) Status {
	if s.now().Before(x.ExpiresAt) {
		return Ready
	}
	return Expired
}

// Link is the address of the file on this server, a path with a query; ok is false for who gets none: anyone but the
// requester, and everyone once it has expired.
func (s *Service) Link(v *authz.Viewer, x *Export) (address string, ok bool) {
	if s.Status(x) == Expired || !authz.TakesExport(v, x.Facts()) {
		return "", false
	}
	until := s.now().Add(LinkLifetime)
	if x.ExpiresAt.Before(until) {
		until = x.ExpiresAt
	}
	seconds := strconv.FormatInt(until.Unix(), 10)
	query := url.Values{"until": {seconds}, "sig": {base64.RawURLEncoding.EncodeToString(s.sign(v, x.ID, seconds))}}
	return "/exports/" + x.NodeID().String() + "?" + query.Encode(), true
}

// sign binds an address to the export, the requester and its end. Each part has a length of its own or no line end in it, so
// that no two lists of parts run together.
func (s *Service) sign(v *authz.Viewer, exportID uuid.UUID, until string) []byte {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "daybook export\n%s\n%s\n%s", exportID, v.Principal(), until)
	return mac.Sum(nil)
}

// Open finds the export of an address. It does not exist for anyone but the requester, nor with a signature that is not
// theirs or too old, nor after it has expired. Errors: NOT_FOUND, FORBIDDEN for a token without the scope of the rows.
func (s *Service) Open(ctx context.Context, v *authz.Viewer, exportID uuid.UUID, until, signature string) (*Export, error) {
	sum, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	if err != nil || !hmac.Equal(sum, s.sign(v, exportID, until)) {
		return nil, fault.Missing()
	}
	seconds, err := strconv.ParseInt(until, 10, 64)
	if err != nil || !s.now().Before(time.Unix(seconds, 0)) {
		return nil, fault.Missing()
	}
	found, err := s.ByIDs(ctx, v, []uuid.UUID{exportID})
	if err != nil {
		return nil, err
	}
	x := found[exportID]
	if x == nil || s.Status(x) == Expired {
		return nil, fault.Missing()
	}
	return x, authz.OpenExport(v, x.Facts(), s.sheets[x.Kind].scope)
}
