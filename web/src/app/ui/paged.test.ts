// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { mergeRows } from './paged.ts';

describe('rows of two pages', () => {
  const row = (id: string, text = id) => ({ id, text });

  it('stand once each, in their places, with the newer content', () => {
    expect(mergeRows([row('a'), row('b', 'old')], [row('b', 'new'), row('c')])).toEqual([row('a'), row('b', 'new'), row('c')]);
  });

  it('are those held when the page is empty', () => {
    expect(mergeRows([row('a')], [])).toEqual([row('a')]);
  });
});
