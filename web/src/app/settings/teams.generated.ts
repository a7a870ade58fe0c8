// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** How exact a count is. */
export type CountPrecision =
  /** The value is exact. */
  | 'EXACT'
  /** Counting stopped at the value; there are at least so many. */
  | 'AT_LEAST';

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

/** A team to create, or fields of one to change. */
export type TeamUpsertInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The team to change (`tea_` id); a new one when not given. */
  readonly id?: string | null | undefined;
  /** Name, unique in the workspace; required for a new team. Example: `Platform`. */
  readonly name?: string | null | undefined;
  /** Who leads it (`mem_` id); null clears it. */
  readonly managerId?: string | null | undefined;
  /** Its members from now on (`mem_` ids), at most 500; each leaves the team they were in. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type TeamsQueryVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type TeamsQuery = { readonly workspace: { readonly teams: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly version: number, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null, readonly members: { readonly count: { readonly value: number, readonly precision: CountPrecision } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TeamRowFragment = { readonly id: string, readonly name: string, readonly version: number, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null, readonly members: { readonly count: { readonly value: number, readonly precision: CountPrecision } } };

export type TeamMembersQueryVariables = Exact<{
  id: string;
}>;

export type TeamMembersQuery = { readonly team: { readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string }>, readonly pageInfo: { readonly hasNextPage: boolean } } } | null };

export type TeamSaveMutationVariables = Exact<{
  input: TeamUpsertInput;
}>;

export type TeamSaveMutation = { readonly teamUpsert: { readonly team: { readonly id: string, readonly name: string, readonly version: number, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null, readonly members: { readonly count: { readonly value: number, readonly precision: CountPrecision } } } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const TeamsDocument = "query Teams($workspaceId:ID!$after:String){workspace(id:$workspaceId){teams(first:25 after:$after){nodes{...TeamRow}pageInfo{hasNextPage endCursor}}}}fragment TeamRow on Team{id name version manager{id actor{displayName}}members(first:1){count{value precision}}}" as Document<TeamsQuery, TeamsQueryVariables>;
export const TeamMembersDocument = "query TeamMembers($id:ID!){team(id:$id){members(first:100){nodes{id}pageInfo{hasNextPage}}}}" as Document<TeamMembersQuery, TeamMembersQueryVariables>;
export const TeamSaveDocument = "mutation TeamSave($input:TeamUpsertInput!){teamUpsert(input:$input){team{...TeamRow}userErrors{...UserErrorParts}}}fragment TeamRow on Team{id name version manager{id actor{displayName}}members(first:1){count{value precision}}}fragment UserErrorParts on UserError{code message field}" as Document<TeamSaveMutation, TeamSaveMutationVariables>;
