import { describe, expect, it } from 'vitest';
import { readAsked, toServer } from './filter.ts';

const read = (query: string) => readAsked(new URLSearchParams(query), 'mem_1');

describe('filters', () => {
  it('are one’s own entries by default, and everybody’s only when asked for', () => {
    expect(toServer(read(''))).toEqual({ memberIds: ['mem_1'] });
    expect(toServer(read('person=all'))).toEqual({});
    expect(toServer(read('person=mem_2'))).toEqual({ memberIds: ['mem_2'] });
  });
  it('take the last day in', () => {
    expect(toServer(read('from=2026-11-01&until=2026-11-30')).spentOn).toEqual({ gte: '2026-11-01', lte: '2026-11-30' });
    expect(toServer(read('until=2026-11-30')).spentOn).toEqual({ lte: '2026-11-30' });
  });
  it('tell not billable from no matter', () => {
    expect(toServer(read('billable=no')).billable).toBe(false);
    expect(toServer(read('billable=maybe'))).not.toHaveProperty('billable');
  });
  it('cut a search that the server would refuse', () => {
    expect(toServer(read(`q=${'x'.repeat(300)}`)).text).toHaveLength(200);
  });
});
