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

/** What a running timer should be about. */
export type TimerUpdateInput = {
  /** The timer (`tmr_` id). */
  readonly id: string;
  /** The task (`tsk_` id), of a project that is not archived; null clears it, as before when not given. */
  readonly taskId?: string | null | undefined;
  /** What is being done; null clears it, as before when not given. Example: `Review of #43`. */
  readonly note?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type TimerUpdateMutationVariables = Exact<{
  input: TimerUpdateInput;
}>;

export type TimerUpdateMutation = { readonly timerUpdate: { readonly timer: { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type RunningTimerFragment = { readonly id: string | null, readonly startedAt: string | null, readonly note: string | null, readonly billable: boolean | null, readonly idleSince: string | null, readonly elapsedSeconds: number | null, readonly task: { readonly id: string, readonly key: string, readonly title: string, readonly project: { readonly id: string, readonly name: string } } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const TimerUpdateDocument = "mutation TimerUpdate($input:TimerUpdateInput!){timerUpdate(input:$input){timer{...RunningTimer}userErrors{...UserErrorParts}}}fragment RunningTimer on Timer{id startedAt note billable idleSince elapsedSeconds task{id key title project{id name}}}fragment UserErrorParts on UserError{code message field}" as Document<TimerUpdateMutation, TimerUpdateMutationVariables>;
