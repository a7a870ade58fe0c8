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

/** Compares a day; what is given must all hold. A reversed range is BAD_USER_INPUT. */
export type DateFilter = {
  /** Exactly this day. Example: `2026-11-20`. */
  readonly eq?: string | null | undefined;
  /** This day or later. Example: `2026-11-01`. */
  readonly gte?: string | null | undefined;
  /** This day or earlier: the whole day is included. Example: `2026-11-30`. */
  readonly lte?: string | null | undefined;
};

/** Which time entries to list; what is given must all hold. */
export type TimeEntryFilter = {
  /** Only these people (`mem_` ids). Naming others needs a workspace admin. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** Only those on this task (`tsk_` id). */
  readonly taskId?: string | null | undefined;
  /** Only those on tasks of this project (`prj_` id). */
  readonly projectId?: string | null | undefined;
  /** Only those on tasks of this sprint (`spr_` id). */
  readonly sprintId?: string | null | undefined;
  /** Only those with a task (true) or without one (false). Example: `false`. */
  readonly hasTask?: boolean | null | undefined;
  /** Only these days. */
  readonly spentOn?: DateFilter | null | undefined;
  /** Only billable (true) or only other (false) ones. Example: `true`. */
  readonly billable?: boolean | null | undefined;
  /** The note contains this text, whatever the case. Example: `review`. */
  readonly text?: string | null | undefined;
};

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

/** Time to store: two of start, end and duration, or a day and a duration. */
export type TimeEntryCreateInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The task (`tsk_` id), of a project that is not archived; none when not given. */
  readonly taskId?: string | null | undefined;
  /** Start, to the second. Example: `2026-11-20T09:00:00+01:00`. */
  readonly startedAt?: string | null | undefined;
  /** End, to the second; at most 24 hours after the start. Example: `2026-11-20T10:30:00+01:00`. */
  readonly endedAt?: string | null | undefined;
  /** The person's local day; that of the start where there is one. Example: `2026-11-20`. */
  readonly spentOn?: string | null | undefined;
  /** Seconds spent, 1 to 86400; end minus start where both are given. Example: `5400`. */
  readonly durationSeconds?: number | null | undefined;
  /** Whether a client is billed for it; false when not given. Example: `true`. */
  readonly billable?: boolean | null | undefined;
  /** What was done. Example: `Review of #42`. */
  readonly note?: string | null | undefined;
  /** The person it is for (`mem_` id); the caller when not given. */
  readonly onBehalfOf?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
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

