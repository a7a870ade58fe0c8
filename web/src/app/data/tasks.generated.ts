// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
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

export type TasksQueryVariables = Exact<{
  workspaceId: string;
  filter: TaskFilter;
  recent?: TimeEntryFilter | null | undefined;
  withRecent: boolean;
}>;

export type TasksQuery = { readonly workspace: { readonly tasks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } }> } | null, readonly timeEntries?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null }> } | null } | null };

export type TaskChoiceFragment = { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } };

export const TasksDocument = "query Tasks($workspaceId:ID!$filter:TaskFilter!$recent:TimeEntryFilter$withRecent:Boolean!){workspace(id:$workspaceId){tasks(first:50 filter:$filter){nodes{...TaskChoice}}timeEntries(first:50 filter:$recent)@include(if:$withRecent){nodes{id task{...TaskChoice}}}}}fragment TaskChoice on Task{id key title project{id name}}" as Document<TasksQuery, TasksQueryVariables>;
