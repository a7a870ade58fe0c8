import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Client, Page } from './client.ts';
import { Feed, type FeedOptions } from './feed.ts';
import { Problem } from './problem.ts';
import type { StreamSink } from './stream.ts';
import { down, edge } from './testing/fakes.ts';
import type { Edge } from './types.ts';

const page = (edges: Edge[], more = false): Page => ({ edges, pageInfo: { hasNextPage: more, hasPreviousPage: false } });

/** A feed whose client is the test: pages by hand, and the sink of its stream. */
function setUp(answer: () => Promise<Page> = () => Promise.resolve(page(down(3, 1)))) {
  let sink: StreamSink | undefined;
  const closed = vi.fn();
  const client = {
    now: () => 0, foreign: false,
    page: vi.fn(answer),
    ask: vi.fn(() => Promise.resolve({ viewer: { memberships: { nodes: [{ workspace: { id: 'wsp_1', slug: 'one' } }, { workspace: { id: 'wsp_2', slug: 'two' } }] } } })),
    listen: vi.fn((_scope: unknown, _wanted: string, to: StreamSink) => {
      sink = to;
      return { seen: vi.fn(), close: closed };
    }),
  };
  const view = { changed: vi.fn(), emit: vi.fn(), untouched: vi.fn(() => true), arrived: vi.fn() };
  const feed = new Feed(view);
  const options: FeedOptions = { client: client as unknown as Client, workspace: 'wsp_1', filter: {}, chosen: false, pageSize: 3, transport: 'auto' };
  return {
    feed, view, client, closed, options,
    get sink() {
      if (!sink) throw new Error('nothing listens');
      return sink;
    },
    /** Starts it, with a stream that stands at once. */
    async live() {
      void feed.start(options);
      await vi.waitFor(() => { expect(sink).toBeDefined(); });
      sink?.state('live', 'ws');
      sink?.ready();
      await vi.waitFor(() => { expect(feed.loading).toBe(''); });
    },
  };
}

