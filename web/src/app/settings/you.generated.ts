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

/** What to change of a member. */
export type MemberUpdateInput = {
  /** The member (`mem_` id): the caller. */
  readonly memberId: string;
  /** The name others see; the present one when not given. Example: `Ada Lovelace`. */
  readonly displayName?: string | null | undefined;
  /** The zone that decides which day it is for them, from now on; the present one when not given. Example: `Europe/Berlin`. */
  readonly timeZone?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** What a person agrees to. */
export type SlackTrackingSetInput = {
  /** The member (`mem_` id): the caller. */
  readonly memberId: string;
  /** Agrees (true) or takes the consent back (false); as before when not given. Example: `true`. */
  readonly consent?: boolean | null | undefined;
  /** Whether messages are read now, which needs consent; follows `consent` when not given. Example: `true`. */
  readonly enabled?: boolean | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type YouQueryVariables = Exact<{
  workspaceId: string;
  memberId: string;
}>;

export type YouQuery = { readonly viewer: { readonly id: string, readonly email: string | null }, readonly member: { readonly id: string, readonly timeZone: string, readonly joinedAt: string, readonly role: Role, readonly slackTracking: { readonly consentedAt: string | null, readonly revokedAt: string | null, readonly enabled: boolean | null, readonly lastIngestAt: string | null } | null, readonly actor: { readonly displayName: string }, readonly team: { readonly name: string } | null, readonly manager: { readonly actor: { readonly displayName: string } } | null } | null, readonly workspace: { readonly name: string } | null };

export type OwnProfileFragment = { readonly id: string, readonly timeZone: string, readonly joinedAt: string, readonly role: Role, readonly actor: { readonly displayName: string }, readonly team: { readonly name: string } | null, readonly manager: { readonly actor: { readonly displayName: string } } | null };

export type SlackStateFragment = { readonly consentedAt: string | null, readonly revokedAt: string | null, readonly enabled: boolean | null, readonly lastIngestAt: string | null };

export type ProfileUpdateMutationVariables = Exact<{
  input: MemberUpdateInput;
}>;

export type ProfileUpdateMutation = { readonly memberUpdate: { readonly member: { readonly id: string, readonly timeZone: string, readonly joinedAt: string, readonly role: Role, readonly actor: { readonly displayName: string }, readonly team: { readonly name: string } | null, readonly manager: { readonly actor: { readonly displayName: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type SlackSetMutationVariables = Exact<{
  input: SlackTrackingSetInput;
}>;

export type SlackSetMutation = { readonly slackTrackingSet: { readonly slackTracking: { readonly consentedAt: string | null, readonly revokedAt: string | null, readonly enabled: boolean | null, readonly lastIngestAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const YouDocument = "query You($workspaceId:ID!$memberId:ID!){viewer{id email}member(id:$memberId){...OwnProfile slackTracking{...SlackState}}workspace(id:$workspaceId){name}}fragment OwnProfile on Member{id timeZone joinedAt role actor{displayName}team{name}manager{actor{displayName}}}fragment SlackState on SlackTracking{consentedAt revokedAt enabled lastIngestAt}" as Document<YouQuery, YouQueryVariables>;
export const ProfileUpdateDocument = "mutation ProfileUpdate($input:MemberUpdateInput!){memberUpdate(input:$input){member{...OwnProfile}userErrors{...UserErrorParts}}}fragment OwnProfile on Member{id timeZone joinedAt role actor{displayName}team{name}manager{actor{displayName}}}fragment UserErrorParts on UserError{code message field}" as Document<ProfileUpdateMutation, ProfileUpdateMutationVariables>;
export const SlackSetDocument = "mutation SlackSet($input:SlackTrackingSetInput!){slackTrackingSet(input:$input){slackTracking{...SlackState}userErrors{...UserErrorParts}}}fragment SlackState on SlackTracking{consentedAt revokedAt enabled lastIngestAt}fragment UserErrorParts on UserError{code message field}" as Document<SlackSetMutation, SlackSetMutationVariables>;
