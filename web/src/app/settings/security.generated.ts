// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Why an input was not accepted. Treat an unknown value as INVALID. */
export type UserErrorCode =
  /** A value is missing. */
  | 'REQUIRED'
  /** The text is longer than allowed. */
  | 'TOO_LONG'
  /** The value is not of the form asked for. */
  | 'INVALID'
  /** The number or date is outside the allowed range. */
  | 'OUT_OF_RANGE'
  /** The id names nothing in this workspace that the viewer may use. */
  | 'NOT_FOUND'
  /** The day has not begun in the person's time zone. */
  | 'FUTURE_DATE'
  /** Something with this unique value exists already. */
  | 'DUPLICATE'
  /** The row was changed since the version given. */
  | 'CONFLICT'
  /** The workspace would be left without an owner. */
  | 'LAST_OWNER'
  /** The person has not agreed to this source. */
  | 'CONSENT_REQUIRED'
  /** The period is closed for changes. */
  | 'CLOSED_PERIOD'
  /** The time is taken by another entry or timer of the person. */
  | 'OVERLAP'
  /** A timer of the person runs already. */
  | 'ALREADY_RUNNING'
  /** The timer does not run any more. */
  | 'NOT_RUNNING'
  /** The blocker is resolved already. */
  | 'ALREADY_RESOLVED'
  /** The key was used for another input before. */
  | 'IDEMPOTENCY_KEY_REUSED';

/** A session to end. */
export type SessionRevokeInput = {
  /** The session (`ses_` id). */
  readonly id: string;
};

/** Sessions to end. */
export type SessionRevokeAllInput = {
  /** Whose sessions (`mem_` id): the caller's own when not given. */
  readonly memberId?: string | null | undefined;
  /** Whether the session of this request ends too. Example: `false`. */
  readonly includeCurrent?: boolean;
};

/** A new password. */
export type PasswordChangeInput = {
  /** The password as it is. Example: `correct horse battery staple`. */
  readonly currentPassword: string;
  /** The password to come, at least 10 characters. Example: `incorrect horse battery staple`. */
  readonly newPassword: string;
};

export type SessionsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type SessionsQuery = { readonly viewer: { readonly sessions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly lastSeenAt: string, readonly device: string | null, readonly ipAddress: string | null, readonly current: boolean }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } };

export type SessionEndMutationVariables = Exact<{
  input: SessionRevokeInput;
}>;

export type SessionEndMutation = { readonly sessionRevoke: { readonly sessionId: string | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type SessionsEndMutationVariables = Exact<{
  input: SessionRevokeAllInput;
}>;

export type SessionsEndMutation = { readonly sessionRevokeAll: { readonly revokedCount: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type PasswordSetMutationVariables = Exact<{
  input: PasswordChangeInput;
}>;

export type PasswordSetMutation = { readonly passwordChange: { readonly revokedCount: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const SessionsDocument = "query Sessions($after:String){viewer{sessions(first:25 after:$after){nodes{id createdAt lastSeenAt device ipAddress current}pageInfo{hasNextPage endCursor}}}}" as Document<SessionsQuery, SessionsQueryVariables>;
export const SessionEndDocument = "mutation SessionEnd($input:SessionRevokeInput!){sessionRevoke(input:$input){sessionId userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<SessionEndMutation, SessionEndMutationVariables>;
export const SessionsEndDocument = "mutation SessionsEnd($input:SessionRevokeAllInput!){sessionRevokeAll(input:$input){revokedCount userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<SessionsEndMutation, SessionsEndMutationVariables>;
export const PasswordSetDocument = "mutation PasswordSet($input:PasswordChangeInput!){passwordChange(input:$input){revokedCount userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<PasswordSetMutation, PasswordSetMutationVariables>;
