import { type Weekday, addDays, startOfWeek } from '../ui/days.ts';
import type { TimeRowFragment } from './time.generated.ts';

export type Range = '1' | '4' | '12';

export function readRange(text: string | null): Range {
  return text === '4' || text === '12' ? text : '1';
}

/** The days of a range, which ends with the week of today. */
export function daysOf(range: Range, today: string, weekStart: Weekday): string[] {
  const weeks = Number(range);
  const first = addDays(startOfWeek(today, weekStart), -7 * (weeks - 1));
  return Array.from({ length: 7 * weeks }, (_, at) => addDays(first, at));
}

/** In hours, an axis has round steps. */
export const HOUR = 3600;

export interface Series {
  name: string;
  values: number[];
}

/**
 * Hours of each project along the days, the largest project first.
 *
 * @param bucket the day under which an entry's day is shown
 */
export function byProject(entries: readonly Pick<TimeRowFragment, 'spentOn' | 'durationSeconds' | 'task'>[], buckets: readonly string[], bucket: (day: string) => string, none: string): Series[] {
  const series = new Map<string, Series>();
  for (const { spentOn, durationSeconds, task } of entries) {
    const at = buckets.indexOf(bucket(spentOn));
    if (at < 0) continue;
    // Two projects may have one name.
    const id = task?.project.id ?? '';
    const found = series.get(id) ?? { name: task?.project.name ?? none, values: buckets.map(() => 0) };
    found.values[at] = (found.values[at] ?? 0) + (durationSeconds ?? 0) / HOUR;
    series.set(id, found);
  }
  const total = ({ values }: Series) => values.reduce((sum, value) => sum + value, 0);
  return [...series.values()].sort((a, b) => total(b) - total(a) || a.name.localeCompare(b.name));
}
