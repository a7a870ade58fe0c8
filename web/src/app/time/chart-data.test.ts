import { describe, expect, it } from 'vitest';
import { startOfWeek } from '../ui/days.ts';
import { byProject, daysOf, readRange } from './chart-data.ts';

const entry = (spentOn: string, project: string | null, hours: number | null, name = project) => ({ spentOn, durationSeconds: hours === null ? null : hours * 3600, task: project === null ? null : { id: 't', key: 'T', title: 'T', project: { id: project, name: name ?? '' } } });

describe('daysOf', () => {
  it('ends with the week of today, by the workspace’s first day', () => {
    expect(daysOf('1', '2026-11-21', 'MONDAY')).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']);
    const days = daysOf('4', '2026-11-21', 'SUNDAY');
    expect([days.length, days[0], days[27]]).toEqual([28, '2026-10-25', '2026-11-21']);
  });
  it('reads only known ranges', () => {
    expect([readRange('12'), readRange('9999'), readRange(null)]).toEqual(['12', '1', '1']);
  });
});

describe('byProject', () => {
  const days = ['2026-11-16', '2026-11-17'];
  const same = (day: string) => day;
  it('adds up by day and project, the largest first, with those without a project', () => {
    expect(byProject([entry('2026-11-16', 'a', 1), entry('2026-11-17', 'b', 4), entry('2026-11-16', 'a', 0.5), entry('2026-11-17', null, 2)], days, same, 'None')).toEqual([
      { name: 'b', values: [0, 4] },
      { name: 'None', values: [0, 2] },
      { name: 'a', values: [1.5, 0] },
    ]);
  });
  it('keeps two projects of one name apart', () => {
    expect(byProject([entry('2026-11-16', 'a', 1, 'Shop'), entry('2026-11-16', 'b', 1, 'Shop')], days, same, 'None')).toHaveLength(2);
  });
  it('puts days into their week, and leaves out what lies outside', () => {
    const week = (day: string) => startOfWeek(day, 'MONDAY');
    expect(byProject([entry('2026-11-22', 'a', 1), entry('2026-11-23', 'a', 9)], ['2026-11-16'], week, 'None')).toEqual([{ name: 'a', values: [1] }]);
  });
});
