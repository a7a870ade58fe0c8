import { describe, expect, it } from 'vitest';
import { isReversed, readDay, readMonth, readPerson, readText } from './address.ts';

describe('readDay', () => {
  it('takes days that exist and nothing else', () => {
    expect(readDay('2024-02-29')).toBe('2024-02-29');
    for (const text of [null, '', '2026-02-29', '2026-02-31', '2026-13-01', '2026-1-1', '20261120', '2026-11-20T00:00', 'today']) expect(readDay(text)).toBeNull();
  });
});

describe('readMonth', () => {
  it('takes months that exist and nothing else', () => {
    expect(readMonth('2026-11')).toBe('2026-11-01');
    for (const text of [null, '', '2026-13', '2026-11-20', '2026']) expect(readMonth(text)).toBeNull();
  });
});

describe('readText', () => {
  it('takes no more than the server does', () => {
    expect(readText(new URLSearchParams({ q: `  ${'x'.repeat(300)}` }))).toHaveLength(200);
    expect(readText(new URLSearchParams())).toBe('');
  });
});

describe('readPerson', () => {
  it('is who is named, else oneself, and nobody in particular for all', () => {
    expect(['person=mem_2', '', 'person=all'].map((query) => readPerson(new URLSearchParams(query), 'mem_1'))).toEqual(['mem_2', 'mem_1', '']);
  });
});

describe('isReversed', () => {
  it('needs two ends, the wrong way round', () => {
    expect(isReversed({ from: '2026-11-30', until: '2026-11-01' })).toBe(true);
    for (const [from, until] of [['2026-11-01', '2026-11-01'], ['2026-11-30', ''], [null, '2026-11-01']] as const) expect(isReversed({ from, until })).toBe(false);
  });
});
