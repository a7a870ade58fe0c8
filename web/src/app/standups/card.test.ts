// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { writeLink } from './card.ts';

describe('writeLink', () => {
  it('names the day only when it is not today', () => {
    expect(writeLink('2026-11-20', '2026-11-20')).toBe('/today');
    expect(writeLink('2026-11-19', '2026-11-20')).toBe('/today?date=2026-11-19');
    expect(writeLink('2026-11-19', '2026-11-20', true)).toBe('/today?date=2026-11-19&edit=1');
    expect(writeLink('2026-11-20', '2026-11-20', true)).toBe('/today?edit=1');
  });
});
