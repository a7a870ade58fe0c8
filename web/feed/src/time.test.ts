import { describe, expect, it } from 'vitest';
import { exactTime, relativeTime } from './time.ts';

const NOW = Date.UTC(2026, 10, 21, 0, 30);
const S = 1000;
const M = 60 * S;
const H = 60 * M;

const say = (age: number, language = 'en', zone = 'UTC') => relativeTime(NOW - age, NOW, language, zone).text;

describe('relative time', () => {
  it.each([
    [0, 'now'], [59 * S + 999, 'now'], [M, '1 minute ago'], [119 * S, '1 minute ago'], [2 * M, '2 minutes ago'], [H - 1, '59 minutes ago'],
    [H, '1 hour ago'], [24 * H - 1, '23 hours ago'], [24 * H, 'yesterday'], [24 * H + 31 * M, '2 days ago'], [48 * H, '2 days ago'], [6 * 24 * H, '6 days ago'],
  ])('%d ms ago is "%s"', (age, text) => {
    expect(say(age)).toBe(text);
  });

  it('tells days by the reader\'s own calendar', () => {
    // 20 November 00:00 in UTC, when it is 19 November in New York and 20 November in Tokyo.
    expect(say(24.5 * H, 'en', 'America/New_York')).toBe('yesterday');
    expect(say(24.5 * H, 'en', 'Asia/Tokyo')).toBe('yesterday');
    expect(say(30 * H, 'en', 'UTC')).toBe('2 days ago');
  });

  it('is exact from seven days on', () => {
    expect(say(7 * 24 * H)).toContain('2026');
    expect(say(7 * 24 * H, 'de')).toMatch(/14\.11\.2026/);
  });

  it('takes what a skewed clock puts into the future for now, and looks again when that is a minute old', () => {
    const { text, next } = relativeTime(NOW + 5 * S, NOW, 'en', 'UTC');
    expect(text).toBe('now');
    expect(next).toBe(65 * S);
  });

  it.each([[0, M], [59 * S, S], [90 * S, 30 * S], [H, H], [H + 59 * M, M]])('%d ms old changes in %d ms', (age, next) => {
    expect(relativeTime(NOW - age, NOW, 'en', 'UTC').next).toBe(next);
    expect(say(age + next)).not.toBe(say(age));
  });

  it('speaks the language', () => {
    expect(say(2 * M, 'de')).toBe('vor 2 Minuten');
    expect(say(2 * M, 'ar')).toBe('قبل دقيقتين');
  });

  it('gives the exact time in the zone asked for', () => {
    expect(exactTime(NOW, 'en', 'Europe/Berlin', 'full')).toMatch(/Saturday, November 21, 2026 at 1:30\sAM/);
    expect(exactTime(NOW, 'en', 'Europe/Berlin')).toMatch(/^1:30\sAM$/);
  });
});
