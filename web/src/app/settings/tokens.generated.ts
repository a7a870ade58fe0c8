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

/** A token to create. */
export type ApiTokenCreateInput = {
  /** The workspace (`wsp_` id) it is good for. */
  readonly workspaceId: string;
  /** What it is for. Example: `nightly import`. */
  readonly name: string;
  /** True for a service token that acts as itself; false for a personal one that acts as the caller. Example: `false`. */
  readonly service?: boolean;
  /** What it may do; required for a service token, everything the caller may when empty for a personal one. Example: `["tracking:read"]`. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** Days until it is refused, 1 to 3650; no end when not given. Example: `90`. */
  readonly expiresInDays?: number | null | undefined;
};

/** A token to revoke. */
export type ApiTokenRevokeInput = {
  /** The token (`tok_` id). */
  readonly id: string;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type OwnTokensQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type OwnTokensQuery = { readonly viewer: { readonly tokens: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<string>, readonly lastUsedAt: string | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy: { readonly displayName: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } };

export type WorkspaceTokensQueryVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type WorkspaceTokensQuery = { readonly workspace: { readonly apiTokens: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<string>, readonly lastUsedAt: string | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy: { readonly displayName: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TokenRowFragment = { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<string>, readonly lastUsedAt: string | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy: { readonly displayName: string } };

export type TokenCreateMutationVariables = Exact<{
  input: ApiTokenCreateInput;
}>;

export type TokenCreateMutation = { readonly apiTokenCreate: { readonly secret: string | null, readonly apiToken: { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<string>, readonly lastUsedAt: string | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy: { readonly displayName: string } } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TokenRevokeMutationVariables = Exact<{
  input: ApiTokenRevokeInput;
}>;

export type TokenRevokeMutation = { readonly apiTokenRevoke: { readonly apiToken: { readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<string>, readonly lastUsedAt: string | null, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly createdBy: { readonly displayName: string } } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const OwnTokensDocument = "query OwnTokens($after:String){viewer{tokens(first:25 after:$after){nodes{...TokenRow}pageInfo{hasNextPage endCursor}}}}fragment TokenRow on ApiToken{id name scopes lastUsedAt expiresAt revokedAt createdBy{displayName}}" as Document<OwnTokensQuery, OwnTokensQueryVariables>;
export const WorkspaceTokensDocument = "query WorkspaceTokens($workspaceId:ID!$after:String){workspace(id:$workspaceId){apiTokens(first:25 after:$after){nodes{...TokenRow}pageInfo{hasNextPage endCursor}}}}fragment TokenRow on ApiToken{id name scopes lastUsedAt expiresAt revokedAt createdBy{displayName}}" as Document<WorkspaceTokensQuery, WorkspaceTokensQueryVariables>;
export const TokenCreateDocument = "mutation TokenCreate($input:ApiTokenCreateInput!){apiTokenCreate(input:$input){secret apiToken{...TokenRow}userErrors{...UserErrorParts}}}fragment TokenRow on ApiToken{id name scopes lastUsedAt expiresAt revokedAt createdBy{displayName}}fragment UserErrorParts on UserError{code message field}" as Document<TokenCreateMutation, TokenCreateMutationVariables>;
export const TokenRevokeDocument = "mutation TokenRevoke($input:ApiTokenRevokeInput!){apiTokenRevoke(input:$input){apiToken{...TokenRow}userErrors{...UserErrorParts}}}fragment TokenRow on ApiToken{id name scopes lastUsedAt expiresAt revokedAt createdBy{displayName}}fragment UserErrorParts on UserError{code message field}" as Document<TokenRevokeMutation, TokenRevokeMutationVariables>;
