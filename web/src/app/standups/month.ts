/* The month calendar: which days it has, and how the person stands with each. */
import { type Weekday, addDays, daysBetween, monthOf, weekOf } from '../ui/days.ts';

/**
 * - `sent`: written, on time or later; `inferred`: put together, nobody wrote it
 * - `missed`: a working day that is over; `open`: today, nothing sent yet
 */
export type Mark = 'sent' | 'inferred' | 'missed' | 'open';

export interface MonthFacts {
  /** Today by the clock of the person that it is about. */
  today: string;
  /** The day that they joined. */
  joined: string;
  standups: ReadonlyMap<string, { readonly isInferred: boolean }>;
}

/** Weeks of a month, each of seven days; null where another month's days would stand. */
export function weeksOf(month: string, weekStart: Weekday): (string | null)[][] {
  const { first, last } = monthOf(month);
  const weeks: (string | null)[][] = [];
  for (let day = weekOf(first, weekStart)[0] ?? first; day <= last; day = addDays(day, 7)) {
    weeks.push(weekOf(day, weekStart).map((one) => (one < first || one > last ? null : one)));
  }
  return weeks;
}

/** Saturdays and Sundays are nobody's duty; what was written then counts all the same. */
function isWorkday(day: string): boolean {
  // 1970-01-01 was a Thursday.
  return (daysBetween('1970-01-01', day) % 7 + 4) % 7 % 6 !== 0;
}

/** How the person stands with a day; null where nothing was due and nothing was sent. */
export function markOf(day: string, { today, joined, standups }: MonthFacts): Mark | null {
  const standup = standups.get(day);
  if (standup) return standup.isInferred ? 'inferred' : 'sent';
  if (day > today || day < joined || !isWorkday(day)) return null;
  return day === today ? 'open' : 'missed';
}
