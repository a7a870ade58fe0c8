// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** What a member may do in a workspace. */
export type Role =
  /** Everything an admin may, and naming owners. */
  | 'OWNER'
  /** Sees raw tracking data, manages people and settings. */
  | 'ADMIN'
  /** Sees their own data and what is shared. */
  | 'MEMBER';

/** What kind of caller did something. */
export type ActorKind =
  /** A person. */
  | 'HUMAN'
  /** A service token. */
  | 'SERVICE'
  /** The server itself. */
  | 'SYSTEM'
  /** A person whose data was erased. */
  | 'DELETED';

/** First day of the week. */
export type Weekday =
  /** Monday. */
  | 'MONDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Friday. */
  | 'FRIDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY';

export type SessionQueryVariables = Exact<{ [key: string]: never; }>;

export type SessionQuery = { readonly viewer: { readonly id: string, readonly kind: ActorKind, readonly displayName: string, readonly email: string | null, readonly timeZone: string | null, readonly memberships: { readonly nodes: ReadonlyArray<{ readonly role: Role | null, readonly workspace: { readonly id: string, readonly slug: string, readonly name: string, readonly timeZone: string, readonly weekStart: Weekday, readonly resumeCursor: string }, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly displayName: string, readonly avatarUrl: string | null } } | null }> } }, readonly serverInfo: { readonly time: string } };

export const SessionDocument = "query Session{viewer{id kind displayName email timeZone memberships(first:100){nodes{role workspace{id slug name timeZone weekStart resumeCursor}member{id timeZone actor{displayName avatarUrl}}}}}serverInfo{time}}" as Document<SessionQuery, SessionQueryVariables>;
