import type { TimeEntryFilter, TimeRowFragment } from './time.generated.ts';
import type { Task } from '../data/tasks.ts';

/** What a row of the sheet is on. */
export interface Head {
  task: Task | null;
  billable: boolean;
}

export interface GridRow extends Head {
  key: string;
  /** Entries of each day, in the order of the days. */
  cells: TimeRowFragment[][];
}

export const keyOf = ({ task, billable }: Head): string => `${task?.id ?? ''} ${billable ? 'billable' : 'not'}`;

/** Rows of a week: those that have entries and those that were asked for, by project and task. */
export function gridOf(entries: readonly TimeRowFragment[], heads: readonly Head[], days: readonly string[]): GridRow[] {
  const rows = new Map<string, GridRow>();
  const row = (head: Head) => {
    const key = keyOf(head);
    let found = rows.get(key);
    if (!found) rows.set(key, (found = { key, task: head.task, billable: head.billable, cells: days.map(() => []) }));
    return found;
  };
  for (const head of heads) row(head);
  for (const entry of entries) row(entry).cells[days.indexOf(entry.spentOn)]?.push(entry);
  const name = ({ task, billable }: Head) => `${task ? `${task.project.name}\u0000${task.title}` : '\uffff'}\u0000${billable ? 0 : 1}`;
  return [...rows.values()].sort((a, b) => name(a).localeCompare(name(b)));
}

/** Heads of the entries that the rows do not have yet, each once. */
export function newHeads(entries: readonly Head[], rows: readonly Head[]): Head[] {
  const known = new Set(rows.map(keyOf));
  return entries.filter((entry) => !known.has(keyOf(entry)) && known.add(keyOf(entry))).map(({ task, billable }) => ({ task, billable }));
}

/** Which entries the total of a row is of. */
export function rowFilter(head: Head, memberId: string, days: readonly string[]): TimeEntryFilter {
  const spentOn = { gte: days[0], lte: days[days.length - 1] };
  return { memberIds: [memberId], spentOn, billable: head.billable, ...(head.task ? { taskId: head.task.id } : { hasTask: false }) };
}

/** Seconds that a cell shows: what its entries have. */
export function cellSeconds(entries: readonly Pick<TimeRowFragment, 'durationSeconds'>[]): number {
  return entries.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0);
}

/** Where a step from a cell leads; null at the edge. */
export function step(at: readonly [row: number, column: number], by: readonly [rows: number, columns: number], rows: number, columns: number): [number, number] | null {
  const [row, column] = [at[0] + by[0], at[1] + by[1]];
  return row < 0 || column < 0 || row >= rows || column >= columns ? null : [row, column];
}
