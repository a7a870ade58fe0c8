import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DaybookFeed } from './daybook-feed.ts';
import './define.ts';
import { FakeSocket, type Asked, edge, fakeFetch, frame, pageAnswer } from './testing/fakes.ts';
import type { Edge } from './types.ts';

let rows: Edge[] = [];
let asked: Asked[] = [];
/** An endpoint of its own for each test, since feeds of a page share the socket of one. */
let tests = 0;

async function mount(attributes: Record<string, string> = {}, set: (feed: DaybookFeed) => void = () => undefined): Promise<DaybookFeed> {
  const feed = document.createElement('daybook-feed');
  for (const [name, value] of Object.entries({ endpoint: `/graphql?${tests}`, workspace: 'wsp_1', lang: 'en', ...attributes })) feed.setAttribute(name, value);
  set(feed);
  document.body.append(feed);
  await vi.waitFor(() => {
    if (feed.feed.loading || feed.feed.status === 'idle') throw new Error('not loaded');
  });
  await settled(feed);
  return feed;
}

const settled = async (feed: DaybookFeed) => {
  await vi.waitFor(() => {
    if (feed.drawn) throw new Error('not drawn');
  });
};

function root(feed: DaybookFeed): ShadowRoot {
  if (!feed.shadowRoot) throw new Error('no shadow root');
  return feed.shadowRoot;
}

const find = (feed: DaybookFeed, selector: string) => root(feed).querySelector<HTMLElement>(selector);
const last = () => asked.at(-1)?.variables;

// happy-dom has none.
HTMLElement.prototype.attachInternals = () => ({ states: new Set() }) as unknown as ElementInternals;

