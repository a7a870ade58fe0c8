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

/** Where a standup came from. */
export type StandupSource =
  /** A slash command in Slack. */
  | 'SLACK_COMMAND'
  /** A message in a Slack channel. */
  | 'SLACK_CHANNEL'
  /** The web page. */
  | 'WEB'
  /** This API, or an import. */
  | 'API'
  /** Put together from commits, reviews and pull requests. Nobody wrote it. */
  | 'INFERRED';

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

/** What kind of obstacle it is. */
export type BlockerCategory =
  /** Something does not work. */
  | 'TECHNICAL'
  /** Other work must come first. */
  | 'DEPENDENCY'
  /** A person, money or a machine is missing. */
  | 'RESOURCE'
  /** Someone outside must act. */
  | 'EXTERNAL'
  /** The way of working is in the way. */
  | 'PROCESS';

/** Where a blocker stands. */
export type BlockerState =
  /** In the way. */
  | 'OPEN'
  /** In the way, and someone further up was told. */
  | 'ESCALATED'
  /** Out of the way. */
  | 'RESOLVED';

/** Why a blocker may be out of the way without anyone having said so. */
export type BlockerHint =
  /** Its task is done. */
  | 'TASK_DONE'
  /** Its task will not be done. */
  | 'TASK_CANCELED';

/** How far up a blocker is escalated. */
export type EscalationLevel =
  /** The person's manager. */
  | 'MANAGER'
  /** The manager's manager. */
  | 'DIRECTOR'
  /** One further up. */
  | 'VP';

/** What kind of thing an activity is about. Treat an unknown value as EXTERNAL. */
export type ActivityEntityType =
  /** A task. */
  | 'TASK'
  /** A project. */
  | 'PROJECT'
  /** A sprint. */
  | 'SPRINT'
  /** A document of another system. */
  | 'DOCUMENT'
  /** A record of a CRM. */
  | 'CRM_RECORD'
  /** A deal. */
  | 'DEAL'
  /** An invoice. */
  | 'INVOICE'
  /** A client. */
  | 'CLIENT'
  /** A comment. */
  | 'COMMENT'
  /** A standup. */
  | 'STANDUP'
  /** A work log. */
  | 'WORK_LOG'
  /** A time entry. */
  | 'TIME_ENTRY'
  /** A template of time entries. */
  | 'TIME_ENTRY_TEMPLATE'
  /** A running timer. */
  | 'TIMER'
  /** A blocker. */
  | 'BLOCKER'
  /** A member of the workspace. */
  | 'USER'
  /** The workspace itself, its teams and settings. */
  | 'WORKSPACE'
  /** A service token or another connection to the outside. */
  | 'INTEGRATION'
  /** A report. */
  | 'REPORT'
  /** An export. */
  | 'EXPORT'
  /** The server. */
  | 'SYSTEM'
  /** Anything else of another system. */
  | 'EXTERNAL';

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

/** A standup to submit. At least one of the three texts must say something. */
export type StandupSubmitInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The day; today in the person's own time zone when not given, never later. Example: `2026-11-20`. */
  readonly date?: string | null | undefined;
  /** What was done since the last one. Example: `Finished the login page.` */
  readonly yesterday?: string | null | undefined;
  /** What is planned. Example: `Review #42, start the export.` */
  readonly today?: string | null | undefined;
  /** What is in the way; words that mean none count as none. Example: `Waiting for access to staging.` */
  readonly blockers?: string | null | undefined;
  /** Where it came from; WEB or API by the credential when not given. INFERRED is never accepted. Example: `API`. */
  readonly source?: StandupSource | null | undefined;
  /** The person it is for (`mem_` id); service tokens only. */
  readonly onBehalfOf?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** An escalation that its recipient knows of. */
export type EscalationAcknowledgeInput = {
  /** The escalation (`esc_` id). */
  readonly id: string;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type TodayEscalationFragment = { readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly openedAt: string, readonly description: string | null, readonly member: { readonly id: string, readonly actor: { readonly displayName: string } }, readonly escalations: ReadonlyArray<{ readonly id: string, readonly level: EscalationLevel, readonly sentAt: string, readonly acknowledgedAt: string | null, readonly descriptionShared: boolean, readonly recipient: { readonly id: string } }> | null };

export type TodayPageQueryVariables = Exact<{
  workspaceId: string;
  memberId: string;
  date: string;
  dayBefore: string;
  withDone: boolean;
  doneFrom: string;
  doneUntil: string;
  spentFrom: string;
}>;

export type TodayPageQuery = { readonly workspace: { readonly id: string, readonly day: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string }> } | null, readonly last: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly submittedAt: string | null }> } | null, readonly escalated: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly openedAt: string, readonly description: string | null, readonly member: { readonly id: string, readonly actor: { readonly displayName: string } }, readonly escalations: ReadonlyArray<{ readonly id: string, readonly level: EscalationLevel, readonly sentAt: string, readonly acknowledgedAt: string | null, readonly descriptionShared: boolean, readonly recipient: { readonly id: string } }> | null }> } | null, readonly activities?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly occurredAt: string, readonly action: ActivityAction, readonly entityType: ActivityEntityType, readonly subjectName: string | null, readonly title: string | null, readonly subject:
          | { readonly __typename: 'Task' }
          | { readonly __typename: 'Project' }
          | { readonly __typename: 'Sprint' }
          | { readonly __typename: 'Standup' }
          | { readonly __typename: 'WorkLog', readonly note: string | null, readonly correctedBy: { readonly id: string } | null, readonly subject:
              | { readonly __typename: 'Task', readonly key: string, readonly title: string }
              | { readonly __typename: 'Project', readonly name: string }
             | null }
          | { readonly __typename: 'TimeEntry' }
          | { readonly __typename: 'Blocker', readonly description: string | null, readonly member: { readonly id: string } }
          | { readonly __typename: 'Member' }
          | { readonly __typename: 'Workspace' }
          | { readonly __typename: 'ExternalEntity' }
         | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null, readonly timeEntries?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly note: string | null, readonly durationSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null } | null, readonly viewer: { readonly id: string, readonly today: { readonly openBlockers: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly state: BlockerState, readonly openedAt: string, readonly description: string | null, readonly hint: BlockerHint | null }>, readonly count: { readonly value: number, readonly precision: CountPrecision } } | null } | null } };

