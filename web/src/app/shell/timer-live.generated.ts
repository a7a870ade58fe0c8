// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** What was done. Treat an unknown value as OTHER. */
export type ActivityAction =
  /** It was created. */
  | 'CREATED'
  /** It was changed. */
  | 'UPDATED'
  /** It was removed. */
  | 'DELETED'
  /** A comment was added. */
  | 'COMMENTED'
  /** Its state was changed. */
  | 'STATUS_CHANGED'
  /** It was given to someone. */
  | 'ASSIGNED'
  /** Its progress was changed. */
  | 'PROGRESS_UPDATED'
  /** It was started. */
  | 'STARTED'
  /** It was stopped. */
  | 'STOPPED'
  /** Idle time was noticed. */
  | 'IDLE_DETECTED'
  /** It was finished. */
  | 'COMPLETED'
  /** It was sent. */
  | 'SENT'
  /** It was paid. */
  | 'PAID'
  /** It was archived. */
  | 'ARCHIVED'
  /** It was brought back from the archive. */
  | 'UNARCHIVED'
  /** It was escalated. */
  | 'ESCALATED'
  /** It was resolved. */
  | 'RESOLVED'
  /** It was inferred; nobody wrote it. */
  | 'INFERRED'
  /** Consent was given or taken back. */
  | 'CONSENT_CHANGED'
  /** It was generated. */
  | 'GENERATED'
  /** It was exported. */
  | 'EXPORTED'
  /** Someone signed in. */
  | 'LOGIN'
  /** Someone signed out. */
  | 'LOGOUT'
  /** A sign-in failed. */
  | 'LOGIN_FAILED'
  /** A role was changed. */
  | 'ROLE_CHANGED'
  /** Settings were changed. */
  | 'SETTINGS_UPDATED'
  /** A backup was made. */
  | 'BACKUP_CREATED'
  /** Something went wrong. */
  | 'ERROR'
  /** An earlier activity was corrected. */
  | 'COMPENSATED'
  /** A person's data was erased. */
  | 'ANONYMIZED'
  /** Old activities were removed by the retention policy. */
  | 'RETENTION_APPLIED'
  /** Anything else. */
  | 'OTHER';

/** Which tracking rows a stream brings. */
export type TrackingKind =
  /** Standups. */
  | 'STANDUP'
  /** Work logs. */
  | 'WORK_LOG'
  /** Time entries. */
  | 'TIME_ENTRY'
  /** Timers. */
  | 'TIMER'
  /** Blockers. */
  | 'BLOCKER';

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

export type OwnTrackingSubscriptionVariables = Exact<{
  workspaceId: string;
  memberId: string;
  after?: string | null | undefined;
}>;

export type OwnTrackingSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly kind: TrackingKind, readonly action: ActivityAction, readonly entityId: string }> } };

export type LatestEntryQueryVariables = Exact<{
  workspaceId: string;
  memberId: string;
}>;

export type LatestEntryQuery = { readonly workspace: { readonly timeEntries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly startedAt: string | null, readonly endedAt: string | null }> } | null } | null };

export const OwnTrackingDocument = "subscription OwnTracking($workspaceId:ID!$memberId:ID!$after:String){trackingStream(workspaceId:$workspaceId memberId:$memberId kinds:[TIMER TIME_ENTRY]after:$after){kind resumeCursor serverTime edges{kind action entityId}}}" as Document<OwnTrackingSubscription, OwnTrackingSubscriptionVariables>;
export const LatestEntryDocument = "query LatestEntry($workspaceId:ID!$memberId:ID!){workspace(id:$workspaceId){timeEntries(first:1 filter:{memberIds:[$memberId]}){nodes{id startedAt endedAt}}}}" as Document<LatestEntryQuery, LatestEntryQueryVariables>;
