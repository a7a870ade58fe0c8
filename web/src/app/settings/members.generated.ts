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

/** What a member may do in a workspace. */
export type Role =
  /** Everything an admin may, and naming owners. */
  | 'OWNER'
  /** Sees raw tracking data, manages people and settings. */
  | 'ADMIN'
  /** Sees their own data and what is shared. */
  | 'MEMBER';

/** Which members to list; what is given must all hold. */
export type MemberFilter = {
  /** Only these `mem_` ids. */
  readonly ids?: ReadonlyArray<string> | null | undefined;
  /** Only this team (`tea_` id). */
  readonly teamId?: string | null | undefined;
  /** Only these roles. Example: `[ADMIN]`. */
  readonly roles?: ReadonlyArray<Role> | null | undefined;
  /** Name or mail address contains this text, whatever the case. Example: `ada`. */
  readonly text?: string | null | undefined;
  /** Removed members too. Example: `true`. */
  readonly includeRemoved?: boolean | null | undefined;
};

/** A person to add. */
export type MemberInviteInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** Mail address. Example: `ada@example.com`. */
  readonly email: string;
  /** Name to show. Example: `Ada Lovelace`. */
  readonly displayName: string;
  /** What the person may do. Example: `MEMBER`. */
  readonly role?: Role;
  /** The zone that decides which day it is for this person; the workspace's when not given. Example: `Europe/Berlin`. */
  readonly timeZone?: string | null | undefined;
  /** The person's team (`tea_` id). */
  readonly teamId?: string | null | undefined;
  /** The person's manager (`mem_` id). */
  readonly managerId?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A role to set. */
export type MemberRoleSetInput = {
  /** The member (`mem_` id). */
  readonly memberId: string;
  /** The new role. Example: `ADMIN`. */
  readonly role: Role;
  /** The role the change is based on; another one is a `CONFLICT`. Example: `MEMBER`. */
  readonly expectedRole: Role;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A manager to set. */
export type MemberManagerSetInput = {
  /** The member (`mem_` id). */
  readonly memberId: string;
  /** The manager (`mem_` id); null for none. Nobody is their own manager, however far up. */
  readonly managerId?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A member to remove. */
export type MemberRemoveInput = {
  /** The member (`mem_` id). */
  readonly memberId: string;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type MembersQueryVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
  filter?: MemberFilter | null | undefined;
}>;

export type MembersQuery = { readonly workspace: { readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly role: Role, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly email: string | null }, readonly team: { readonly id: string, readonly name: string } | null, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TeamsToChooseQueryVariables = Exact<{
  workspaceId: string;
}>;

export type TeamsToChooseQuery = { readonly workspace: { readonly teams: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } | null, readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly actor: { readonly displayName: string } }> } | null } | null };

export type MemberRowFragment = { readonly id: string, readonly role: Role, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly email: string | null }, readonly team: { readonly id: string, readonly name: string } | null, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null };

export type MemberInviteMutationVariables = Exact<{
  input: MemberInviteInput;
}>;

export type MemberInviteMutation = { readonly memberInvite: { readonly member: { readonly id: string, readonly role: Role, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly email: string | null }, readonly team: { readonly id: string, readonly name: string } | null, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type MemberRoleSetMutationVariables = Exact<{
  input: MemberRoleSetInput;
}>;

export type MemberRoleSetMutation = { readonly memberRoleSet: { readonly member: { readonly id: string, readonly role: Role, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly email: string | null }, readonly team: { readonly id: string, readonly name: string } | null, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type MemberManagerSetMutationVariables = Exact<{
  input: MemberManagerSetInput;
}>;

export type MemberManagerSetMutation = { readonly memberManagerSet: { readonly member: { readonly id: string, readonly role: Role, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly email: string | null }, readonly team: { readonly id: string, readonly name: string } | null, readonly manager: { readonly id: string, readonly actor: { readonly displayName: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type MemberRemoveMutationVariables = Exact<{
  input: MemberRemoveInput;
}>;

export type MemberRemoveMutation = { readonly memberRemove: { readonly member: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const MembersDocument = "query Members($workspaceId:ID!$after:String$filter:MemberFilter){workspace(id:$workspaceId){members(first:50 after:$after filter:$filter){nodes{...MemberRow}pageInfo{hasNextPage endCursor}}}}fragment MemberRow on Member{id role timeZone actor{displayName email}team{id name}manager{id actor{displayName}}}" as Document<MembersQuery, MembersQueryVariables>;
export const TeamsToChooseDocument = "query TeamsToChoose($workspaceId:ID!){workspace(id:$workspaceId){teams(first:100){nodes{id name}}members(first:100){nodes{id actor{displayName}}}}}" as Document<TeamsToChooseQuery, TeamsToChooseQueryVariables>;
export const MemberInviteDocument = "mutation MemberInvite($input:MemberInviteInput!){memberInvite(input:$input){member{...MemberRow}userErrors{...UserErrorParts}}}fragment MemberRow on Member{id role timeZone actor{displayName email}team{id name}manager{id actor{displayName}}}fragment UserErrorParts on UserError{code message field}" as Document<MemberInviteMutation, MemberInviteMutationVariables>;
export const MemberRoleSetDocument = "mutation MemberRoleSet($input:MemberRoleSetInput!){memberRoleSet(input:$input){member{...MemberRow}userErrors{...UserErrorParts}}}fragment MemberRow on Member{id role timeZone actor{displayName email}team{id name}manager{id actor{displayName}}}fragment UserErrorParts on UserError{code message field}" as Document<MemberRoleSetMutation, MemberRoleSetMutationVariables>;
export const MemberManagerSetDocument = "mutation MemberManagerSet($input:MemberManagerSetInput!){memberManagerSet(input:$input){member{...MemberRow}userErrors{...UserErrorParts}}}fragment MemberRow on Member{id role timeZone actor{displayName email}team{id name}manager{id actor{displayName}}}fragment UserErrorParts on UserError{code message field}" as Document<MemberManagerSetMutation, MemberManagerSetMutationVariables>;
export const MemberRemoveDocument = "mutation MemberRemove($input:MemberRemoveInput!){memberRemove(input:$input){member{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<MemberRemoveMutation, MemberRemoveMutationVariables>;
