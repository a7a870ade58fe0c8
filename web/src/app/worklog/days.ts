import { readDay, readPerson, readText } from '../data/address.ts';
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

/** @param own whose rows are shown unless the address names somebody, `all` for everyone */
export function readAsked(query: URLSearchParams, own: string): Asked {
  return { text: readText(query), member: readPerson(query, own), from: readDay(query.get('from')) ?? '', until: readDay(query.get('until')) ?? '' };
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
