// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { openingState, redact, viewerStorage } from './storage.ts';

const tabs = (active: number, ...queries: (string | null)[]) =>
  JSON.stringify({
    activeTabIndex: active,
    tabs: queries.map((query, id) => ({
      id: String(id),
      hash: `${query}||{"Authorization": "Bearer s3cret"}`,
      title: 'T',
      query,
      variables: null,
      headers: '{"Authorization": "Bearer s3cret", "X-Mine": "private"}',
      operationName: null,
      response: '{"data": {"text": "answer"}}',
    })),
  });

const everything = () => [sessionStorage, localStorage].map((area) => JSON.stringify(Object.entries(area))).join();

beforeEach(() => {
  sessionStorage.clear();
});

describe('viewerStorage', () => {
  it('keeps tabs without headers, answers and tokens', () => {
    const storage = viewerStorage(sessionStorage, 'usr_1');
    storage.setItem('graphiql:tabState', tabs(0, '{ a } # curl -H "Authorization: Bearer s3cret"', '{ b(token: "bearer s3cret") }'));
    expect(everything()).not.toMatch(/s3cret|bearer|X-Mine|private|answer/i);
    expect(storage.getItem('graphiql:tabState')).toContain('{ a }');
  });

  it.each(['graphiql:queries', 'graphiql:favorites', 'graphiql:headers', 'graphiql:shouldPersistHeaders', 'graphiql:query', 'graphiql:variables', 'graphiql:new'])(
    'does not keep %s',
    (key) => {
      const storage = viewerStorage(sessionStorage, 'usr_1');
      storage.setItem(key, '{"Authorization": "Bearer s3cret"}');
      expect(storage.getItem(key)).toBeNull();
      expect(storage.length).toBe(0);
    },
  );

  it('keeps nothing of a state it cannot read', () => {
    const storage = viewerStorage(sessionStorage, 'usr_1');
    storage.setItem('graphiql:tabState', 'Bearer s3cret {');
    expect(storage.getItem('graphiql:tabState')).toBe('');
  });

  it('keeps viewers apart and touches nothing else', () => {
    sessionStorage.setItem('other', 'x');
    const ada = viewerStorage(sessionStorage, 'usr_ada');
    const ben = viewerStorage(sessionStorage, 'usr_ben');
    ada.setItem('graphiql:theme', 'dark');
    ben.setItem('graphiql:theme', 'light');
    expect([ada.getItem('graphiql:theme'), ben.getItem('graphiql:theme'), ada.length]).toEqual(['dark', 'light', 1]);
    ben.clear();
    expect([ada.length, ben.length, sessionStorage.getItem('other')]).toEqual([1, 0, 'x']);
    ada.removeItem('graphiql:theme');
    expect(ada.getItem('graphiql:theme')).toBeNull();
  });
});

describe('redact', () => {
  it.each([
    ['{"Authorization": "Bearer a.b-c"}', '{"Authorization": "[removed]"}'],
    ["{'authorization' : 'x'}", '{\'authorization\' : "[removed]"}'],
    ['# Authorization: Basic YWJj\n{ a }', '# Authorization: "[removed]"\n{ a }'],
    ['{"authorization": "unfinished', '{"authorization": "[removed]"'],
    ['BEARER abc.def', '[removed]'],
    ['query Authorization { bearerOf { id } }', 'query Authorization { bearerOf { id } }'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('openingState', () => {
  const after = (state: string) => {
    const storage = viewerStorage(sessionStorage, 'usr_1');
    storage.setItem('graphiql:tabState', state);
    return openingState(storage);
  };

  it('is a first visit without stored tabs', () => {
    expect(openingState(viewerStorage(sessionStorage, 'usr_1'))).toEqual({ isFirstVisit: true });
    expect(after('broken')).toEqual({ isFirstVisit: true });
    expect(after('null')).toEqual({ isFirstVisit: true });
    expect(after('{"tabs": []}')).toEqual({ isFirstVisit: true });
  });

  it('names the text of the tab that was open', () => {
    expect(after(tabs(1, '{ a }', '{ b }'))).toEqual({ isFirstVisit: false, initialQuery: '{ b }' });
  });

  it('leaves an empty tab empty', () => {
    expect(after(tabs(1, '{ a }', null))).toEqual({ isFirstVisit: false });
    expect(after(tabs(0, ''))).toEqual({ isFirstVisit: false });
  });
});
