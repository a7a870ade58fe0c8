import { describe, expect, it } from 'vitest';
import { readDay, readMonth } from './address.ts';

describe('readDay', () => {
  it('takes days that exist and nothing else', () => {
    expect(readDay('2024-02-29')).toBe('2024-02-29');
    for (const text of [null, '', '2026-02-29', '2026-13-01', '2026-1-1', '20261120', '2026-11-20T00:00', 'today']) expect(readDay(text)).toBeNull();
  });
});

describe('readMonth', () => {
  it('takes months that exist and nothing else', () => {
    expect(readMonth('2026-11')).toBe('2026-11-01');
    for (const text of [null, '', '2026-13', '2026-11-20', '2026']) expect(readMonth(text)).toBeNull();
  });
});
