// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import german from './words.de.ts';
import { readProblem, refusal, words } from './words.ts';

describe('refusal', () => {
  it('keeps the server’s sentence where the code alone says less', () => {
    expect(refusal({ code: 'OUT_OF_RANGE', message: '2026-11-20 would have 25:00 in all' })).toBe('2026-11-20 would have 25:00 in all');
    expect(refusal({ code: 'OVERLAP', message: 'overlaps 09:00 to 10:00' })).toBe(words.overlaps);
  });
});

describe('readProblem', () => {
  it('has a sentence for each problem of a typed duration', () => {
    for (const problem of ['empty', 'unreadable', 'negative', 'minutes', 'too-long'] as const) expect(readProblem(problem)).not.toBe('');
  });
});

describe('German', () => {
  it('has no word that English has not', () => {
    expect(Object.keys(german).filter((name) => !(name in words))).toEqual([]);
  });
});
