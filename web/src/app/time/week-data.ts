import { type Answer, request } from '../data/request.ts';
import type { Place } from '../shell/session.ts';
import { type GridRow, type Head, gridOf, rowFilter } from './grid.ts';
import { type TimeEntryFilter, TimeRowSumsDocument, type TimeRowSumsQueryVariables, type TimeRowFragment, TimeRowsDocument, type TimeRowsQuery, TimeWeekSumsDocument } from './time.generated.ts';

const PAGE = 100;
const MOST_PAGES = 6;
/** Places for rows in one request. */
const SLOTS = 12;

export interface WeekData {
  entries: TimeRowFragment[];
  /** There are more entries than are held. */
  isPartial: boolean;
  daySeconds: number[];
  weekSeconds: number;
  /** By the row's key. */
  rowSeconds: Map<string, number>;
}

type Where = Pick<Place, 'workspaceId' | 'memberId'>;

/** All entries of some days of a person, newest first, as far as they are held. */
export async function entriesOf(workspaceId: string, filter: TimeEntryFilter, signal: AbortSignal): Promise<{ entries: TimeRowFragment[]; isPartial: boolean }> {
  const entries = new Map<string, TimeRowFragment>();
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    // The cursor comes from the answer, so the answer's type must stand here.
    const answer: Answer<TimeRowsQuery> = await request(TimeRowsDocument, { workspaceId, first: PAGE, after, filter }, { signal });
    const list = answer.data.workspace?.timeEntries;
    for (const entry of list?.nodes ?? []) entries.set(entry.id, entry);
    if (!list?.pageInfo.hasNextPage) return { entries: [...entries.values()], isPartial: false };
    after = list.pageInfo.endCursor;
  }
  return { entries: [...entries.values()], isPartial: true };
}

export async function loadWeek({ workspaceId, memberId }: Where, days: readonly string[], extra: readonly Head[], signal: AbortSignal): Promise<WeekData> {
  const memberIds = [memberId];
  const [first = '', last = ''] = [days[0], days[days.length - 1]];
  const day = (at: number): TimeEntryFilter => ({ memberIds, spentOn: { eq: days[at] } });
  const week = { memberIds, spentOn: { gte: first, lte: last } };
  const [{ entries, isPartial }, { data }] = await Promise.all([
    entriesOf(workspaceId, week, signal),
    request(TimeWeekSumsDocument, { workspaceId, week, d0: day(0), d1: day(1), d2: day(2), d3: day(3), d4: day(4), d5: day(5), d6: day(6) }, { signal }),
  ]);
  const sums = data.workspace;
  const seconds = (list: { readonly totals: { readonly durationSeconds: number } } | null | undefined) => list?.totals.durationSeconds ?? 0;
  return {
    entries,
    isPartial,
    daySeconds: [sums?.d0, sums?.d1, sums?.d2, sums?.d3, sums?.d4, sums?.d5, sums?.d6].map(seconds),
    weekSeconds: seconds(sums?.week),
    rowSeconds: await rowTotals({ workspaceId, memberId }, gridOf(entries, extra, days), days, signal),
  };
}

async function rowTotals({ workspaceId, memberId }: Where, rows: readonly GridRow[], days: readonly string[], signal: AbortSignal): Promise<Map<string, number>> {
  // A row without entries needs no question.
  const asked = rows.filter(({ cells }) => cells.some((cell) => cell.length > 0));
  const totals = new Map<string, number>();
  for (let from = 0; from < asked.length; from += SLOTS) {
    const part = asked.slice(from, from + SLOTS);
    const slots = Object.fromEntries(Array.from({ length: SLOTS }, (_, at) => {
      const row = part[at];
      return [[`is${at}`, row !== undefined], [`r${at}`, row ? rowFilter(row, memberId, days) : null]];
    }).flat()) as Omit<TimeRowSumsQueryVariables, 'workspaceId'>;
    const { data } = await request(TimeRowSumsDocument, { workspaceId, ...slots }, { signal });
    const found = data.workspace as Record<string, { totals: { durationSeconds: number } } | null | undefined> | null;
    part.forEach(({ key }, at) => totals.set(key, found?.[`r${at}`]?.totals.durationSeconds ?? 0));
  }
  return totals;
}
