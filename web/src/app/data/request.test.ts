// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Document } from './document.ts';
import { Problem, problemAt } from './problem.ts';
import { newIdempotencyKey, onSessionEnded, request } from './request.ts';

const query = 'query Q{viewer{id}}' as Document<{ viewer: { id: string } | null }, Record<string, never>>;
const mutation = 'mutation M($input:I!){do(input:$input){id}}' as Document<{ do: { id: string } | null }, { input: { idempotencyKey: string } }>;

function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

const fetched = vi.fn<typeof fetch>();
const sent = (call: number) => JSON.parse(fetched.mock.calls[call]?.[1]?.body as string) as { variables: unknown };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  onSessionEnded(() => Promise.resolve(false));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockReset();
});

async function failing(promise: Promise<unknown>): Promise<Problem> {
  const caught = promise.then(() => null, (error: unknown) => error);
  await vi.runAllTimersAsync();
  const error = await caught;
  if (!(error instanceof Problem)) throw new Error(`no Problem but ${String(error)}`);
  return error;
}

describe('a read', () => {
  it('is tried again when the server cannot be reached', async () => {
    fetched.mockRejectedValueOnce(new TypeError('network')).mockResolvedValueOnce(answer({ data: { viewer: { id: 'usr_1' } } }));
    const promise = request(query, {});
    await vi.runAllTimersAsync();
    expect((await promise).data.viewer?.id).toBe('usr_1');
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('gives up after three times', async () => {
    fetched.mockRejectedValue(new TypeError('network'));
    expect((await failing(request(query, {}))).code).toBe('UNREACHABLE');
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it('ends with its signal, not with a problem', async () => {
    const abort = new AbortController();
    fetched.mockImplementation(() => {
      abort.abort();
      return Promise.reject(new DOMException('aborted', 'AbortError'));
    });
    const promise = request(query, {}, { signal: abort.signal });
    void vi.runAllTimersAsync();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('gives what came, and the problem at its path', async () => {
    fetched.mockResolvedValueOnce(answer({ data: { viewer: { id: 'usr_1', email: null } }, errors: [{ message: 'no', path: ['viewer', 'email'], extensions: { code: 'FORBIDDEN', requestId: 'R1' } }] }));
    const promise = request(query, {});
    await vi.runAllTimersAsync();
    const { data, problems } = await promise;
    expect(data.viewer?.id).toBe('usr_1');
    expect(problemAt(problems, 'viewer', 'email')).toMatchObject({ code: 'FORBIDDEN', requestId: 'R1' });
    expect(problemAt(problems, 'viewer')).toBeNull();
  });
});

describe('a change', () => {
  it('is never sent twice by itself', async () => {
    fetched.mockRejectedValue(new TypeError('network'));
    await failing(request(mutation, { input: { idempotencyKey: 'k' } }));
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('is sent again, the same, after the person has signed in again', async () => {
    fetched.mockResolvedValueOnce(answer('', 401)).mockResolvedValueOnce(answer({ data: { do: { id: 'x' } } }));
    onSessionEnded(() => Promise.resolve(true));
    const key = newIdempotencyKey();
    expect((await request(mutation, { input: { idempotencyKey: key } })).data.do?.id).toBe('x');
    expect(sent(1)).toEqual(sent(0));
    expect(sent(1).variables).toEqual({ input: { idempotencyKey: key } });
  });

  it('says that the sign-in was declined', async () => {
    fetched.mockResolvedValue(answer({ errors: [{ message: 'who?', extensions: { code: 'UNAUTHENTICATED' } }] }));
    expect((await failing(request(mutation, { input: { idempotencyKey: 'k' } }))).code).toBe('SIGN_IN_DECLINED');
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('fails when its payload is refused at the top', async () => {
    fetched.mockResolvedValueOnce(answer({ data: { do: null }, errors: [{ message: 'admins only', path: ['do'], extensions: { code: 'FORBIDDEN' } }] }));
    expect(await failing(request(mutation, { input: { idempotencyKey: 'k' } }))).toMatchObject({ code: 'FORBIDDEN', path: ['do'] });
  });
});

describe('a refusal without a GraphQL answer', () => {
  it.each([
    [429, 'RATE_LIMITED'],
    [502, 'UNAVAILABLE'],
    [500, 'INTERNAL'],
    [403, 'FORBIDDEN'],
  ])('with status %d is %s', async (status, code) => {
    fetched.mockResolvedValue(answer('<html>', status, { 'retry-after': '7' }));
    expect(await failing(request(mutation, { input: { idempotencyKey: 'k' } }))).toMatchObject({ code, retryAfter: 7 });
  });
});

it('takes the wait of a rate limit from the error, in milliseconds', async () => {
  fetched.mockResolvedValue(answer({ errors: [{ message: 'later', extensions: { code: 'RATE_LIMITED', retryAfterMs: 2500 } }] }, 429));
  expect((await failing(request(query, {}))).retryAfter).toBe(2.5);
});

it('makes keys that differ', () => {
  expect(newIdempotencyKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
});
