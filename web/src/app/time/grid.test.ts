import { describe, expect, it } from 'vitest';
import { cellSeconds, gridOf, newHeads, rowFilter, step } from './grid.ts';
import type { TimeRowFragment } from './time.generated.ts';

const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
const task = (id: string, project = 'Web') => ({ id, key: id, title: `Task ${id}`, project: { id: project, name: project } });
const entry = (id: string, spentOn: string, of: ReturnType<typeof task> | null, billable = false, durationSeconds: number | null = 60) => ({ id, spentOn, task: of, billable, durationSeconds }) as TimeRowFragment;

describe('gridOf', () => {
  it('puts a task that is billed and not into two rows, and keeps entries of one day together', () => {
    const rows = gridOf([entry('1', '2026-11-16', task('a')), entry('2', '2026-11-16', task('a')), entry('3', '2026-11-22', task('a'), true)], [], DAYS);
    expect(rows.map(({ billable, cells }) => [billable, cells.map((cell) => cell.length)])).toEqual([[true, [0, 0, 0, 0, 0, 0, 1]], [false, [2, 0, 0, 0, 0, 0, 0]]]);
  });
  it('has rows that were asked for once, by project and task, without a task last', () => {
    const rows = gridOf([entry('1', '2026-11-17', null)], [{ task: task('b', 'Zoo'), billable: false }, { task: task('a'), billable: false }, { task: task('a'), billable: false }], DAYS);
    expect(rows.map((row) => row.task?.id ?? null)).toEqual(['a', 'b', null]);
  });
  it('leaves out what is of another week', () => {
    expect(gridOf([entry('1', '2026-11-23', task('a'))], [], DAYS)[0]?.cells.flat()).toEqual([]);
  });
});

describe('newHeads', () => {
  it('are rows of last week that this one does not have, each once and without hours', () => {
    const heads = newHeads([entry('1', '2026-11-09', task('a')), entry('2', '2026-11-10', task('a')), entry('3', '2026-11-10', task('b'))], [{ task: task('b'), billable: false }]);
    expect(heads).toEqual([{ task: task('a'), billable: false }]);
  });
});

describe('rowFilter', () => {
  it('asks for entries without a task where the row has none', () => {
    expect(rowFilter({ task: null, billable: true }, 'mem_1', DAYS)).toEqual({ memberIds: ['mem_1'], spentOn: { gte: DAYS[0], lte: DAYS[6] }, billable: true, hasTask: false });
    expect(rowFilter({ task: task('a'), billable: false }, 'mem_1', DAYS)).toMatchObject({ taskId: 'a', billable: false });
  });
});

describe('cells', () => {
  it('add up their entries, hidden ones as nothing', () => {
    expect(cellSeconds([{ durationSeconds: 60 }, { durationSeconds: null }, { durationSeconds: 30 }])).toBe(90);
  });
  it.each([[[0, 0], [-1, 0], null], [[0, 6], [0, 1], null], [[1, 1], [0, -1], [1, 0]], [[0, 3], [1, 0], [1, 3]], [[2, 3], [1, 0], null]] as const)('from %o by %o', (at, by, to) => {
    expect(step(at, by, 3, 7)).toEqual(to);
  });
});
