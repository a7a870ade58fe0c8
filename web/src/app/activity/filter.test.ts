import { describe, expect, it } from 'vitest';
import { filterOf, readAsked } from './filter.ts';

const asked = (query: string) => readAsked(new URLSearchParams(query));

describe('readAsked', () => {
  it('reads every filter, and leaves out what is no day', () => {
    expect(asked('q=login&person=mem_1&from=2026-11-02&until=2026-13-40&of=TASK&of=BLOCKER&action=CREATED')).toEqual({
      text: 'login', member: 'mem_1', from: '2026-11-02', until: '', about: '', entities: ['TASK', 'BLOCKER'], actions: ['CREATED'],
    });
  });
});

describe('filterOf', () => {
  it('asks for whole days of the zone, the last one included, over a change of clocks', () => {
    expect(filterOf(asked('from=2026-10-24&until=2026-10-25'), 'Europe/Berlin')?.occurredAt).toEqual({ gte: '2026-10-23T22:00:00.000Z', lt: '2026-10-25T23:00:00.000Z' });
  });

  it('asks for the timeline of one entity', () => {
    expect(filterOf(asked('about=tsk_01jd3v5mt8f0r9ke2dq4n8xw7a'), 'UTC')).toEqual({ entityId: 'tsk_01jd3v5mt8f0r9ke2dq4n8xw7a' });
    expect(filterOf(asked('about=nonsense'), 'UTC')).toBeUndefined();
  });

  it('is nothing without filters, and blank text is none', () => {
    expect(filterOf(asked('q=%20'), 'UTC')).toBeUndefined();
  });
});