/** A time entry to delete. */
export type TimeEntryDeleteInput = {
  /** The entry (`tim_` id). */
  readonly id: string;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type TimeRowFragment = { readonly id: string, readonly version: number, readonly spentOn: string, readonly billable: boolean, readonly durationSeconds: number | null, readonly startedAt: string | null, readonly endedAt: string | null, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null };

export type TimeRowsQueryVariables = Exact<{
  workspaceId: string;
  filter: TimeEntryFilter;
  first: number;
  after?: string | null | undefined;
}>;

export type TimeRowsQuery = { readonly workspace: { readonly id: string, readonly timeEntries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly version: number, readonly spentOn: string, readonly billable: boolean, readonly durationSeconds: number | null, readonly startedAt: string | null, readonly endedAt: string | null, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TimeSumsQueryVariables = Exact<{
  workspaceId: string;
  filter: TimeEntryFilter;
}>;

export type TimeSumsQuery = { readonly workspace: { readonly id: string, readonly timeEntries: { readonly count: { readonly value: number, readonly precision: CountPrecision }, readonly totals: { readonly durationSeconds: number, readonly billableSeconds: number, readonly reportedSeconds: number } } | null } | null };

export type TimeWeekSumsQueryVariables = Exact<{
  workspaceId: string;
  week: TimeEntryFilter;
  d0: TimeEntryFilter;
  d1: TimeEntryFilter;
  d2: TimeEntryFilter;
  d3: TimeEntryFilter;
  d4: TimeEntryFilter;
  d5: TimeEntryFilter;
  d6: TimeEntryFilter;
}>;

export type TimeWeekSumsQuery = { readonly workspace: { readonly id: string, readonly week: { readonly totals: { readonly durationSeconds: number } } | null, readonly d0: { readonly totals: { readonly durationSeconds: number } } | null, readonly d1: { readonly totals: { readonly durationSeconds: number } } | null, readonly d2: { readonly totals: { readonly durationSeconds: number } } | null, readonly d3: { readonly totals: { readonly durationSeconds: number } } | null, readonly d4: { readonly totals: { readonly durationSeconds: number } } | null, readonly d5: { readonly totals: { readonly durationSeconds: number } } | null, readonly d6: { readonly totals: { readonly durationSeconds: number } } | null } | null };

export type TimeRowSumsQueryVariables = Exact<{
  workspaceId: string;
  r0?: TimeEntryFilter | null | undefined;
  is0: boolean;
  r1?: TimeEntryFilter | null | undefined;
  is1: boolean;
  r2?: TimeEntryFilter | null | undefined;
  is2: boolean;
  r3?: TimeEntryFilter | null | undefined;
  is3: boolean;
  r4?: TimeEntryFilter | null | undefined;
  is4: boolean;
  r5?: TimeEntryFilter | null | undefined;
  is5: boolean;
  r6?: TimeEntryFilter | null | undefined;
  is6: boolean;
  r7?: TimeEntryFilter | null | undefined;
  is7: boolean;
  r8?: TimeEntryFilter | null | undefined;
  is8: boolean;
  r9?: TimeEntryFilter | null | undefined;
  is9: boolean;
  r10?: TimeEntryFilter | null | undefined;
  is10: boolean;
  r11?: TimeEntryFilter | null | undefined;
  is11: boolean;
}>;

export type TimeRowSumsQuery = { readonly workspace: { readonly id: string, readonly r0?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r1?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r2?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r3?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r4?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r5?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r6?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r7?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r8?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r9?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r10?: { readonly totals: { readonly durationSeconds: number } } | null, readonly r11?: { readonly totals: { readonly durationSeconds: number } } | null } | null };

export type TimeSumOnlyFragment = { readonly totals: { readonly durationSeconds: number } };

export type TimeOneQueryVariables = Exact<{
  id: string;
}>;

export type TimeOneQuery = { readonly timeEntry: { readonly id: string, readonly version: number, readonly spentOn: string, readonly billable: boolean, readonly durationSeconds: number | null, readonly startedAt: string | null, readonly endedAt: string | null, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null };

export type TimeChoicesQueryVariables = Exact<{
  workspaceId: string;
  withPeople: boolean;
}>;

export type TimeChoicesQuery = { readonly workspace: { readonly id: string, readonly projects: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } | null, readonly members?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }> } | null } | null };

export type TimeAddMutationVariables = Exact<{
  input: TimeEntryCreateInput;
}>;

export type TimeAddMutation = { readonly timeEntryCreate: { readonly timeEntry: { readonly id: string, readonly version: number, readonly spentOn: string, readonly billable: boolean, readonly durationSeconds: number | null, readonly startedAt: string | null, readonly endedAt: string | null, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimeChangeMutationVariables = Exact<{
  input: TimeEntryUpdateInput;
}>;

export type TimeChangeMutation = { readonly timeEntryUpdate: { readonly timeEntry: { readonly id: string, readonly version: number, readonly spentOn: string, readonly billable: boolean, readonly durationSeconds: number | null, readonly startedAt: string | null, readonly endedAt: string | null, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimeDeleteMutationVariables = Exact<{
  input: TimeEntryDeleteInput;
}>;

export type TimeDeleteMutation = { readonly timeEntryDelete: { readonly deletedId: string | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimeChangesSubscriptionVariables = Exact<{
  workspaceId: string;
  memberId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type TimeChangesSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly entityId: string }> } };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const TimeRowsDocument = "query TimeRows($workspaceId:ID!$filter:TimeEntryFilter!$first:Int!$after:String){workspace(id:$workspaceId){id timeEntries(first:$first after:$after filter:$filter){nodes{...TimeRow}pageInfo{hasNextPage endCursor}}}}fragment TimeRow on TimeEntry{id version spentOn billable durationSeconds startedAt endedAt note viewerCanEdit member{id timeZone actor{id displayName}}task{id key title project{id name}}}" as Document<TimeRowsQuery, TimeRowsQueryVariables>;
export const TimeSumsDocument = "query TimeSums($workspaceId:ID!$filter:TimeEntryFilter!){workspace(id:$workspaceId){id timeEntries(first:1 filter:$filter){count{value precision}totals{durationSeconds billableSeconds reportedSeconds}}}}" as Document<TimeSumsQuery, TimeSumsQueryVariables>;
export const TimeWeekSumsDocument = "query TimeWeekSums($workspaceId:ID!$week:TimeEntryFilter!$d0:TimeEntryFilter!$d1:TimeEntryFilter!$d2:TimeEntryFilter!$d3:TimeEntryFilter!$d4:TimeEntryFilter!$d5:TimeEntryFilter!$d6:TimeEntryFilter!){workspace(id:$workspaceId){id week:timeEntries(first:1 filter:$week){...TimeSumOnly}d0:timeEntries(first:1 filter:$d0){...TimeSumOnly}d1:timeEntries(first:1 filter:$d1){...TimeSumOnly}d2:timeEntries(first:1 filter:$d2){...TimeSumOnly}d3:timeEntries(first:1 filter:$d3){...TimeSumOnly}d4:timeEntries(first:1 filter:$d4){...TimeSumOnly}d5:timeEntries(first:1 filter:$d5){...TimeSumOnly}d6:timeEntries(first:1 filter:$d6){...TimeSumOnly}}}fragment TimeSumOnly on TimeEntryConnection{totals{durationSeconds}}" as Document<TimeWeekSumsQuery, TimeWeekSumsQueryVariables>;
export const TimeRowSumsDocument = "query TimeRowSums($workspaceId:ID!$r0:TimeEntryFilter$is0:Boolean!$r1:TimeEntryFilter$is1:Boolean!$r2:TimeEntryFilter$is2:Boolean!$r3:TimeEntryFilter$is3:Boolean!$r4:TimeEntryFilter$is4:Boolean!$r5:TimeEntryFilter$is5:Boolean!$r6:TimeEntryFilter$is6:Boolean!$r7:TimeEntryFilter$is7:Boolean!$r8:TimeEntryFilter$is8:Boolean!$r9:TimeEntryFilter$is9:Boolean!$r10:TimeEntryFilter$is10:Boolean!$r11:TimeEntryFilter$is11:Boolean!){workspace(id:$workspaceId){id r0:timeEntries(first:1 filter:$r0)@include(if:$is0){...TimeSumOnly}r1:timeEntries(first:1 filter:$r1)@include(if:$is1){...TimeSumOnly}r2:timeEntries(first:1 filter:$r2)@include(if:$is2){...TimeSumOnly}r3:timeEntries(first:1 filter:$r3)@include(if:$is3){...TimeSumOnly}r4:timeEntries(first:1 filter:$r4)@include(if:$is4){...TimeSumOnly}r5:timeEntries(first:1 filter:$r5)@include(if:$is5){...TimeSumOnly}r6:timeEntries(first:1 filter:$r6)@include(if:$is6){...TimeSumOnly}r7:timeEntries(first:1 filter:$r7)@include(if:$is7){...TimeSumOnly}r8:timeEntries(first:1 filter:$r8)@include(if:$is8){...TimeSumOnly}r9:timeEntries(first:1 filter:$r9)@include(if:$is9){...TimeSumOnly}r10:timeEntries(first:1 filter:$r10)@include(if:$is10){...TimeSumOnly}r11:timeEntries(first:1 filter:$r11)@include(if:$is11){...TimeSumOnly}}}fragment TimeSumOnly on TimeEntryConnection{totals{durationSeconds}}" as Document<TimeRowSumsQuery, TimeRowSumsQueryVariables>;
export const TimeOneDocument = "query TimeOne($id:ID!){timeEntry(id:$id){...TimeRow}}fragment TimeRow on TimeEntry{id version spentOn billable durationSeconds startedAt endedAt note viewerCanEdit member{id timeZone actor{id displayName}}task{id key title project{id name}}}" as Document<TimeOneQuery, TimeOneQueryVariables>;
export const TimeChoicesDocument = "query TimeChoices($workspaceId:ID!$withPeople:Boolean!){workspace(id:$workspaceId){id projects(first:100){nodes{id name}}members(first:100)@include(if:$withPeople){nodes{id actor{id displayName}}}}}" as Document<TimeChoicesQuery, TimeChoicesQueryVariables>;
export const TimeAddDocument = "mutation TimeAdd($input:TimeEntryCreateInput!){timeEntryCreate(input:$input){timeEntry{...TimeRow}userErrors{...UserErrorParts}}}fragment TimeRow on TimeEntry{id version spentOn billable durationSeconds startedAt endedAt note viewerCanEdit member{id timeZone actor{id displayName}}task{id key title project{id name}}}fragment UserErrorParts on UserError{code message field}" as Document<TimeAddMutation, TimeAddMutationVariables>;
export const TimeChangeDocument = "mutation TimeChange($input:TimeEntryUpdateInput!){timeEntryUpdate(input:$input){timeEntry{...TimeRow}userErrors{...UserErrorParts}}}fragment TimeRow on TimeEntry{id version spentOn billable durationSeconds startedAt endedAt note viewerCanEdit member{id timeZone actor{id displayName}}task{id key title project{id name}}}fragment UserErrorParts on UserError{code message field}" as Document<TimeChangeMutation, TimeChangeMutationVariables>;
export const TimeDeleteDocument = "mutation TimeDelete($input:TimeEntryDeleteInput!){timeEntryDelete(input:$input){deletedId userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<TimeDeleteMutation, TimeDeleteMutationVariables>;
export const TimeChangesDocument = "subscription TimeChanges($workspaceId:ID!$memberId:ID$after:String){trackingStream(workspaceId:$workspaceId memberId:$memberId kinds:[TIME_ENTRY]after:$after){kind edges{cursor entityId}resumeCursor serverTime}}" as Document<TimeChangesSubscription, TimeChangesSubscriptionVariables>;
