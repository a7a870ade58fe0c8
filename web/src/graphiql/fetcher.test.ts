import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'graphql';
import { connectionInit, createFetcher, isSubscription, ownOperation, socketUrl, streamError } from './fetcher.ts';

const events = { onSession: vi.fn(), onSchema: vi.fn(), onStream: vi.fn() };
const answer = (status: number, body: unknown) => Promise.resolve(new Response(JSON.stringify(body), { status }));
const fetcher = createFetcher(events);

function stub(reply: () => Promise<Response>) {
  const fetch = vi.fn<(path: string, init: RequestInit) => Promise<Response>>(reply);
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

describe('a query', () => {
  it('goes out as JSON with the headers of the editor, whose format headers do not count', async () => {
    const fetch = stub(() => answer(200, { data: { a: 1 }, extensions: { cost: {} } }));
    const result = await fetcher({ query: '{ a }' }, { headers: { Authorization: 'Bearer t', 'Content-Type': 'text/plain', Empty: '' } });
    expect(result).toEqual({ data: { a: 1 }, extensions: { cost: {} } });
    const [path, init] = fetch.mock.calls[0] ?? [];
    const headers = new Headers(init?.headers);
    expect([path, init?.method, init?.credentials]).toEqual(['/graphql', 'POST', 'same-origin']);
    expect([headers.get('authorization'), headers.get('content-type'), headers.has('empty')]).toEqual(['Bearer t', 'application/json', false]);
    expect(events.onSession).toHaveBeenCalledExactlyOnceWith('live');
  });

  it.each([
    [401, { errors: [{ message: 'no' }] }],
    [200, { data: null, errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }],
  ])('tells that the session is over (%i)', async (status, body) => {
    stub(() => answer(status, body));
    expect(await fetcher({ query: '{ a }' })).toEqual(body);
    expect(events.onSession).toHaveBeenCalledExactlyOnceWith('ended');
  });

  it('answers one sentence when there is no server, or no JSON', async () => {
    stub(() => Promise.reject(new TypeError('failed')));
    expect(await fetcher({ query: '{ a }' })).toEqual({ errors: [{ message: 'The server could not be reached.' }] });
    stub(() => Promise.resolve(new Response('<html>', { status: 502 })));
    expect(await fetcher({ query: '{ a }' })).toEqual({ errors: [{ message: 'The server answered 502 without a GraphQL result.' }] });
  });
});

describe('the introspection', () => {
  const introspect = () => fetcher({ query: 'query IntrospectionQuery { __schema { queryType { name } } }', operationName: 'IntrospectionQuery' });

  it('tells that the schema was read', async () => {
    stub(() => answer(200, { data: { __schema: {} } }));
    await introspect();
    expect(events.onSchema).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('tells why it was not', async () => {
    stub(() => answer(200, { errors: [{ message: 'Introspection is off.' }] }));
    await introspect();
    stub(() => Promise.reject(new TypeError('failed')));
    await introspect();
    expect(events.onSchema.mock.calls).toEqual([['Introspection is off.'], ['The server could not be reached.']]);
  });
});

describe('isSubscription', () => {
  const both = 'query A { a } subscription B { b }';
  it('looks at the operation that will run', () => {
    expect(isSubscription({ query: both, operationName: 'B' })).toBe(true);
    expect(isSubscription({ query: both, operationName: 'A' })).toBe(false);
    expect(isSubscription({ query: 'subscription { b }' })).toBe(true);
  });

  it('leaves what cannot be parsed to the server', () => {
    expect(isSubscription({ query: 'subscription {' })).toBe(false);
  });
});

describe('an operation name', () => {
  it('of the tab before gives way to that of the text', () => {
    expect(ownOperation({ query: 'query B { b }', operationName: 'A' })).toEqual({ query: 'query B { b }', operationName: 'B' });
    expect(ownOperation({ query: '{ b }', operationName: 'A', variables: '{}' })).toEqual({ query: '{ b }', variables: '{}' });
    expect(ownOperation({ query: 'query B { b } query C { c }', operationName: 'A' })).toEqual({ query: 'query B { b } query C { c }' });
  });

  it('stays where the text has it, or cannot be parsed', () => {
    for (const params of [{ query: 'query A { a } query B { b }', operationName: 'B' }, { query: '{ a }' }, { query: 'query {', operationName: 'A' }]) expect(ownOperation(params)).toBe(params);
  });

  it('decides where it is sent', async () => {
    const fetch = stub(() => answer(200, { data: {} }));
    await fetcher({ query: 'query B { b }', operationName: 'A' }, { documentAST: parse('subscription A { a }') });
    expect(JSON.parse(fetch.mock.calls[0]?.[1].body as string)).toEqual({ query: 'query B { b }', operationName: 'B' });
  });
});

describe('the socket', () => {
  it('stands at the origin of the page', () => {
    expect(socketUrl('https://daybook.example:8443/graphiql?x#y')).toBe('wss://daybook.example:8443/graphql');
    expect(socketUrl('http://127.0.0.1:8080/graphiql')).toBe('ws://127.0.0.1:8080/graphql');
  });

  it('sends the Authorization header, and no other, with connection_init', () => {
    expect(connectionInit({ authorization: 'Bearer t', 'X-Own': '1' })).toEqual({ connectionParams: { Authorization: 'Bearer t' } });
    expect(connectionInit({ 'X-Own': '1' })).toEqual({});
  });

  it('says why the server closed it', () => {
    expect(streamError({ code: 4403, reason: 'token expired' })).toEqual([{ message: 'The server closed the stream: token expired (4403).' }]);
    expect(streamError({ code: 1006, reason: '' })).toEqual([{ message: 'The server closed the stream: no reason given (1006).' }]);
    const errors = [{ message: 'Not found.' }];
    expect(streamError(errors)).toBe(errors);
  });
});