beforeEach(() => {
  tests++;
  rows = [edge(2), edge(1)];
  FakeSocket.install();
  asked = fakeFetch(() => pageAnswer(rows, true));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('<daybook-feed>', () => {
  it('shows what it is told as text, whatever that looks like', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    rows = [edge(1, { title: bad, subjectName: bad, content: `${bad}"'\u202e`, displayUrl: 'javascript:alert(1)', actor: { id: 'usr_1', displayName: bad }, changes: [{ field: bad, old: bad, new: bad, redacted: false }] })];
    const feed = await mount();
    find(feed, '[part=changes]')?.click();
    await vi.waitFor(() => { expect(root(feed).querySelector('li')?.textContent).toContain(bad); });
    expect(find(feed, '[part=actor]')?.textContent).toBe(bad);
    expect(find(feed, '[part=verb]')?.textContent).toBe(bad);
    expect(root(feed).querySelector('img')).toBeNull();
    expect(root(feed).querySelector('a')).toBeNull();
    expect(find(feed, '[part=actor]')?.localName).toBe('bdi');
  });

  it('asks for what its attributes say', async () => {
    await mount({ 'entity-id': 'tsk_1', 'entity-type': 'TASK', entities: 'TASK  SPRINT', actions: 'CREATED', actor: 'mem_1 mem_2', 'page-size': '99' }, (feed) => {
      feed.filter = { occurredAt: { gte: '2026-01-01T00:00:00Z' }, action: { notIn: ['LOGIN'] } };
    });
    expect(last()).toMatchObject({
      workspaceId: 'wsp_1', first: 50, count: true,
      filter: {
        entityId: 'tsk_1', actorIds: ['mem_1', 'mem_2'], entityType: { eq: 'TASK', in: ['TASK', 'SPRINT'] }, action: { in: ['CREATED'], notIn: ['LOGIN'] }, occurredAt: { gte: '2026-01-01T00:00:00Z' },
      },
    });
  });

  it('takes properties that were set before it was defined', async () => {
    const feed = await mount({}, (element) => {
      Object.defineProperty(element, 'entities', { value: 'SPRINT', configurable: true, writable: true });
    });
    expect(feed.entities).toBe('SPRINT');
    expect(last()).toMatchObject({ filter: { entityType: { in: ['SPRINT'] } } });
  });

  it('reflects nothing', async () => {
    const feed = await mount();
    feed.entities = 'TASK';
    feed.theme = 'dark';
    feed.pause();
    await settled(feed);
    expect([feed.hasAttribute('entities'), feed.hasAttribute('theme'), feed.hasAttribute('paused')]).toEqual([false, false, false]);
    expect(find(feed, '[part=base]')?.classList.contains('dark')).toBe(true);
  });

  it('marks a filter, and clears it in one click', async () => {
    const feed = await mount({ entities: 'TASK' });
    const events: unknown[] = [];
    feed.addEventListener('daybook-filter-change', (event) => events.push((event as CustomEvent).detail));
    expect(find(feed, '[part=filters]')?.hidden).toBe(false);
    expect(find(feed, '#f')?.textContent).toBe('Task');
    find(feed, '[part=filter-chip]')?.click();
    await vi.waitFor(() => { expect(last()).toMatchObject({ filter: {}, count: false }); });
    await settled(feed);
    expect(find(feed, '[part=filters]')?.hidden).toBe(true);
    expect(events).toEqual([{ entities: [], actions: [] }]);
  });

  it('says that nothing matches apart from that nothing is there', async () => {
    rows = [];
    expect(find(await mount(), '[part=empty]')?.textContent).toContain('No activity yet');
    const filtered = await mount({ actions: 'PAID' });
    expect(find(filtered, '[part=empty]')?.textContent).toContain('Nothing matches these filters.');
    expect(find(filtered, '[part=list]')?.hasAttribute('role')).toBe(false);
  });

  it('is a feed of articles that say where they stand', async () => {
    const feed = await mount();
    const list = find(feed, '[part=list]');
    expect([list?.getAttribute('role'), list?.getAttribute('aria-busy')]).toEqual(['feed', 'false']);
    expect([...(list?.children ?? [])].map((child) => [child.localName, child.getAttribute('aria-posinset'), child.getAttribute('aria-setsize'), child.getAttribute('tabindex')])).toEqual([
      ['article', '1', '-1', '0'], ['article', '2', '-1', '0'],
    ]);
    for (const id of root(feed).querySelector('article')?.getAttribute('aria-labelledby')?.split(' ') ?? ['']) expect(root(feed).getElementById(id)?.textContent).toBeTruthy();
  });

  it('walks rows by Page Down and Up, and leaves them by Ctrl+End', async () => {
    const feed = await mount();
    const [first, second] = root(feed).querySelectorAll<HTMLElement>('article');
    const press = (on: Element | null | undefined, key: string, ctrlKey = false) => on?.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    press(first, 'PageDown');
    expect(root(feed).activeElement).toBe(second);
    press(second, 'PageUp');
    expect(root(feed).activeElement).toBe(first);
    press(first, 'End', true);
    expect(root(feed).activeElement?.getAttribute('part')).toBe('more');
  });

  it('keeps the nodes of rows when others arrive', async () => {
    const feed = await mount();
    await vi.waitFor(() => { expect(FakeSocket.all).not.toHaveLength(0); });
    await FakeSocket.last.accept();
    const kept = root(feed).querySelector('article');
    vi.spyOn(feed, 'untouched').mockReturnValue(true);
    FakeSocket.last.next(frame('HEARTBEAT', 'r1'));
    await vi.waitFor(() => { expect(feed.feed.loading).toBe(''); });
    FakeSocket.last.next(frame('BATCH', 'r2', [edge(3)]));
    await settled(feed);
    expect([...root(feed).querySelectorAll('article')].map(({ id }) => id)).toEqual(['act_3', 'act_2', 'act_1']);
    expect(root(feed).querySelectorAll('article')[1]).toBe(kept);
  });

  it('lets the page route a link itself', async () => {
    const feed = await mount();
    const open = vi.fn((event: Event) => { event.preventDefault(); });
    document.body.addEventListener('daybook-open', open, { once: true });
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true });
    find(feed, 'a[part=subject]')?.dispatchEvent(click);
    expect((open.mock.calls[0]?.[0] as CustomEvent).detail).toEqual({ id: 'act_2', entityId: 'tsk_2', entityType: 'TASK', url: 'https://example.com/2' });
    expect(click.defaultPrevented).toBe(true);
  });

  it('mirrors for a language that is written so, unless the page says how', async () => {
    const feed = await mount({ lang: 'ar' });
    await vi.waitFor(() => { expect(find(feed, '[part=heading]')?.textContent).toContain('النشاط'); });
    expect(find(feed, '[part=base]')?.getAttribute('dir')).toBe('rtl');
    expect(find(await mount({ lang: 'ar', dir: 'ltr' }), '[part=base]')?.hasAttribute('dir')).toBe(false);
  });

  it('takes words of the page for its own', async () => {
    const feed = await mount({}, (element) => { element.strings = { heading: 'What happened', names: { CREATED: 'Made' } }; });
    expect(find(feed, '[part=heading]')?.textContent).toContain('What happened');
    expect(find(feed, '[part=verb]')?.textContent).toBe('Made, Task');
  });

  it('tells its events by ids and codes alone', async () => {
    const told: unknown[] = [];
    for (const name of ['daybook-load', 'daybook-status', 'daybook-error']) document.body.addEventListener(name, (event) => told.push((event as CustomEvent).detail));
    asked = fakeFetch(() => ({ errors: [{ message: 'Ada is not here', extensions: { code: 'FORBIDDEN', requestId: 'R1' } }] }));
    const feed = await mount();
    expect(told).toContainEqual({ code: 'FORBIDDEN', requestId: 'R1' });
    expect(JSON.stringify(told)).not.toContain('Ada');
    expect(find(feed, '[part=error]')?.textContent).toContain('You no longer have access to this workspace.');
  });

  it('is not defined twice', async () => {
    vi.resetModules();
    await expect(import('./define.ts')).resolves.toBeDefined();
  });
});
