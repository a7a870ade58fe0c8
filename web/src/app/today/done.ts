/* What was done since the last standup: from when on, and which lines that gives. */
import type { Problem } from '../data/problem.ts';
import { addDays, instantIn } from '../ui/days.ts';
import { type ActivityRow, type EntryRow, type Suggestion, suggest } from './suggestions.ts';

export interface LastStandup {
  date: string;
  submittedAt: string | null;
}

export interface Done {
  lines: Suggestion[];
  /** There is more than was asked for. */
  isCut: boolean;
  /** The last standup; null when it lies before all that is offered. */
  last: LastStandup | null;
}

const MOST_DAYS = 7;

/** The stretch of time that is asked for: a week up to the end of the day. */
export function stretch(date: string, zone: string): { doneFrom: string; doneUntil: string; spentFrom: string } {
  const spentFrom = addDays(date, -MOST_DAYS);
  return { doneFrom: instantIn(zone, spentFrom, '00:00'), doneUntil: instantIn(zone, addDays(date, 1), '00:00'), spentFrom };
}

/** From when on something is new: a standup sent late covers its own day only. */
export function coveredUntil({ date, submittedAt }: LastStandup, zone: string): string {
  const end = instantIn(zone, addDays(date, 1), '00:00');
  return submittedAt !== null && Date.parse(submittedAt) < Date.parse(end) ? new Date(submittedAt).toISOString() : end;
}

interface Found {
  readonly activities?: Page<ActivityRow> | null;
  readonly timeEntries?: Page<EntryRow> | null;
}
interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** The lines to offer for the standup of a day. */
export function readDone({ activities, timeEntries }: Found, last: LastStandup | null, date: string, zone: string): Done {
  const { doneFrom } = stretch(date, zone);
  const covered = last ? coveredUntil(last, zone) : doneFrom;
  const isRecent = Date.parse(covered) >= Date.parse(doneFrom);
  const from = isRecent ? covered : doneFrom;
  const rows = (activities?.nodes ?? []).filter(({ occurredAt }) => Date.parse(occurredAt) >= Date.parse(from));
  const isCut = (page: Page<unknown> | null | undefined, shown: number) => page?.pageInfo.hasNextPage === true && page.nodes.length === shown;
  const entries = (timeEntries?.nodes ?? []).filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(from));
  return { lines: suggest(rows, entries), isCut: isCut(activities, rows.length) || isCut(timeEntries, entries.length), last: isRecent ? last : null };
}

/** Parts of the page without which a standup can be written all the same. */
export function isAboutDone({ path }: Problem): boolean {
  return path[0] === 'workspace' && (path[1] === 'activities' || path[1] === 'timeEntries');
}
