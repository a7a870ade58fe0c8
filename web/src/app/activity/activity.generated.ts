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

/** Why numbers are not shown. */
export type SuppressionReason =
  /** Fewer other people than the workspace's smallest group contributed. */
  | 'GROUP_TOO_SMALL'
  /** Together with the numbers of the larger group, these would tell about fewer people than the smallest group. */
  | 'COMPLEMENT'
  /** Most of it is one person's. */
  | 'DOMINANCE'
  /** The stretch of time has not been over for a day. */
  | 'BUCKET_OPEN';

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

/** What an export holds. */
export type ExportKind =
  /** The activity log. */
  | 'ACTIVITIES'
  /** Standups. */
  | 'STANDUPS'
  /** Work logs. */
  | 'WORK_LOGS'
  /** Time entries. */
  | 'TIME_ENTRIES'
  /** Blockers. */
  | 'BLOCKERS';

/** How an export is written. */
export type ExportFormat =
  /** Comma-separated, one header line; cells that a spreadsheet would run are quoted. */
  | 'CSV'
  /** One JSON object a line. */
  | 'JSONL';

/** Where an export stands. */
export type ExportStatus =
  /** Its address can be opened. */
  | 'READY'
  /** Its 24 hours are over. It is listed for 30 days more. */
  | 'EXPIRED';

/** Rows to take away. */
export type ExportCreateInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** What to export. Example: `TIME_ENTRIES`. */
  readonly kind: ExportKind;
  /** How to write it. Example: `CSV`. */
  readonly format?: ExportFormat;
  /** The whole workspace's rows instead of the caller's own. Example: `true`. */
  readonly wholeWorkspace?: boolean;
  /** First day of the range. Example: `2026-11-01`. */
  readonly from?: string | null | undefined;
  /** Last day of the range, included. Example: `2026-11-30`. */
  readonly to?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type ActivityPeopleQueryVariables = Exact<{
  workspaceId: string;
}>;

export type ActivityPeopleQuery = { readonly workspace: { readonly id: string, readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }> } | null } | null };

export type ActivityStatisticsQueryVariables = Exact<{
  workspaceId: string;
  days: number;
  isAdmin: boolean;
}>;

export type ActivityStatisticsQuery = { readonly workspace: { readonly id: string, readonly activityStats: { readonly total: { readonly value: number, readonly precision: CountPrecision } | null, readonly byEntity: ReadonlyArray<{ readonly entityType: ActivityEntityType, readonly count: number }> | null, readonly byAction: ReadonlyArray<{ readonly action: ActivityAction, readonly count: number }> | null, readonly byActor?: ReadonlyArray<{ readonly count: number, readonly actor: { readonly id: string, readonly displayName: string } }> | null, readonly suppression: { readonly reason: SuppressionReason, readonly minimumGroupSize: number } | null } | null } | null };

export type ExportPartsFragment = { readonly id: string, readonly kind: ExportKind, readonly format: ExportFormat, readonly wholeWorkspace: boolean, readonly status: ExportStatus, readonly rowCount: number | null, readonly url: string | null, readonly expiresAt: string, readonly createdAt: string, readonly from: string | null, readonly to: string | null, readonly requestedBy: { readonly id: string, readonly displayName: string } };

export type ExportsQueryVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type ExportsQuery = { readonly workspace: { readonly id: string, readonly exports: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: ExportKind, readonly format: ExportFormat, readonly wholeWorkspace: boolean, readonly status: ExportStatus, readonly rowCount: number | null, readonly url: string | null, readonly expiresAt: string, readonly createdAt: string, readonly from: string | null, readonly to: string | null, readonly requestedBy: { readonly id: string, readonly displayName: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type ExportAddressQueryVariables = Exact<{
  id: string;
}>;

export type ExportAddressQuery = { readonly export: { readonly id: string, readonly url: string | null } | null };

export type ExportCreateMutationVariables = Exact<{
  input: ExportCreateInput;
}>;

export type ExportCreateMutation = { readonly exportCreate: { readonly export: { readonly id: string, readonly kind: ExportKind, readonly format: ExportFormat, readonly wholeWorkspace: boolean, readonly status: ExportStatus, readonly rowCount: number | null, readonly url: string | null, readonly expiresAt: string, readonly createdAt: string, readonly from: string | null, readonly to: string | null, readonly requestedBy: { readonly id: string, readonly displayName: string } } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const ActivityPeopleDocument = "query ActivityPeople($workspaceId:ID!){workspace(id:$workspaceId){id members(first:100){nodes{id actor{id displayName}}}}}" as Document<ActivityPeopleQuery, ActivityPeopleQueryVariables>;
export const ActivityStatisticsDocument = "query ActivityStatistics($workspaceId:ID!$days:Int!$isAdmin:Boolean!){workspace(id:$workspaceId){id activityStats(days:$days){total{value precision}byEntity{entityType count}byAction{action count}byActor@include(if:$isAdmin){actor{id displayName}count}suppression{reason minimumGroupSize}}}}" as Document<ActivityStatisticsQuery, ActivityStatisticsQueryVariables>;
export const ExportsDocument = "query Exports($workspaceId:ID!$after:String){workspace(id:$workspaceId){id exports(first:10 after:$after){nodes{...ExportParts}pageInfo{hasNextPage endCursor}}}}fragment ExportParts on Export{id kind format wholeWorkspace status rowCount url expiresAt createdAt requestedBy{id displayName}from to}" as Document<ExportsQuery, ExportsQueryVariables>;
export const ExportAddressDocument = "query ExportAddress($id:ID!){export(id:$id){id url}}" as Document<ExportAddressQuery, ExportAddressQueryVariables>;
export const ExportCreateDocument = "mutation ExportCreate($input:ExportCreateInput!){exportCreate(input:$input){export{...ExportParts}userErrors{...UserErrorParts}}}fragment ExportParts on Export{id kind format wholeWorkspace status rowCount url expiresAt createdAt requestedBy{id displayName}from to}fragment UserErrorParts on UserError{code message field}" as Document<ExportCreateMutation, ExportCreateMutationVariables>;
