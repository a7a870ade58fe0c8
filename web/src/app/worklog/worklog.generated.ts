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

/** Which projects to list; what is given must all hold. */
export type ProjectFilter = {
  /** Only archived (true) or only active (false) ones; both when not given. Example: `false`. */
  readonly archived?: boolean | null | undefined;
  /** Name or key contains this text, whatever the case. Example: `web`. */
  readonly text?: string | null | undefined;
};

/** Where a task stands. */
export type TaskStatus =
  /** Not begun. */
  | 'TODO'
  /** Being worked on. */
  | 'IN_PROGRESS'
  /** Waiting for a review. */
  | 'IN_REVIEW'
  /** Finished. */
  | 'DONE'
  /** Will not be done. */
  | 'CANCELED';

/** Which tasks to list; what is given must all hold. */
export type TaskFilter = {
  /** Only this project (`prj_` id). */
  readonly projectId?: string | null | undefined;
  /** Only this sprint (`spr_` id). */
  readonly sprintId?: string | null | undefined;
  /** Only this team (`tea_` id). */
  readonly teamId?: string | null | undefined;
  /** Only these assignees (`mem_` ids). */
  readonly assigneeIds?: ReadonlyArray<string> | null | undefined;
  /** Only these states. Example: `[TODO, IN_PROGRESS]`. */
  readonly statuses?: ReadonlyArray<TaskStatus> | null | undefined;
  /** Title or key contains this text, whatever the case. Example: `login`. */
  readonly text?: string | null | undefined;
};

/** Compares an instant; what is given must all hold. A reversed range is BAD_USER_INPUT. */
export type DateTimeFilter = {
  /** At this instant or later. Example: `2026-11-01T00:00:00Z`. */
  readonly gte?: string | null | undefined;
  /** Before this instant. Example: `2026-12-01T00:00:00Z`. */
  readonly lt?: string | null | undefined;
};

/** Which work logs to list; what is given must all hold. */
export type WorkLogFilter = {
  /** Only these people (`mem_` ids). Naming others needs a workspace admin. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** Only those on this task (`tsk_` id). */
  readonly taskId?: string | null | undefined;
  /** Only those on this project (`prj_` id) and its tasks. */
  readonly projectId?: string | null | undefined;
  /** Only those of this stretch of time. */
  readonly loggedAt?: DateTimeFilter | null | undefined;
  /** The note contains this text, whatever the case. Example: `release`. */
  readonly text?: string | null | undefined;
  /** Those that a later one replaces, too. Example: `true`. */
  readonly includeCorrected?: boolean | null | undefined;
};

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

/** What a work log is about; exactly one must be given. */
export type WorkLogSubjectInput =
  {   /** A `tsk_` id. */
  readonly taskId: string; readonly projectId?: never; }
  |  { readonly taskId?: never;   /** A `prj_` id. */
  readonly projectId: string; };

/** A note of what was done. */
export type WorkLogAppendInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The task or project. */
  readonly subject: WorkLogSubjectInput;
  /** What was done. Example: `Tried the new driver, it leaks.` */
  readonly note: string;
  /** Timestamp of the work; now when not given, never later. Example: `2026-11-20T15:00:00Z`. */
  readonly loggedAt?: string | null | undefined;
  /** The person it is for (`mem_` id); the caller when not given. */
  readonly onBehalfOf?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** What a work log should say. */
export type WorkLogCorrectInput = {
  /** The work log (`wlg_` id) to replace: one that was not replaced yet. */
  readonly id: string;
  /** What was done; as before when not given. Example: `It does not leak after all.` */
  readonly note?: string | null | undefined;
  /** The task or project; as before when not given. */
  readonly subject?: WorkLogSubjectInput | null | undefined;
  /** Timestamp of the work; as before when not given. Example: `2026-11-20T15:00:00Z`. */
  readonly loggedAt?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type LogRowFragment = { readonly id: string, readonly loggedAt: string, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly subject:
    | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } }
    | { readonly __typename: 'Project', readonly id: string, readonly name: string, readonly projectKey: string }
   | null, readonly corrects: { readonly id: string, readonly loggedAt: string, readonly note: string | null } | null };

export type WorkLogsQueryVariables = Exact<{
  workspaceId: string;
  filter: WorkLogFilter;
  after?: string | null | undefined;
}>;

