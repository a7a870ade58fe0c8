package authz

import "github.com/google/uuid"

// ChangeSettings requires an admin of the workspace in person. A token that is bounded by scopes is refused: no scope reaches
// so far, and one made for reading must not change who may read.
func ChangeSettings(v *Viewer, workspaceID uuid.UUID) error {
	if err := AdminOnly(v, workspaceID); err != nil {
		return err
	}
	if v.Scopes != nil {
		return NotAllowed()
	}
	return nil
}