const ids = (feed: Feed) => feed.rows.shown.map(({ node }) => node.id);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a feed', () => {
  it('asks for one page when the stream stands soon', async () => {
    const t = setUp();
    await t.live();
    expect(t.client.page).toHaveBeenCalledOnce();
    expect(t.feed.status).toBe('live');
    expect(t.view.emit).toHaveBeenCalledWith('daybook-load', { count: 3, more: false });
  });

  it('shows a page before a slow stream stands, and asks again then, so that nothing in between is missing', async () => {
    const t = setUp();
    void t.feed.start(t.options);
    await vi.waitFor(() => { expect(ids(t.feed)).toHaveLength(3); });
    t.client.page.mockResolvedValue(page(down(4, 2)));
    t.sink.ready();
    await vi.waitFor(() => { expect(ids(t.feed)).toEqual(['act_4', 'act_3', 'act_2']); });
  });

  it('merges what comes while the page is under way', async () => {
    let give: (p: Page) => void = () => undefined;
    const t = setUp(() => new Promise((resolve) => { give = resolve; }));
    void t.feed.start(t.options);
    await vi.waitFor(() => { expect(t.client.listen).toHaveBeenCalled(); });
    t.sink.ready();
    t.sink.frame([edge(3), edge(4)]);
    await vi.waitFor(() => { expect(t.client.page).toHaveBeenCalled(); });
    give(page(down(3, 1)));
    await vi.waitFor(() => { expect(ids(t.feed)).toEqual(['act_4', 'act_3', 'act_2', 'act_1']); });
  });

  it('puts rows in while nobody touches it, else they wait', async () => {
    const t = setUp();
    await t.live();
    t.sink.frame([edge(4)]);
    expect(ids(t.feed)[0]).toBe('act_4');
    t.view.untouched.mockReturnValue(false);
    t.sink.frame([edge(5), edge(6)]);
    expect(ids(t.feed)[0]).toBe('act_4');
    expect(t.feed.rows.unseen).toBe(2);
    expect(t.view.arrived).toHaveBeenLastCalledWith(2);
    expect(t.view.emit).toHaveBeenCalledWith('daybook-activity', { ids: ['act_5', 'act_6'] });
    await t.feed.show();
    expect(ids(t.feed).slice(0, 3)).toEqual(['act_6', 'act_5', 'act_4']);
  });

  it('holds rows while it is paused', async () => {
    const t = setUp();
    await t.live();
    t.feed.pause(true);
    expect(t.feed.status).toBe('paused');
    t.sink.frame([edge(4), edge(5)]);
    expect([ids(t.feed)[0], t.feed.rows.unseen]).toEqual(['act_3', 2]);
    t.feed.pause(false);
    expect([ids(t.feed)[0], t.feed.rows.unseen, t.feed.status]).toEqual(['act_5', 0, 'live']);
  });

  it('loads the first page again after a reset, and keeps what is shown until then', async () => {
    const t = setUp();
    await t.live();
    t.client.page.mockResolvedValue(page(down(9, 7)));
    t.sink.reset();
    expect(ids(t.feed)[0]).toBe('act_3');
    await vi.waitFor(() => { expect(ids(t.feed)[0]).toBe('act_9'); });
  });

  it('continues below by the cursor of its last row', async () => {
    const t = setUp(() => Promise.resolve(page(down(6, 4), true)));
    await t.live();
    t.client.page.mockResolvedValue(page([...down(4, 3)], false));
    expect((await t.feed.more()).map(({ node }) => node.id)).toEqual(['act_3']);
    expect(t.client.page).toHaveBeenLastCalledWith(expect.anything(), { first: 3, after: 'c4' }, expect.anything());
    expect(await t.feed.more()).toEqual([]);
  });

  it('takes rows away at once when rights are gone, and starts over on retry', async () => {
    const t = setUp();
    await t.live();
    t.sink.fail(new Problem('NOT_FOUND'));
    expect(ids(t.feed)).toEqual([]);
    expect([t.feed.status, t.feed.problem?.code]).toEqual(['error', 'NOT_FOUND']);
    expect(t.closed).toHaveBeenCalled();
    void t.feed.load();
    await vi.waitFor(() => { expect(ids(t.feed)).toHaveLength(3); });
    expect(t.client.listen).toHaveBeenCalledTimes(2);
  });

  it('keeps rows when a refresh fails, and loads again when the connection is back', async () => {
    const t = setUp();
    await t.live();
    t.sink.state('lost', 'ws');
    t.client.page.mockRejectedValueOnce(new Problem('NETWORK'));
    await t.feed.load();
    expect(ids(t.feed)).toHaveLength(3);
    expect(t.feed.problem?.code).toBe('NETWORK');
    t.sink.state('live', 'ws');
    await vi.waitFor(() => { expect(t.feed.problem).toBeUndefined(); });
  });

  it('tries again by itself when the server says when', async () => {
    const t = setUp();
    await t.live();
    vi.useFakeTimers();
    t.client.page.mockRejectedValueOnce(new Problem('RATE_LIMITED', '', 12));
    await t.feed.load();
    const calls = t.client.page.mock.calls.length;
    await vi.advanceTimersByTimeAsync(11_900);
    expect(t.client.page.mock.calls).toHaveLength(calls);
    await vi.advanceTimersByTimeAsync(200);
    expect(t.client.page.mock.calls).toHaveLength(calls + 1);
    expect(t.feed.problem).toBeUndefined();
  });

  it('says nothing of a loss that is over within three seconds', async () => {
    const t = setUp();
    await t.live();
    vi.useFakeTimers();
    t.sink.state('lost', 'ws');
    await vi.advanceTimersByTimeAsync(2900);
    expect(t.feed.status).toBe('live');
    t.sink.state('live', 'ws');
    await vi.advanceTimersByTimeAsync(5000);
    expect(t.feed.status).toBe('live');
    t.sink.state('lost', 'ws');
    await vi.advanceTimersByTimeAsync(3100);
    expect(t.feed.status).toBe('catching-up');
    t.sink.state('lost', 'poll');
    await vi.advanceTimersByTimeAsync(3100);
    expect(t.feed.status).toBe('offline');
    t.sink.state('live', 'poll');
    expect(t.feed.status).toBe('polling');
  });

  it('finds a workspace by its slug, or takes the first', async () => {
    for (const [workspace, id] of [['two', 'wsp_2'], ['', 'wsp_1']] as const) {
      const t = setUp();
      void t.feed.start({ ...t.options, workspace });
      await vi.waitFor(() => { expect(t.client.listen.mock.calls[0]?.[0]).toMatchObject({ workspaceId: id }); });
      t.feed.stop();
    }
    const t = setUp();
    await t.feed.start({ ...t.options, workspace: 'three' });
    expect(t.feed.problem?.code).toBe('NOT_FOUND');
  });

  it('lets go of rows of another list, also when that one fails to load', async () => {
    const t = setUp();
    await t.live();
    t.client.page.mockRejectedValue(new Problem('NETWORK'));
    void t.feed.start({ ...t.options, filter: { entityId: 'tsk_9' } });
    await vi.waitFor(() => { expect(t.feed.status).toBe('error'); });
    expect(ids(t.feed)).toEqual([]);
  });

  it('counts matches of a filter on', async () => {
    const t = setUp(() => Promise.resolve({ ...page(down(3, 1)), count: { value: 10_000, precision: 'AT_LEAST' } }));
    await t.live();
    t.sink.frame([edge(4)]);
    expect(t.feed.count).toEqual({ value: 10_001, precision: 'AT_LEAST' });
  });
});