export type WorkLogsQuery = { readonly workspace: { readonly id: string, readonly workLogs: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly loggedAt: string, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly subject:
          | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } }
          | { readonly __typename: 'Project', readonly id: string, readonly name: string, readonly projectKey: string }
         | null, readonly corrects: { readonly id: string, readonly loggedAt: string, readonly note: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type WorkLogSubjectsQueryVariables = Exact<{
  workspaceId: string;
  tasks?: TaskFilter | null | undefined;
  projects?: ProjectFilter | null | undefined;
}>;

export type WorkLogSubjectsQuery = { readonly workspace: { readonly id: string, readonly tasks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly title: string }> } | null, readonly projects: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string }> } | null } | null };

export type WorkLogPeopleQueryVariables = Exact<{
  workspaceId: string;
}>;

export type WorkLogPeopleQuery = { readonly workspace: { readonly id: string, readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }> } | null } | null };

export type WorkLogAddMutationVariables = Exact<{
  input: WorkLogAppendInput;
}>;

export type WorkLogAddMutation = { readonly workLogAppend: { readonly workLog: { readonly id: string, readonly loggedAt: string, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly subject:
        | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } }
        | { readonly __typename: 'Project', readonly id: string, readonly name: string, readonly projectKey: string }
       | null, readonly corrects: { readonly id: string, readonly loggedAt: string, readonly note: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type WorkLogFixMutationVariables = Exact<{
  input: WorkLogCorrectInput;
}>;

export type WorkLogFixMutation = { readonly workLogCorrect: { readonly workLog: { readonly id: string, readonly loggedAt: string, readonly note: string | null, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly subject:
        | { readonly __typename: 'Task', readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } }
        | { readonly __typename: 'Project', readonly id: string, readonly name: string, readonly projectKey: string }
       | null, readonly corrects: { readonly id: string, readonly loggedAt: string, readonly note: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type WorkLogChangesSubscriptionVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type WorkLogChangesSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly entityId: string }> } };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const WorkLogsDocument = "query WorkLogs($workspaceId:ID!$filter:WorkLogFilter!$after:String){workspace(id:$workspaceId){id workLogs(first:30 after:$after filter:$filter){nodes{...LogRow}pageInfo{hasNextPage endCursor}}}}fragment LogRow on WorkLog{id loggedAt note viewerCanEdit member{id actor{id displayName}}subject{__typename ...on Task{id key title project{id name}}...on Project{id projectKey:key name}}corrects{id loggedAt note}}" as Document<WorkLogsQuery, WorkLogsQueryVariables>;
export const WorkLogSubjectsDocument = "query WorkLogSubjects($workspaceId:ID!$tasks:TaskFilter$projects:ProjectFilter){workspace(id:$workspaceId){id tasks(first:30 filter:$tasks){nodes{id key title}}projects(first:20 filter:$projects){nodes{id key name}}}}" as Document<WorkLogSubjectsQuery, WorkLogSubjectsQueryVariables>;
export const WorkLogPeopleDocument = "query WorkLogPeople($workspaceId:ID!){workspace(id:$workspaceId){id members(first:100){nodes{id actor{id displayName}}}}}" as Document<WorkLogPeopleQuery, WorkLogPeopleQueryVariables>;
export const WorkLogAddDocument = "mutation WorkLogAdd($input:WorkLogAppendInput!){workLogAppend(input:$input){workLog{...LogRow}userErrors{...UserErrorParts}}}fragment LogRow on WorkLog{id loggedAt note viewerCanEdit member{id actor{id displayName}}subject{__typename ...on Task{id key title project{id name}}...on Project{id projectKey:key name}}corrects{id loggedAt note}}fragment UserErrorParts on UserError{code message field}" as Document<WorkLogAddMutation, WorkLogAddMutationVariables>;
export const WorkLogFixDocument = "mutation WorkLogFix($input:WorkLogCorrectInput!){workLogCorrect(input:$input){workLog{...LogRow}userErrors{...UserErrorParts}}}fragment LogRow on WorkLog{id loggedAt note viewerCanEdit member{id actor{id displayName}}subject{__typename ...on Task{id key title project{id name}}...on Project{id projectKey:key name}}corrects{id loggedAt note}}fragment UserErrorParts on UserError{code message field}" as Document<WorkLogFixMutation, WorkLogFixMutationVariables>;
export const WorkLogChangesDocument = "subscription WorkLogChanges($workspaceId:ID!$after:String){trackingStream(workspaceId:$workspaceId kinds:[WORK_LOG]after:$after){kind edges{cursor entityId}resumeCursor serverTime}}" as Document<WorkLogChangesSubscription, WorkLogChangesSubscriptionVariables>;
