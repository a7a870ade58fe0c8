// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_TEXTS, otherDrafts, readDraft, writeDraft } from './draft.ts';

const draft = { yesterday: 'Finished the login page.', today: '', blockers: '', base: null };

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

describe('draft', () => {
  it('comes back for the same person and day only', () => {
    writeDraft('mem_1', '2026-11-20', draft);
    expect(readDraft('mem_1', '2026-11-20')).toEqual(draft);
    expect(readDraft('mem_2', '2026-11-20')).toBeNull();
    expect(readDraft('mem_1', '2026-11-21')).toBeNull();
  });

  it('goes when nothing is said any more', () => {
    writeDraft('mem_1', '2026-11-20', draft);
    writeDraft('mem_1', '2026-11-20', { ...NO_TEXTS, base: null });
    expect(sessionStorage.length).toBe(0);
  });

  it('stays when everything was taken out of a standup that is sent', () => {
    writeDraft('mem_1', '2026-11-20', { ...NO_TEXTS, base: '2026-11-20T08:00:00Z' });
    expect(readDraft('mem_1', '2026-11-20')?.base).toBe('2026-11-20T08:00:00Z');
  });

  it('is nothing when what is stored is not one', () => {
    const key = 'daybook:draft:mem_1:standup:2026-11-20';
    for (const stored of ['{', '7', 'null', '"text"']) {
      sessionStorage.setItem(key, stored);
      expect(readDraft('mem_1', '2026-11-20')).toBeNull();
    }
    sessionStorage.setItem(key, '{"yesterday":{"a":1},"today":"Tests"}');
    expect(readDraft('mem_1', '2026-11-20')).toEqual({ yesterday: '', today: 'Tests', blockers: '', base: null });
  });

  it('says that it is not kept when storage refuses', () => {
    vi.stubGlobal('sessionStorage', { setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } });
    expect(writeDraft('mem_1', '2026-11-20', draft)).toBe(false);
  });

  it('names the other days, newest first', () => {
    for (const day of ['2026-11-18', '2026-11-20', '2026-11-19']) writeDraft('mem_1', day, draft);
    writeDraft('mem_2', '2026-11-17', draft);
    expect(otherDrafts('mem_1', '2026-11-20')).toEqual(['2026-11-19', '2026-11-18']);
  });
});
