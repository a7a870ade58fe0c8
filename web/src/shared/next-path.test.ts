import { expect, it } from 'vitest';
import { nextPath, signInLink } from './next-path.ts';

const origin = 'https://daybook.example';

it.each([
  ['/', '/'],
  ['/graphiql', '/graphiql'],
  ['/graphiql?a=1#b', '/graphiql?a=1#b'],
  ['/a/../b', '/b'],
])('goes to %s', (next, expected) => {
  expect(nextPath(next, origin)).toBe(expected);
});

it.each([
  null,
  '',
  'graphiql',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/a/..//evil.example/',
  'javascript:alert(1)',
  '/sign-in?next=/sign-in',
  '//',
])('does not go to %s', (next) => {
  expect(nextPath(next, origin)).toBe('/today');
});

it('leads back to where it came from', () => {
  const link = new URL(signInLink('/graphiql?a=1&b=2'), origin);
  expect(nextPath(link.searchParams.get('next'), origin)).toBe('/graphiql?a=1&b=2');
});
