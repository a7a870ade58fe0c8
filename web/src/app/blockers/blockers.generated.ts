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

/** Which blockers to list; what is given must all hold. */
export type BlockerFilter = {
  /** Only these people (`mem_` ids). Naming others needs a workspace admin. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** Only these severities. Example: `[HIGH, CRITICAL]`. */
  readonly severities?: ReadonlyArray<BlockerSeverity> | null | undefined;
  /** Only these categories. Example: `[EXTERNAL]`. */
  readonly categories?: ReadonlyArray<BlockerCategory> | null | undefined;
  /** Only these states. Example: `[OPEN, ESCALATED]`. */
  readonly states?: ReadonlyArray<BlockerState> | null | undefined;
  /** Only those on this task (`tsk_` id). */
  readonly taskId?: string | null | undefined;
  /** Only those opened in this stretch of time. */
  readonly openedAt?: DateTimeFilter | null | undefined;
};

/** How far up a blocker is escalated. */
export type EscalationLevel =
  /** The person's manager. */
  | 'MANAGER'
  /** The manager's manager. */
  | 'DIRECTOR'
  /** One further up. */
  | 'VP';

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

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

/** Something in the way. */
export type BlockerOpenInput = {
  /** The workspace (`wsp_` id). */
  readonly workspaceId: string;
  /** The task that is held up (`tsk_` id). */
  readonly taskId?: string | null | undefined;
  /** The person's standup it came from (`stu_` id). */
  readonly standupId?: string | null | undefined;
  /** Which of the standup's `parsedBlockers`, from 0. Example: `0`. */
  readonly parsedBlocker?: number | null | undefined;
  /** How bad it is. Example: `HIGH`. */
  readonly severity?: BlockerSeverity;
  /** What kind of obstacle it is. Example: `EXTERNAL`. */
  readonly category?: BlockerCategory;
  /** What is in the way. Example: `No access to staging since Monday.` */
  readonly description: string;
  /** The person it is for (`mem_` id); the caller when not given. */
  readonly onBehalfOf?: string | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Fields of a blocker to change. */
export type BlockerUpdateInput = {
  /** The blocker (`blk_` id). */
  readonly id: string;
  /** The task that is held up (`tsk_` id); null clears it. */
  readonly taskId?: string | null | undefined;
  /** How bad it is. Example: `CRITICAL`. */
  readonly severity?: BlockerSeverity | null | undefined;
  /** What kind of obstacle it is. Example: `EXTERNAL`. */
  readonly category?: BlockerCategory | null | undefined;
  /** What is in the way. Example: `No access to staging since Monday.` */
  readonly description?: string | null | undefined;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A blocker that is out of the way. */
export type BlockerResolveInput = {
  /** The blocker (`blk_` id). */
  readonly id: string;
  /** What took it out of the way. Example: `Got access.` */
  readonly note?: string | null | undefined;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A blocker that is in the way again. */
export type BlockerReopenInput = {
  /** The blocker (`blk_` id). */
  readonly id: string;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

/** A blocker to tell the next level of. */
export type BlockerEscalateInput = {
  /** The blocker (`blk_` id). */
  readonly id: string;
  /** Whether the recipient may read the description; only the person may say so. Example: `true`. */
  readonly shareDescription?: boolean;
  /** The version the change is based on; another one is a `CONFLICT`. Example: `3`. */
  readonly expectedVersion?: number | null | undefined;
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

/** Something to say about an entity. */
export type CommentAddInput = {
  /** The entity, by its id: a task, project, sprint, member, workspace, standup, work log, time entry or blocker. Example: `tsk_01jd3v5mt8f0r9ke2dq4n8xw7a`. */
  readonly entityId: string;
  /** What to say. Example: `Looks good to me.` */
  readonly body: string;
  /** Makes the request happen once: the same key again changes nothing and answers as before, for 48 hours; 1 to 255 characters. Example: `5c1f0f0e-9a5d-4c0b-8a39-1f6a2d1f6f0a`. */
  readonly idempotencyKey?: string | null | undefined;
};

export type BlockerCardFragment = { readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly state: BlockerState, readonly openedAt: string, readonly escalatedAt: string | null, readonly resolvedAt: string | null, readonly hint: BlockerHint | null, readonly description: string | null, readonly version: number, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string } | null, readonly escalations: ReadonlyArray<{ readonly id: string, readonly level: EscalationLevel, readonly step: number, readonly dueAt: string, readonly sentAt: string, readonly acknowledgedAt: string | null, readonly descriptionShared: boolean, readonly recipient: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } } }> | null };

export type BlockerLaneQueryVariables = Exact<{
  workspaceId: string;
  filter: BlockerFilter;
  after?: string | null | undefined;
}>;

export type BlockerLaneQuery = { readonly workspace: { readonly id: string, readonly blockers: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly state: BlockerState, readonly openedAt: string, readonly escalatedAt: string | null, readonly resolvedAt: string | null, readonly hint: BlockerHint | null, readonly description: string | null, readonly version: number, readonly viewerCanEdit: boolean, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string } | null, readonly escalations: ReadonlyArray<{ readonly id: string, readonly level: EscalationLevel, readonly step: number, readonly dueAt: string, readonly sentAt: string, readonly acknowledgedAt: string | null, readonly descriptionShared: boolean, readonly recipient: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } } }> | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type BlockerPolicyQueryVariables = Exact<{
  workspaceId: string;
}>;

export type BlockerPolicyQuery = { readonly workspace: { readonly id: string, readonly escalationPolicy: { readonly rules: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly afterMinutes: number, readonly levels: ReadonlyArray<EscalationLevel>, readonly businessHoursOnly: boolean }> } | null } | null };

