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

/** A timer to start. */
export type TimerStartInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The task (`tsk_` id), of a project that is not archived; none when not given. */
  readonly taskId?: string | null | undefined;
  /** What is being done. Example: `Review of #42`. */
  readonly note?: string | null | undefined;
  /** Whether a client will be billed for it. Example: `true`. */
  readonly billable?: boolean;
  /** Stop the running timer first; without it a running one is `ALREADY_RUNNING`. Example: `true`. */
  readonly switch?: boolean;
  /** Start; now when not given, never later, at most 24 hours ago. Example: `2026-11-20T09:00:00Z`. */
  readonly startedAt?: string | null | undefined;
  /** The person it is for (`mem_` id); the caller when not given. */
  readonly onBehalfOf?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A timer to stop. */
export type TimerStopInput = {
  /** The timer (`tmr_` id). */
  readonly id: string;
  /** End; now when not given, never later. Needed when the timer has run for more than 24 hours. Example: `2026-11-20T17:00:00Z`. */
  readonly endedAt?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A timer to throw away. */
export type TimerDiscardInput = {
  /** The timer (`tmr_` id). */
  readonly id: string;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Whether a person is at their timer. */
export type TimerIdleReportInput = {
  /** The timer (`tmr_` id). */
  readonly id: string;
  /** Since when the person is away; null while they are active. Example: `2026-11-20T11:40:00Z`. */
  readonly idleSince?: string | null | undefined;
};

export type RunningTimerFragment = { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null };

export type CurrentTimerQueryVariables = Exact<{
  workspaceId: string;
}>;

export type CurrentTimerQuery = { readonly viewer: { readonly today: { readonly date: string, readonly trackedSeconds: number | null, readonly timer: { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null } | null } };

export type TimerStartMutationVariables = Exact<{
  input: TimerStartInput;
}>;

export type TimerStartMutation = { readonly timerStart: { readonly resumeCursor: string | null, readonly timer: { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly stopped: { readonly id: string, readonly durationSeconds: number | null } | null, readonly running: { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimerStopMutationVariables = Exact<{
  input: TimerStopInput;
}>;

export type TimerStopMutation = { readonly timerStop: { readonly replayed: boolean, readonly timeEntry: { readonly id: string, readonly endedAt: string | null, readonly durationSeconds: number | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimerDiscardMutationVariables = Exact<{
  input: TimerDiscardInput;
}>;

export type TimerDiscardMutation = { readonly timerDiscard: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type TimerIdleReportMutationVariables = Exact<{
  input: TimerIdleReportInput;
}>;

export type TimerIdleReportMutation = { readonly timerIdleReport: { readonly timer: { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const CurrentTimerDocument = "query CurrentTimer($workspaceId:ID!){viewer{today(workspaceId:$workspaceId){date trackedSeconds timer{...RunningTimer}}}}fragment RunningTimer on Timer{id startedAt note billable idleSince elapsedSeconds task{id key title project{id name}}}" as Document<CurrentTimerQuery, CurrentTimerQueryVariables>;
export const TimerStartDocument = "mutation TimerStart($input:TimerStartInput!){timerStart(input:$input){timer{...RunningTimer}stopped{id durationSeconds}running{...RunningTimer}userErrors{...UserErrorParts}resumeCursor}}fragment RunningTimer on Timer{id startedAt note billable idleSince elapsedSeconds task{id key title project{id name}}}fragment UserErrorParts on UserError{code message field}" as Document<TimerStartMutation, TimerStartMutationVariables>;
export const TimerStopDocument = "mutation TimerStop($input:TimerStopInput!){timerStop(input:$input){timeEntry{id endedAt durationSeconds}userErrors{...UserErrorParts}replayed}}fragment UserErrorParts on UserError{code message field}" as Document<TimerStopMutation, TimerStopMutationVariables>;
export const TimerDiscardDocument = "mutation TimerDiscard($input:TimerDiscardInput!){timerDiscard(input:$input){userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<TimerDiscardMutation, TimerDiscardMutationVariables>;
export const TimerIdleReportDocument = "mutation TimerIdleReport($input:TimerIdleReportInput!){timerIdleReport(input:$input){timer{...RunningTimer}userErrors{...UserErrorParts}}}fragment RunningTimer on Timer{id startedAt note billable idleSince elapsedSeconds task{id key title project{id name}}}fragment UserErrorParts on UserError{code message field}" as Document<TimerIdleReportMutation, TimerIdleReportMutationVariables>;
