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

/** Compares an instant; what is given must all hold. A reversed range is BAD_USER_INPUT. */
export type DateTimeFilter = {
  /** At this instant or later. Example: `2026-11-01T00:00:00Z`. */
  readonly gte?: string | null | undefined;
  /** Before this instant. Example: `2026-12-01T00:00:00Z`. */
  readonly lt?: string | null | undefined;
};

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

/** Who may see an activity. */
export type ActivityVisibility =
  /** Members who can open the entity's project. */
  | 'WORKSPACE'
  /** The person it is about, whoever did it, and workspace admins. */
  | 'SUBJECT'
  /** Workspace admins. */
  | 'ADMIN';

/** Which activities to list; what is given must all hold. */
export type ActivityFilter = {
  /** Only what these people did (`mem_` ids). Naming others needs a workspace admin. */
  readonly actorIds?: ReadonlyArray<string> | null | undefined;
  /** Only these kinds of entity. */
  readonly entityType?: ActivityEntityTypeFilter | null | undefined;
  /** Only this entity, by its id with any prefix. Example: `tsk_01jd3v5mt8f0r9ke2dq4n8xw7a`. */
  readonly entityId?: string | null | undefined;
  /** Only these actions. */
  readonly action?: ActivityActionFilter | null | undefined;
  /** Only this stretch of time. */
  readonly occurredAt?: DateTimeFilter | null | undefined;
  /** Only these visibilities. Example: `[WORKSPACE]`. */
  readonly visibility?: ReadonlyArray<ActivityVisibility> | null | undefined;
  /** Title or name of the entity has these words, in any order and case; the last one may be a beginning. Example: `login pag`. */
  readonly text?: string | null | undefined;
};

/** Compares an entity type; what is given must all hold. */
export type ActivityEntityTypeFilter = {
  /** Exactly this one. Example: `TASK`. */
  readonly eq?: ActivityEntityType | null | undefined;
  /** Any of these. Example: `[TASK, PROJECT]`. */
  readonly in?: ReadonlyArray<ActivityEntityType> | null | undefined;
  /** None of these. Example: `[SPRINT]`. */
  readonly notIn?: ReadonlyArray<ActivityEntityType> | null | undefined;
};

/** Compares an action; what is given must all hold. */
export type ActivityActionFilter = {
  /** Exactly this one. Example: `CREATED`. */
  readonly eq?: ActivityAction | null | undefined;
  /** Any of these. Example: `[CREATED, COMPLETED]`. */
  readonly in?: ReadonlyArray<ActivityAction> | null | undefined;
  /** None of these. Example: `[UPDATED]`. */
  readonly notIn?: ReadonlyArray<ActivityAction> | null | undefined;
};

/** Fields of a time entry to change. */
export type TimeEntryUpdateInput = {
  /** The entry (`tim_` id). */
  readonly id: string;
  /** The task (`tsk_` id), a new one of a project that is not archived; null clears it. */
  readonly taskId?: string | null | undefined;
  /** Start; a new one moves the end with it unless that or the duration is given too; null, with `endedAt: null`, leaves a day and a duration. Example: `2026-11-20T09:00:00+01:00`. */
  readonly startedAt?: string | null | undefined;
  /** End; a new one changes the duration. Example: `2026-11-20T10:30:00+01:00`. */
  readonly endedAt?: string | null | undefined;
  /** The person's local day, for entries without clock times. Example: `2026-11-20`. */
  readonly spentOn?: string | null | undefined;
  /** Seconds spent, 1 to 86400; a new one moves the end. Example: `5400`. */
  readonly durationSeconds?: number | null | undefined;
  /** Whether a client is billed for it. Example: `true`. */
  readonly billable?: boolean | null | undefined;
  /** What was done; null clears it. Example: `Review of #42`. */
  readonly note?: string | null | undefined;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type IdleStopsQueryVariables = Exact<{
  workspaceId: string;
  filter: ActivityFilter;
}>;

export type IdleStopsQuery = { readonly workspace: { readonly activities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly occurredAt: string, readonly metadata: Record<string, unknown> | null }> } | null } | null };

export type EntriesToCheckQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;

export type EntriesToCheckQuery = { readonly nodes: ReadonlyArray<
    | { readonly id: string, readonly version: number, readonly startedAt: string | null, readonly endedAt: string | null, readonly updatedAt: string, readonly createdAt: string, readonly member: { readonly id: string }, readonly task: { readonly title: string } | null }
    | Record<PropertyKey, never>
   | null> };

export type EndToCheckFragment = { readonly id: string, readonly version: number, readonly startedAt: string | null, readonly endedAt: string | null, readonly updatedAt: string, readonly createdAt: string, readonly member: { readonly id: string }, readonly task: { readonly title: string } | null };

export type EntryEndCorrectMutationVariables = Exact<{
  input: TimeEntryUpdateInput;
}>;

export type EntryEndCorrectMutation = { readonly timeEntryUpdate: { readonly timeEntry: { readonly id: string, readonly version: number, readonly startedAt: string | null, readonly endedAt: string | null, readonly updatedAt: string, readonly createdAt: string, readonly member: { readonly id: string }, readonly task: { readonly title: string } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const IdleStopsDocument = "query IdleStops($workspaceId:ID!$filter:ActivityFilter!){workspace(id:$workspaceId){activities(first:5 filter:$filter){nodes{id occurredAt metadata}}}}" as Document<IdleStopsQuery, IdleStopsQueryVariables>;
export const EntriesToCheckDocument = "query EntriesToCheck($ids:[ID!]!){nodes(ids:$ids){...on TimeEntry{...EndToCheck}}}fragment EndToCheck on TimeEntry{id version startedAt endedAt updatedAt createdAt member{id}task{title}}" as Document<EntriesToCheckQuery, EntriesToCheckQueryVariables>;
export const EntryEndCorrectDocument = "mutation EntryEndCorrect($input:TimeEntryUpdateInput!){timeEntryUpdate(input:$input){timeEntry{...EndToCheck}userErrors{...UserErrorParts}}}fragment EndToCheck on TimeEntry{id version startedAt endedAt updatedAt createdAt member{id}task{title}}fragment UserErrorParts on UserError{code message field}" as Document<EntryEndCorrectMutation, EntryEndCorrectMutationVariables>;
