// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
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

/** One group to add up; exactly one must be given. */
export type CohortInput =
  {   /** A `tea_` id. */
  readonly teamId: string; readonly projectId?: never; readonly sprintId?: never; readonly taskId?: never; readonly memberIds?: never; }
  |  { readonly teamId?: never;   /** A `prj_` id. */
  readonly projectId: string; readonly sprintId?: never; readonly taskId?: never; readonly memberIds?: never; }
  |  { readonly teamId?: never; readonly projectId?: never;   /** A `spr_` id. */
  readonly sprintId: string; readonly taskId?: never; readonly memberIds?: never; }
  |  { readonly teamId?: never; readonly projectId?: never; readonly sprintId?: never;   /** A `tsk_` id. */
  readonly taskId: string; readonly memberIds?: never; }
  |  { readonly teamId?: never; readonly projectId?: never; readonly sprintId?: never; readonly taskId?: never;   /** `mem_` ids; needs a workspace admin. */
  readonly memberIds: ReadonlyArray<string>; };

/** How long a bucket is. */
export type BucketUnit =
  /** A day. Members get days of their own work only. */
  | 'DAY'
  /** An ISO week, Monday to Sunday. */
  | 'WEEK'
  /** A calendar month. */
  | 'MONTH'
  /** The days of a sprint. */
  | 'SPRINT';

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

export type TeamFiguresFragment = { readonly contributors: number | null, readonly trackedSeconds: number | null, readonly billableSeconds: number | null, readonly nonBillableSeconds: number | null, readonly standupsHuman: number | null, readonly standupsInferred: number | null, readonly standupRate: number | null, readonly workLogs: number | null, readonly blockersOpened: number | null, readonly blockersResolved: number | null, readonly medianBlockerAgeSeconds: number | null, readonly meanSentiment?: number | null, readonly sentimentCoverage?: number | null, readonly bucket: { readonly unit: BucketUnit, readonly startsOn: string, readonly endsOn: string }, readonly openBlockersBySeverity: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly count: number, readonly medianAgeSeconds: number | null }> | null, readonly suppression: { readonly reason: SuppressionReason, readonly minimumGroupSize: number } | null };

export type TeamPageQueryVariables = Exact<{
  workspaceId: string;
  cohort?: CohortInput | null | undefined;
  bucket: BucketUnit;
  from: string;
  to: string;
  isAdmin: boolean;
}>;

export type TeamPageQuery = { readonly workspace: { readonly id: string, readonly metrics: { readonly nodes: ReadonlyArray<{ readonly contributors: number | null, readonly trackedSeconds: number | null, readonly billableSeconds: number | null, readonly nonBillableSeconds: number | null, readonly standupsHuman: number | null, readonly standupsInferred: number | null, readonly standupRate: number | null, readonly workLogs: number | null, readonly blockersOpened: number | null, readonly blockersResolved: number | null, readonly medianBlockerAgeSeconds: number | null, readonly meanSentiment?: number | null, readonly sentimentCoverage?: number | null, readonly bucket: { readonly unit: BucketUnit, readonly startsOn: string, readonly endsOn: string }, readonly openBlockersBySeverity: ReadonlyArray<{ readonly severity: BlockerSeverity, readonly count: number, readonly medianAgeSeconds: number | null }> | null, readonly suppression: { readonly reason: SuppressionReason, readonly minimumGroupSize: number } | null }> } | null } | null };

export type TeamChoicesQueryVariables = Exact<{
  workspaceId: string;
}>;

export type TeamChoicesQuery = { readonly workspace: { readonly id: string, readonly teams: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } | null } | null };

export const TeamPageDocument = "query TeamPage($workspaceId:ID!$cohort:CohortInput$bucket:BucketUnit!$from:Date!$to:Date!$isAdmin:Boolean!){workspace(id:$workspaceId){id metrics(cohort:$cohort bucket:$bucket from:$from to:$to first:100){nodes{...TeamFigures}}}}fragment TeamFigures on Metrics{bucket{unit startsOn endsOn}contributors trackedSeconds billableSeconds nonBillableSeconds standupsHuman standupsInferred standupRate workLogs blockersOpened blockersResolved openBlockersBySeverity{severity count medianAgeSeconds}medianBlockerAgeSeconds meanSentiment@include(if:$isAdmin)sentimentCoverage@include(if:$isAdmin)suppression{reason minimumGroupSize}}" as Document<TeamPageQuery, TeamPageQueryVariables>;
export const TeamChoicesDocument = "query TeamChoices($workspaceId:ID!){workspace(id:$workspaceId){id teams(first:100){nodes{id name}}}}" as Document<TeamChoicesQuery, TeamChoicesQueryVariables>;
