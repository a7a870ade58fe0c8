import { addDays, addMonths, monthOf, startOfWeek } from '../ui/days.ts';

export const UNITS = ['WEEK', 'MONTH', 'SPRINT'] as const;
export type Unit = (typeof UNITS)[number];

/** How many stretches of time stand in the charts. */
const WEEKS = 12;
const MONTHS = 12;
const SPRINT_DAYS = 180;

/** The unit that an address names; weeks without one. */
export function readUnit(text: string | null): Unit {
  return UNITS.find((unit) => unit === text) ?? 'WEEK';
}

/** First and last day of what is asked for. Weeks are ISO weeks: those are what numbers are closed by. */
export function rangeOf(unit: Unit, today: string): { from: string; to: string } {
  switch (unit) {
    case 'WEEK':
      return { from: addDays(startOfWeek(today, 'MONDAY'), -7 * (WEEKS - 1)), to: today };
    case 'MONTH':
      return { from: addMonths(monthOf(today).first, -(MONTHS - 1)), to: today };
    case 'SPRINT':
      return { from: addDays(today, -SPRINT_DAYS), to: today };
  }
}

interface Bucketed {
  readonly bucket: { readonly startsOn: string; readonly endsOn: string };
  readonly suppression: { readonly reason: string } | null;
}

/** The rows by time, oldest first. */
export function byTime<Row extends Bucketed>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.bucket.startsOn.localeCompare(b.bucket.startsOn));
}

/**
 * Which row the cards are about: the one the address names by its first day, else the newest that is closed, else the
 * newest there is.
 *
 * @param rows oldest first
 */
export function chosen<Row extends Bucketed>(rows: readonly Row[], asked: string | null, today: string): Row | undefined {
  return rows.find(({ bucket }) => bucket.startsOn === asked) ?? rows.findLast(({ bucket }) => bucket.endsOn < today) ?? rows.at(-1);
}
