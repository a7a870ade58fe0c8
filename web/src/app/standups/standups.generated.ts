// Written by `npm run generate` from the .graphql file beside it and the contract. Do not edit.
import type { Document } from '../data/document.ts';

type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** How exact a count is. */
export type CountPrecision =
  /** The value is exact. */
  | 'EXACT'
  /** Counting stopped at the value; there are at least so many. */
  | 'AT_LEAST';

/** Where a standup came from. */
export type StandupSource =
  /** A slash command in Slack. */
  | 'SLACK_COMMAND'
  /** A message in a Slack channel. */
  | 'SLACK_CHANNEL'
  /** The web page. */
  | 'WEB'
  /** This API, or an import. */
  | 'API'
  /** Put together from commits, reviews and pull requests. Nobody wrote it. */
  | 'INFERRED';

/** How a member stands with the standup of a day. */
export type StandupDayStatus =
  /** They wrote one, on time or later. */
  | 'SENT'
  /** They wrote none; one was put together from commits, reviews and pull requests. */
  | 'INFERRED_ONLY'
  /** They wrote none, and their day is over. */
  | 'MISSING'
  /** They wrote none yet, and their day is not over. */
  | 'NOT_DUE_YET'
  /** They wrote none and need not: a weekend, or a day before they joined. */
  | 'NOT_DUE';

/** Which standups to list; what is given must all hold. */
export type StandupFilter = {
  /** Only these people (`mem_` ids). Naming others needs a workspace admin. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** Only these days. */
  readonly date?: DateFilter | null | undefined;
  /** Only these sources. */
  readonly source?: StandupSourceFilter | null | undefined;
  /** Only people of this team (`tea_` id). */
  readonly teamId?: string | null | undefined;
  /** Any of the texts contains this, whatever the case. Example: `release`. */
  readonly text?: string | null | undefined;
};

/** Compares a source; what is given must all hold. */
export type StandupSourceFilter = {
  /** Exactly this one. Example: `WEB`. */
  readonly eq?: StandupSource | null | undefined;
  /** Any of these. Example: `[WEB, API]`. */
  readonly in?: ReadonlyArray<StandupSource> | null | undefined;
  /** None of these. Example: `[INFERRED]`. */
  readonly notIn?: ReadonlyArray<StandupSource> | null | undefined;
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

/** What a frame of a stream is. */
export type StreamKind =
  /** It brings rows. */
  | 'BATCH'
  /** It brings a cursor only: the stream is alive. */
  | 'HEARTBEAT'
  /** The cursor cannot be continued: load the first page again and stream from this frame's cursor. The stream then completes. */
  | 'RESET';

export type StandupListQueryVariables = Exact<{
  workspaceId: string;
  filter: StandupFilter;
  after?: string | null | undefined;
}>;

export type StandupListQuery = { readonly workspace: { readonly id: string, readonly standups: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly count: { readonly value: number, readonly precision: CountPrecision } } | null } | null };

export type StandupMonthQueryVariables = Exact<{
  workspaceId: string;
  memberId: string;
  from: string;
  to: string;
}>;

export type StandupMonthQuery = { readonly workspace: { readonly id: string, readonly standups: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly isInferred: boolean }> } | null } | null, readonly member: { readonly id: string, readonly joinedAt: string, readonly timeZone: string, readonly actor: { readonly displayName: string } } | null };

export type StandupPeopleQueryVariables = Exact<{
  workspaceId: string;
}>;

export type StandupPeopleQuery = { readonly workspace: { readonly id: string, readonly members: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly actor: { readonly displayName: string } }> } | null } | null };

export type StandupDayCountsQueryVariables = Exact<{
  workspaceId: string;
  date: string;
}>;

export type StandupDayCountsQuery = { readonly workspace: { readonly id: string, readonly standupDay: { readonly date: string, readonly sentCount: number, readonly inferredOnlyCount: number, readonly missingCount: number, readonly notDueYetCount: number } | null } | null };

export type StandupDayRowsQueryVariables = Exact<{
  workspaceId: string;
  date: string;
  status: ReadonlyArray<StandupDayStatus> | StandupDayStatus;
  after?: string | null | undefined;
}>;

export type StandupDayRowsQuery = { readonly workspace: { readonly id: string, readonly standupDay: { readonly date: string, readonly rows: { readonly nodes: ReadonlyArray<{ readonly status: StandupDayStatus, readonly member: { readonly id: string, readonly timeZone: string, readonly actor: { readonly displayName: string } }, readonly standup: { readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null } | null };

export type StandupChangesSubscriptionVariables = Exact<{
  workspaceId: string;
  memberId?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type StandupChangesSubscription = { readonly trackingStream: { readonly kind: StreamKind, readonly resumeCursor: string, readonly serverTime: string, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly entityId: string }> } };

export type StandupPartsFragment = { readonly id: string, readonly date: string, readonly source: StandupSource, readonly isInferred: boolean, readonly yesterday: string | null, readonly today: string | null, readonly blockersText: string | null, readonly submittedAt: string | null, readonly createdAt: string, readonly updatedAt: string };

export const StandupListDocument = "query StandupList($workspaceId:ID!$filter:StandupFilter!$after:String){workspace(id:$workspaceId){id standups(first:25 after:$after filter:$filter){nodes{...StandupParts}pageInfo{hasNextPage endCursor}count{value precision}}}}fragment StandupParts on Standup{id date source isInferred yesterday today blockersText submittedAt createdAt updatedAt}" as Document<StandupListQuery, StandupListQueryVariables>;
export const StandupMonthDocument = "query StandupMonth($workspaceId:ID!$memberId:ID!$from:Date!$to:Date!){workspace(id:$workspaceId){id standups(first:31 filter:{memberIds:[$memberId]date:{gte:$from lte:$to}}){nodes{id date isInferred}}}member(id:$memberId){id joinedAt timeZone actor{displayName}}}" as Document<StandupMonthQuery, StandupMonthQueryVariables>;
export const StandupPeopleDocument = "query StandupPeople($workspaceId:ID!){workspace(id:$workspaceId){id members(first:100){nodes{id actor{displayName}}}}}" as Document<StandupPeopleQuery, StandupPeopleQueryVariables>;
export const StandupDayCountsDocument = "query StandupDayCounts($workspaceId:ID!$date:Date!){workspace(id:$workspaceId){id standupDay(date:$date){date sentCount inferredOnlyCount missingCount notDueYetCount}}}" as Document<StandupDayCountsQuery, StandupDayCountsQueryVariables>;
export const StandupDayRowsDocument = "query StandupDayRows($workspaceId:ID!$date:Date!$status:[StandupDayStatus!]!$after:String){workspace(id:$workspaceId){id standupDay(date:$date){date rows(first:25 after:$after status:$status){nodes{status member{id timeZone actor{displayName}}standup{...StandupParts}}pageInfo{hasNextPage endCursor}}}}}fragment StandupParts on Standup{id date source isInferred yesterday today blockersText submittedAt createdAt updatedAt}" as Document<StandupDayRowsQuery, StandupDayRowsQueryVariables>;
export const StandupChangesDocument = "subscription StandupChanges($workspaceId:ID!$memberId:ID$after:String){trackingStream(workspaceId:$workspaceId memberId:$memberId kinds:[STANDUP]after:$after){kind edges{cursor entityId}resumeCursor serverTime}}" as Document<StandupChangesSubscription, StandupChangesSubscriptionVariables>;
