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

/** How far up a blocker is escalated. */
export type EscalationLevel =
  /** The person's manager. */
  | 'MANAGER'
  /** The manager's manager. */
  | 'DIRECTOR'
  /** One further up. */
  | 'VP';

/** How reports round each entry. */
export type RoundingMode =
  /** To the nearest step; half a step goes up. */
  | 'NEAREST'
  /** To the next step up. */
  | 'UP'
  /** To the next step down. */
  | 'DOWN';

/** Tells one or more levels of blockers of a severity that stay unresolved. */
export type EscalationRuleInput = {
  /** Which blockers. Example: `CRITICAL`. */
  readonly severity: BlockerSeverity;
  /** Minutes after the blocker was opened, 1 to 43200. Example: `240`. */
  readonly afterMinutes: number;
  /** Who is told. Example: `[MANAGER]`. */
  readonly levels: ReadonlyArray<EscalationLevel>;
  /** Count only Monday to Friday, 9 to 17 o'clock in the person's time zone. Example: `true`. */
  readonly businessHoursOnly?: boolean;
};

/** Rules of escalation. */
export type EscalationPolicySetInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** All the rules, at most 20. */
  readonly rules: ReadonlyArray<EscalationRuleInput>;
  /** The version the change is based on, 0 for the defaults; another one is a `CONFLICT`. Example: `0`. */
  readonly expectedVersion: number;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Settings to change. */
export type WorkspaceSettingsUpdateInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** Smallest group whose numbers members see, besides the viewer, 2 to 50. Example: `5`. */
  readonly minimumGroupSize?: number | null | undefined;
  /** Minutes without activity after which a timer is stopped, 1 to 480; 0 for never. Example: `30`. */
  readonly timerIdleMinutes?: number | null | undefined;
  /** Steps reports round to, in minutes: 0 (off), 1, 5, 6, 10, 15, 30 or 60. Example: `15`. */
  readonly roundingMinutes?: number | null | undefined;
  /** Which way reports round. Example: `NEAREST`. */
  readonly roundingMode?: RoundingMode | null | undefined;
  /** Close time entries of this day and before; null opens all. Example: `2026-10-31`. */
  readonly closedThrough?: string | null | undefined;
  /** The version the change is based on, 0 for the defaults; another one is a `CONFLICT`. Example: `0`. */
  readonly expectedVersion: number;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type WorkspaceSettingsQueryVariables = Exact<{
  workspaceId: string;
}>;

export type WorkspaceSettingsQuery = { readonly workspace: { readonly settings: { readonly minimumGroupSize: number, readonly timerIdleMinutes: number, readonly roundingMinutes: number, readonly roundingMode: RoundingMode, readonly closedThrough: string | null, readonly version: number } | null, readonly escalationPolicy: { readonly id: string, readonly version: number, readonly rules: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly afterMinutes: number, readonly levels: ReadonlyArray<EscalationLevel>, readonly businessHoursOnly: boolean }> } | null } | null };

export type SettingsRowFragment = { readonly minimumGroupSize: number, readonly timerIdleMinutes: number, readonly roundingMinutes: number, readonly roundingMode: RoundingMode, readonly closedThrough: string | null, readonly version: number };

export type PolicyRowFragment = { readonly id: string, readonly version: number, readonly rules: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly afterMinutes: number, readonly levels: ReadonlyArray<EscalationLevel>, readonly businessHoursOnly: boolean }> };

export type SettingsSaveMutationVariables = Exact<{
  input: WorkspaceSettingsUpdateInput;
}>;

export type SettingsSaveMutation = { readonly workspaceSettingsUpdate: { readonly settings: { readonly minimumGroupSize: number, readonly timerIdleMinutes: number, readonly roundingMinutes: number, readonly roundingMode: RoundingMode, readonly closedThrough: string | null, readonly version: number } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type PolicySaveMutationVariables = Exact<{
  input: EscalationPolicySetInput;
}>;

export type PolicySaveMutation = { readonly escalationPolicySet: { readonly escalationPolicy: { readonly id: string, readonly version: number, readonly rules: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly afterMinutes: number, readonly levels: ReadonlyArray<EscalationLevel>, readonly businessHoursOnly: boolean }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const WorkspaceSettingsDocument = "query WorkspaceSettings($workspaceId:ID!){workspace(id:$workspaceId){settings{...SettingsRow}escalationPolicy{...PolicyRow}}}fragment SettingsRow on WorkspaceSettings{minimumGroupSize timerIdleMinutes roundingMinutes roundingMode closedThrough version}fragment PolicyRow on EscalationPolicy{id version rules{severity afterMinutes levels businessHoursOnly}}" as Document<WorkspaceSettingsQuery, WorkspaceSettingsQueryVariables>;
export const SettingsSaveDocument = "mutation SettingsSave($input:WorkspaceSettingsUpdateInput!){workspaceSettingsUpdate(input:$input){settings{...SettingsRow}userErrors{...UserErrorParts}}}fragment SettingsRow on WorkspaceSettings{minimumGroupSize timerIdleMinutes roundingMinutes roundingMode closedThrough version}fragment UserErrorParts on UserError{code message field}" as Document<SettingsSaveMutation, SettingsSaveMutationVariables>;
export const PolicySaveDocument = "mutation PolicySave($input:EscalationPolicySetInput!){escalationPolicySet(input:$input){escalationPolicy{...PolicyRow}userErrors{...UserErrorParts}}}fragment PolicyRow on EscalationPolicy{id version rules{severity afterMinutes levels businessHoursOnly}}fragment UserErrorParts on UserError{code message field}" as Document<PolicySaveMutation, PolicySaveMutationVariables>;