export type StandupSubmitMutationVariables = Exact<{
  input: StandupSubmitInput;
}>;

export type StandupSubmitMutation = { readonly standupSubmit: { readonly replayed: boolean, readonly standup: { readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TodayAcknowledgeMutationVariables = Exact<{
  input: EscalationAcknowledgeInput;
}>;

export type TodayAcknowledgeMutation = { readonly escalationAcknowledge: { readonly escalation: { readonly id: string, readonly acknowledgedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TodayTrackingSubscriptionVariables = Exact<{
  workspaceId: string;
  memberId: string;
  after?: string | null | undefined;
}>;

export type TodayTrackingSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly kind: TrackingKind, readonly entityId: string }> } };

export type TodayNotificationsSubscriptionVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type TodayNotificationsSubscription = { readonly notificationStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string } }> } };

export type StandupPartsFragment = { readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const TodayPageDocument = "query TodayPage($workspaceId:ID!$memberId:ID!$date:Date!$dayBefore:Date!$withDone:Boolean!$doneFrom:DateTime!$doneUntil:DateTime!$spentFrom:Date!){workspace(id:$workspaceId){id day:standups(first:1 filter:{memberIds:[$memberId]date:{eq:$date}}){nodes{...StandupParts}}last:standups(first:1 filter:{memberIds:[$memberId]date:{lte:$dayBefore}source:{notIn:[INFERRED]}}){nodes{id date submittedAt}}escalated:blockers(first:50 filter:{states:[ESCALATED]}){nodes{...TodayEscalation}}activities(first:50 filter:{actorIds:[$memberId]occurredAt:{gte:$doneFrom lt:$doneUntil}entityType:{notIn:[STANDUP TIMER TIME_ENTRY USER WORKSPACE INTEGRATION SYSTEM EXPORT REPORT]}action:{notIn:[LOGIN LOGOUT LOGIN_FAILED CONSENT_CHANGED COMPENSATED DELETED INFERRED]}})@include(if:$withDone){nodes{id occurredAt action entityType subjectName title subject{__typename ...on WorkLog{note correctedBy{id}subject{__typename ...on Task{key title}...on Project{name}}}...on Blocker{member{id}description}}}pageInfo{hasNextPage}}timeEntries(first:50 filter:{memberIds:[$memberId]spentOn:{gte:$spentFrom lte:$date}})@include(if:$withDone){nodes{id createdAt note durationSeconds task{id key title}}pageInfo{hasNextPage}}}viewer{id today(workspaceId:$workspaceId){openBlockers(first:5){nodes{id severity category state openedAt description hint}count{value precision}}}}}fragment StandupParts on Standup{id date source isInferred yesterday today blockersText submittedAt createdAt updatedAt}fragment TodayEscalation on Blocker{id severity category openedAt description member{id actor{displayName}}escalations{id level sentAt acknowledgedAt descriptionShared recipient{id}}}" as Document<TodayPageQuery, TodayPageQueryVariables>;
export const StandupSubmitDocument = "mutation StandupSubmit($input:StandupSubmitInput!){standupSubmit(input:$input){standup{...StandupParts}userErrors{...UserErrorParts}replayed}}fragment StandupParts on Standup{id date source isInferred yesterday today blockersText submittedAt createdAt updatedAt}fragment UserErrorParts on UserError{code message field}" as Document<StandupSubmitMutation, StandupSubmitMutationVariables>;
export const TodayAcknowledgeDocument = "mutation TodayAcknowledge($input:EscalationAcknowledgeInput!){escalationAcknowledge(input:$input){escalation{id acknowledgedAt}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<TodayAcknowledgeMutation, TodayAcknowledgeMutationVariables>;
export const TodayTrackingDocument = "subscription TodayTracking($workspaceId:ID!$memberId:ID!$after:String){trackingStream(workspaceId:$workspaceId memberId:$memberId kinds:[STANDUP BLOCKER]after:$after){kind edges{cursor kind entityId}resumeCursor serverTime}}" as Document<TodayTrackingSubscription, TodayTrackingSubscriptionVariables>;
export const TodayNotificationsDocument = "subscription TodayNotifications($workspaceId:ID!$after:String){notificationStream(workspaceId:$workspaceId after:$after){kind edges{cursor node{id}}resumeCursor serverTime}}" as Document<TodayNotificationsSubscription, TodayNotificationsSubscriptionVariables>;
