import { describe, expect, it } from 'vitest';
import { isFiltered, isUnordered, readFilter, toServer } from './filter.ts';

const read = (query: string) => readFilter(new URLSearchParams(query));

describe('readFilter', () => {
  it('leaves out what is none', () => {
    const filter = read('q=%20%20&date=2026-02-30&from=x&to=&source=TELEGRAM');
    expect(isFiltered(filter)).toBe(false);
    expect(toServer(filter, 'mem_1')).toEqual({ memberIds: ['mem_1'] });
  });

  it('keeps a search within what the server takes', () => {
    expect(read(`q=${'a'.repeat(500)}`).text).toHaveLength(200);
  });
});

describe('toServer', () => {
  it('asks for one day instead of the range', () => {
    expect(toServer(read('date=2026-11-20&from=2026-11-01'), 'mem_1').date).toEqual({ eq: '2026-11-20' });
  });

  it('takes an open range', () => {
    expect(toServer(read('from=2026-11-01'), 'mem_1').date).toEqual({ gte: '2026-11-01' });
    expect(toServer(read('to=2026-11-30'), 'mem_1').date).toEqual({ lte: '2026-11-30' });
  });

  it('knows what each choice of source means', () => {
    expect(toServer(read('source=written'), 'mem_1').source).toEqual({ notIn: ['INFERRED'] });
    expect(toServer(read('source=SLACK&q=release'), 'mem_1')).toEqual({ memberIds: ['mem_1'], source: { in: ['SLACK_COMMAND', 'SLACK_CHANNEL'] }, text: 'release' });
  });
});

describe('isUnordered', () => {
  it('holds for two days the wrong way round only', () => {
    expect(isUnordered(read('from=2026-11-30&to=2026-11-01'))).toBe(true);
    for (const query of ['from=2026-11-01&to=2026-11-01', 'from=2026-11-30', 'from=2026-11-30&to=2026-11-01&date=2026-11-20']) expect(isUnordered(read(query))).toBe(false);
  });
});
