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

/** How bad a blocker is. */
export type BlockerSeverity =
  /** There is other work to do. */
  | 'LOW'
  /** It slows down. */
  | 'MEDIUM'
  /** It stops this work. */
  | 'HIGH'
  /** It stops everything. */
  | 'CRITICAL';

/** What a notification tells of. */
export type NotificationKind =
  /** A blocker was escalated to the recipient. */
  | 'ESCALATION'
  /** The recipient of an escalation knows of it. */
  | 'ACKNOWLEDGEMENT';

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

/** A notification that was read. */
export type NotificationReadInput = {
  /** The notification (`ntf_` id). */
  readonly id: string;
};

export type NoticesSubscriptionVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type NoticesSubscription = { readonly notificationStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly kind: NotificationKind, readonly createdAt: string, readonly readAt: string | null, readonly blocker: { readonly id: string, readonly severity: BlockerSeverity } | null } }> } };

export type NoticeRowFragment = { readonly id: string, readonly kind: NotificationKind, readonly createdAt: string, readonly readAt: string | null, readonly blocker: { readonly id: string, readonly severity: BlockerSeverity } | null };

export type NoticeReadMutationVariables = Exact<{
  input: NotificationReadInput;
}>;

export type NoticeReadMutation = { readonly notificationRead: { readonly notification: { readonly id: string, readonly kind: NotificationKind, readonly createdAt: string, readonly readAt: string | null, readonly blocker: { readonly id: string, readonly severity: BlockerSeverity } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const NoticesDocument = "subscription Notices($workspaceId:ID!$after:String){notificationStream(workspaceId:$workspaceId after:$after){kind edges{cursor node{...NoticeRow}}resumeCursor serverTime}}fragment NoticeRow on Notification{id kind createdAt readAt blocker{id severity}}" as Document<NoticesSubscription, NoticesSubscriptionVariables>;
export const NoticeReadDocument = "mutation NoticeRead($input:NotificationReadInput!){notificationRead(input:$input){notification{...NoticeRow}userErrors{...UserErrorParts}}}fragment NoticeRow on Notification{id kind createdAt readAt blocker{id severity}}fragment UserErrorParts on UserError{code message field}" as Document<NoticeReadMutation, NoticeReadMutationVariables>;