export type BlockerPanelQueryVariables = Exact<{
  id: string;
}>;

export type BlockerPanelQuery = { readonly blocker: { readonly resolutionNote: string | null, readonly id: string, readonly severity: BlockerSeverity, readonly category: BlockerCategory, readonly state: BlockerState, readonly openedAt: string, readonly escalatedAt: string | null, readonly resolvedAt: string | null, readonly hint: BlockerHint | null, readonly description: string | null, readonly version: number, readonly viewerCanEdit: boolean, readonly activities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly occurredAt: string, readonly action: ActivityAction, readonly title: string | null, readonly content: string | null, readonly actor: { readonly id: string, readonly displayName: string } }> } | null, readonly member: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } }, readonly task: { readonly id: string, readonly key: string, readonly title: string } | null, readonly escalations: ReadonlyArray<{ readonly id: string, readonly level: EscalationLevel, readonly step: number, readonly dueAt: string, readonly sentAt: string, readonly acknowledgedAt: string | null, readonly descriptionShared: boolean, readonly recipient: { readonly id: string, readonly actor: { readonly id: string, readonly displayName: string } } }> | null } | null };

export type BlockerReportMutationVariables = Exact<{
  input: BlockerOpenInput;
}>;

export type BlockerReportMutation = { readonly blockerOpen: { readonly blocker: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerChangeMutationVariables = Exact<{
  input: BlockerUpdateInput;
}>;

export type BlockerChangeMutation = { readonly blockerUpdate: { readonly blocker: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerResolveMutationVariables = Exact<{
  input: BlockerResolveInput;
}>;

export type BlockerResolveMutation = { readonly blockerResolve: { readonly blocker: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerReopenMutationVariables = Exact<{
  input: BlockerReopenInput;
}>;

export type BlockerReopenMutation = { readonly blockerReopen: { readonly blocker: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerEscalateMutationVariables = Exact<{
  input: BlockerEscalateInput;
}>;

export type BlockerEscalateMutation = { readonly blockerEscalate: { readonly blocker: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerAcknowledgeMutationVariables = Exact<{
  input: EscalationAcknowledgeInput;
}>;

export type BlockerAcknowledgeMutation = { readonly escalationAcknowledge: { readonly escalation: { readonly id: string, readonly acknowledgedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerNoteMutationVariables = Exact<{
  input: CommentAddInput;
}>;

export type BlockerNoteMutation = { readonly commentAdd: { readonly activity: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null }> } | null };

export type BlockerChangesSubscriptionVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type BlockerChangesSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly entityId: string }> } };

export type BlockerNoticesSubscriptionVariables = Exact<{
  workspaceId: string;
  after?: string | null | undefined;
}>;

export type BlockerNoticesSubscription = { readonly notificationStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string } }> } };

export type UserErrorPartsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null };

export const BlockerLaneDocument = "query BlockerLane($workspaceId:ID!$filter:BlockerFilter!$after:String){workspace(id:$workspaceId){id blockers(first:20 after:$after filter:$filter){nodes{...BlockerCard}pageInfo{hasNextPage endCursor}}}}fragment BlockerCard on Blocker{id member{id actor{id displayName}}task{id key title}severity category state openedAt escalatedAt resolvedAt hint description version viewerCanEdit escalations{id level step dueAt sentAt acknowledgedAt descriptionShared recipient{id actor{id displayName}}}}" as Document<BlockerLaneQuery, BlockerLaneQueryVariables>;
export const BlockerPolicyDocument = "query BlockerPolicy($workspaceId:ID!){workspace(id:$workspaceId){id escalationPolicy{rules{severity afterMinutes levels businessHoursOnly}}}}" as Document<BlockerPolicyQuery, BlockerPolicyQueryVariables>;
export const BlockerPanelDocument = "query BlockerPanel($id:ID!){blocker(id:$id){...BlockerCard resolutionNote activities(first:50){nodes{id occurredAt action title content actor{id displayName}}}}}fragment BlockerCard on Blocker{id member{id actor{id displayName}}task{id key title}severity category state openedAt escalatedAt resolvedAt hint description version viewerCanEdit escalations{id level step dueAt sentAt acknowledgedAt descriptionShared recipient{id actor{id displayName}}}}" as Document<BlockerPanelQuery, BlockerPanelQueryVariables>;
export const BlockerReportDocument = "mutation BlockerReport($input:BlockerOpenInput!){blockerOpen(input:$input){blocker{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerReportMutation, BlockerReportMutationVariables>;
export const BlockerChangeDocument = "mutation BlockerChange($input:BlockerUpdateInput!){blockerUpdate(input:$input){blocker{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerChangeMutation, BlockerChangeMutationVariables>;
export const BlockerResolveDocument = "mutation BlockerResolve($input:BlockerResolveInput!){blockerResolve(input:$input){blocker{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerResolveMutation, BlockerResolveMutationVariables>;
export const BlockerReopenDocument = "mutation BlockerReopen($input:BlockerReopenInput!){blockerReopen(input:$input){blocker{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerReopenMutation, BlockerReopenMutationVariables>;
export const BlockerEscalateDocument = "mutation BlockerEscalate($input:BlockerEscalateInput!){blockerEscalate(input:$input){blocker{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerEscalateMutation, BlockerEscalateMutationVariables>;
export const BlockerAcknowledgeDocument = "mutation BlockerAcknowledge($input:EscalationAcknowledgeInput!){escalationAcknowledge(input:$input){escalation{id acknowledgedAt}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerAcknowledgeMutation, BlockerAcknowledgeMutationVariables>;
export const BlockerNoteDocument = "mutation BlockerNote($input:CommentAddInput!){commentAdd(input:$input){activity{id}userErrors{...UserErrorParts}}}fragment UserErrorParts on UserError{code message field}" as Document<BlockerNoteMutation, BlockerNoteMutationVariables>;
export const BlockerChangesDocument = "subscription BlockerChanges($workspaceId:ID!$after:String){trackingStream(workspaceId:$workspaceId kinds:[BLOCKER]after:$after){kind edges{cursor entityId}resumeCursor serverTime}}" as Document<BlockerChangesSubscription, BlockerChangesSubscriptionVariables>;
export const BlockerNoticesDocument = "subscription BlockerNotices($workspaceId:ID!$after:String){notificationStream(workspaceId:$workspaceId after:$after){kind edges{cursor node{id}}resumeCursor serverTime}}" as Document<BlockerNoticesSubscription, BlockerNoticesSubscriptionVariables>;
