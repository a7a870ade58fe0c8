import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client } from './client.ts';
import type { StreamSink } from './stream.ts';
import { FakeSocket, type Asked, edge, fakeFetch, frame, pageAnswer } from './testing/fakes.ts';

vi.mock('./wake.ts', async (original) => ({ ...(await original<typeof import('./wake.ts')>()), backoff: () => 30 }));

const SCOPE = { workspaceId: 'wsp_1', filter: {} };
const URL_ = 'https://daybook.example/graphql';

function sink() {
  return { ready: vi.fn<StreamSink['ready']>(), frame: vi.fn<StreamSink['frame']>(), reset: vi.fn<StreamSink['reset']>(), state: vi.fn<StreamSink['state']>(), fail: vi.fn<StreamSink['fail']>() };
}

const opened = (count: number) => vi.waitFor(() => { expect(FakeSocket.all).toHaveLength(count); }, 5000);
const refuse = () => new Response('{"errors":[{"message":"table users","extensions":{"code":"UNAUTHENTICATED"}}]}', { status: 401, headers: { 'x-request-id': 'R1' } });

beforeEach(() => {
  FakeSocket.install();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('requests', () => {
  it('carry the token in the header alone, and no cookies with it', async () => {
    const asked = fakeFetch(() => pageAnswer([]));
    await new Client(URL_, () => Promise.resolve('tok')).page(SCOPE, { first: 10 });
    expect(asked[0]).toMatchObject({ url: URL_, credentials: 'omit', headers: { authorization: 'Bearer tok' } });
    expect(JSON.stringify(asked[0]?.variables)).not.toContain('tok');
  });

  it('use the session without a token', async () => {
    const asked = fakeFetch(() => pageAnswer([]));
    await new Client(URL_).page(SCOPE, {});
    expect(asked[0]?.credentials).toBe('same-origin');
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('ask for another token once when the server refuses the one in use', async () => {
    let n = 0;
    const getToken = vi.fn(() => Promise.resolve(`t${++n}`));
    fakeFetch(({ headers }: Asked) => (headers.authorization === 'Bearer t2' ? pageAnswer([edge(1)]) : refuse()));
    const client = new Client(URL_, getToken);
    expect((await client.page(SCOPE, {})).edges).toHaveLength(1);
    await client.page(SCOPE, {});
    expect(getToken).toHaveBeenCalledTimes(2);
  });

  it('give up when the second token is refused, too, or none comes', async () => {
    fakeFetch(refuse);
    const getToken = vi.fn(() => Promise.resolve('bad'));
    await expect(new Client(URL_, getToken).page(SCOPE, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED', requestId: 'R1' });
    expect(getToken).toHaveBeenCalledTimes(2);
    await expect(new Client(URL_, () => Promise.reject(new Error('no'))).page(SCOPE, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('keep nothing of the server\'s own words', async () => {
    fakeFetch(() => ({ errors: [{ message: 'pq: relation "users"', extensions: { code: 'RATE_LIMITED', retryAfterMs: 11_200, requestId: 'R2' } }] }));
    const error = await new Client(URL_).page(SCOPE, {}).catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 12, requestId: 'R2' });
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('users');
  });

  it.each([['no answer', () => Promise.reject(new TypeError()), 'NETWORK'], ['no JSON', () => new Response('<h1>', { status: 500 }), 'INTERNAL'], ['no workspace', () => ({ data: { serverInfo: { time: '' }, workspace: null } }), 'NOT_FOUND']])('tell %s by a code', async (_, answer, code) => {
    fakeFetch(answer);
    await expect(new Client(URL_).page(SCOPE, {})).rejects.toMatchObject({ code });
  });
});

describe('streams', () => {
  it('are shared by equal listeners and end with the last', async () => {
    const client = new Client(URL_);
    const [a, b, c] = [sink(), sink(), sink()];
    const leases = [client.listen(SCOPE, 'auto', a), client.listen(SCOPE, 'auto', b), client.listen({ ...SCOPE, filter: { entityId: 'tsk_1' } }, 'auto', c)];
    await opened(1);
    await FakeSocket.last.accept();
    await vi.waitFor(() => { expect(FakeSocket.last.subscribed).toHaveLength(2); });
    const at = FakeSocket.last.subscribed.findIndex(({ payload }) => JSON.stringify(payload?.variables?.filter) === '{}');
    FakeSocket.last.next(frame('HEARTBEAT', 'r1'), at);
    FakeSocket.last.next(frame('BATCH', 'r2', [edge(1)]), at);
    expect(a.ready).toHaveBeenCalledOnce();
    expect(a.frame.mock.calls).toEqual(b.frame.mock.calls);
    expect(a.frame).toHaveBeenCalledWith([edge(1)]);
    expect(c.frame).not.toHaveBeenCalled();
    const late = sink();
    leases.push(client.listen(SCOPE, 'auto', late));
    expect(late.ready).toHaveBeenCalledOnce();
    for (const lease of leases) lease.close();
    await vi.waitFor(() => { expect(FakeSocket.last.sent.filter(({ type }) => type === 'complete')).toHaveLength(2); });
  });

  it('continue from the newest cursor after a loss', async () => {
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    expect(FakeSocket.last.subscribed[0]?.payload?.variables).not.toHaveProperty('after');
    FakeSocket.last.next(frame('HEARTBEAT', 'r1'));
    FakeSocket.last.next(frame('BATCH', 'r7', [edge(1)]));
    FakeSocket.last.fail();
    expect(s.state).toHaveBeenLastCalledWith('lost', 'ws');
    await opened(2);
    await FakeSocket.last.accept();
    expect(FakeSocket.last.subscribed[0]?.payload?.variables).toMatchObject({ after: 'r7' });
    expect(s.state).toHaveBeenLastCalledWith('live', 'ws');
    expect(s.reset).not.toHaveBeenCalled();
    lease.close();
  });

  it('tell that the first page is needed again after RESET, and go on from its cursor', async () => {
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    FakeSocket.last.next(frame('RESET', 'r9'));
    FakeSocket.last.say({ type: 'complete', id: FakeSocket.last.subscribed[0]?.id });
    expect(s.reset).toHaveBeenCalledOnce();
    await vi.waitFor(() => { expect(FakeSocket.last.subscribed).toHaveLength(2); }, 5000);
    expect(FakeSocket.last.subscribed[1]?.payload?.variables).toMatchObject({ after: 'r9' });
    lease.close();
  });

  it('begin anew when a cursor has expired', async () => {
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    FakeSocket.last.next(frame('BATCH', 'r1', [edge(1)]));
    FakeSocket.last.next({ errors: [{ extensions: { code: 'CURSOR_EXPIRED' } }] });
    await vi.waitFor(() => { expect(FakeSocket.last.subscribed).toHaveLength(2); }, 5000);
    expect(FakeSocket.last.subscribed[1]?.payload?.variables).not.toHaveProperty('after');
    FakeSocket.last.next(frame('HEARTBEAT', 'r2'), 1);
    expect(s.reset).toHaveBeenCalledOnce();
    lease.close();
  });

  it('end for good when rights are gone', async () => {
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    FakeSocket.last.say({ type: 'error', id: FakeSocket.last.subscribed[0]?.id, payload: [{ message: 'no', extensions: { code: 'NOT_FOUND' } }] });
    expect(s.fail.mock.calls[0]?.[0]).toMatchObject({ code: 'NOT_FOUND' });
    lease.close();
  });

  it('ask for another token after 4403, and end when that is refused, too', async () => {
    let n = 0;
    const s = sink();
    const lease = new Client(URL_, () => Promise.resolve(`t${++n}`)).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'connection_init', payload: { Authorization: 'Bearer t1' } });
    expect(FakeSocket.last.url).toBe('wss://daybook.example/graphql');
    FakeSocket.last.close(4403, 'token expired');
    await opened(2);
    await FakeSocket.last.accept();
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'connection_init', payload: { Authorization: 'Bearer t2' } });
    FakeSocket.last.close(4403, 'token expired');
    await vi.waitFor(() => { expect(s.fail.mock.calls[0]?.[0]).toMatchObject({ code: 'UNAUTHENTICATED' }); });
    expect(n).toBe(2);
    lease.close();
  });

  it('fall back to server-sent events, then to polling, and say which', async () => {
    let streams = true;
    const asked = fakeFetch(({ headers, variables }) => {
      if (headers.accept !== 'text/event-stream') return pageAnswer(variables.before === 'c1' ? [edge(2)] : []);
      if (!streams) throw new TypeError();
      return new Response(`event: next\ndata: ${JSON.stringify(frame('BATCH', 'r3', [edge(1)]))}\n\n`, { headers: { 'content-type': 'text/event-stream' } });
    });
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    FakeSocket.last.fail();
    await opened(2);
    FakeSocket.last.fail();
    await vi.waitFor(() => { expect(s.state).toHaveBeenCalledWith('live', 'sse'); }, 5000);
    expect(s.frame).toHaveBeenCalledWith([edge(1)]);
    streams = false; // the stream that ended is not to be had again
    await vi.waitFor(() => { expect(s.state).toHaveBeenLastCalledWith('live', 'poll'); }, 8000);
    expect(s.frame).toHaveBeenLastCalledWith([edge(2)]);
    expect(asked.at(-1)?.variables).toMatchObject({ last: 50, before: 'c1' });
    lease.close();
  }, 15_000);

  it('keep to the socket while the browser is offline', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    for (let n = 1; n <= 4; n++) {
      await opened(n);
      FakeSocket.last.fail();
    }
    await opened(5);
    expect(s.state.mock.calls.every(([, transport]) => transport === 'ws')).toBe(true);
    lease.close();
  }, 15_000);

  it('leave the 21st of a socket to polling', async () => {
    fakeFetch(() => pageAnswer([]));
    const client = new Client(URL_);
    const sinks = Array.from({ length: 21 }, sink);
    const leases = sinks.map((s, at) => client.listen({ ...SCOPE, filter: { entityId: `tsk_${at}` } }, 'auto', s));
    await opened(1);
    await FakeSocket.last.accept();
    await vi.waitFor(() => { expect(FakeSocket.last.subscribed).toHaveLength(20); });
    await vi.waitFor(() => { expect(sinks[20]?.state).toHaveBeenLastCalledWith('live', 'poll'); });
    expect(sinks[19]?.state).toHaveBeenLastCalledWith('live', 'ws');
    for (const lease of leases) lease.close();
  });

  it('cut a socket whose pong stays away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 20 });
    const s = sink();
    const lease = new Client(URL_).listen(SCOPE, 'auto', s);
    await opened(1);
    await FakeSocket.last.accept();
    FakeSocket.last.next(frame('HEARTBEAT', 'r1'));
    await vi.advanceTimersByTimeAsync(12_100);
    expect(FakeSocket.all[0]?.sent.at(-1)?.type).toBe('ping');
    await vi.advanceTimersByTimeAsync(6_500);
    await opened(2);
    lease.close();
  });
});
