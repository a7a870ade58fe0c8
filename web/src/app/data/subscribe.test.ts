// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { backoff } from './subscribe.ts';

it.each([
  [0, 1000, 1000],
  [1, 1000, 2000],
  [4, 1000, 16_000],
  [5, 1000, 30_000],
  [50, 1000, 30_000],
])('waits, before try %d, between %d and %d ms', (attempt, least, most) => {
  expect(backoff(attempt, 0)).toBe(least);
  expect(backoff(attempt, 1)).toBe(most);
});
