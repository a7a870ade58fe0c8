import { addDays, dayIn, instantIn } from '../ui/days.ts';
import type { WorkLogFilter } from './worklog.generated.ts';

interface Logged {
  readonly loggedAt: string;
}

/** Rows by the day of the zone, newest day first; within a day the order stays. */
export function byDay<Row extends Logged>(rows: readonly Row[], zone: string): [day: string, rows: Row[]][] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const day = dayIn(zone, row.loggedAt);
    const held = days.get(day);
    if (held) held.push(row);
    else days.set(day, [row]);
  }
  return [...days].sort(([a], [b]) => b.localeCompare(a));
}

/** The filters of the page, as they stand in its address. */
export interface Asked {
  text: string;
  /** Whose; empty for everyone that the viewer may see. */
  member: string;
  from: string;
  until: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const day = (text: string | null): string => (text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : '');

/** @param own whose rows are shown unless the address names somebody, `all` for everyone */
export function readAsked(query: URLSearchParams, own: string): Asked {
  const member = query.get('person') ?? own;
  return { text: (query.get('q') ?? '').trim().slice(0, 200), member: member === 'all' ? '' : member, from: day(query.get('from')), until: day(query.get('until')) };
}

export function isReversed({ from, until }: Asked): boolean {
  return from !== '' && until !== '' && from > until;
}

/** What the server is asked: days are whole ones of the zone, both included. */
export function toServer({ text, member, from, until }: Asked, zone: string): WorkLogFilter {
  const loggedAt = { ...(from !== '' && { gte: instantIn(zone, from, '00:00') }), ...(until !== '' && { lt: instantIn(zone, addDays(until, 1), '00:00') }) };
  return {
    ...(text !== '' && { text }),
    ...(member !== '' && { memberIds: [member] }),
    ...(Object.keys(loggedAt).length > 0 && { loggedAt }),
  };
}
