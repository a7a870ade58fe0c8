import type { Fetcher, FetcherOpts, FetcherParams, Observable } from '@graphiql/toolkit';
import { type DocumentNode, type ExecutionResult, OperationTypeNode, getOperationAST, parse } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { GRAPHQL_PATH, UnreachableError, postGraphQL, saysSignedOut } from '../shared/api.ts';

/** What the page wants to know of the requests that go out of GraphiQL. */
export interface FetcherEvents {
  /** Whether the last answer had a session, or a token, behind it. */
  onSession(state: 'live' | 'ended'): void;
  /** Whether the schema could be read; the reason, in one sentence, when it could not. */
  onSchema(problem: string | null): void;
  /** Whether the running stream has a connection. */
  onStream(state: 'live' | 'reconnecting' | 'ended'): void;
}

type Headers = Record<string, string>;

/** Close codes of a connection without a session, and of one whose session, token or rights have ended. */
const UNAUTHORIZED = 4401;
const FORBIDDEN = 4403;

/** Sends queries and mutations by POST and subscriptions over one socket each, both to this origin. */
export function createFetcher(events: FetcherEvents): Fetcher {
  return (params, options) => {
    const headers = textHeaders(options);
    const own = ownOperation(params);
    return isSubscription(own) ? subscribe(own, headers, events) : post(own, headers, events);
  };
}

async function post(params: FetcherParams, headers: Headers, events: FetcherEvents): Promise<ExecutionResult> {
  const isIntrospection = params.operationName === 'IntrospectionQuery';
  try {
    const { status, answer } = await postGraphQL<Record<string, unknown>>(params, headers);
    events.onSession(saysSignedOut(status, answer) ? 'ended' : 'live');
    if (isIntrospection) events.onSchema(answer.data ? null : (answer.errors?.[0]?.message ?? `The server answered ${status}.`));
    // As it came over the wire: GraphiQL prints it, extensions and all.
    return answer as unknown as ExecutionResult;
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    if (isIntrospection) events.onSchema(error.message);
    return { errors: [{ message: error.message }] } as unknown as ExecutionResult;
  }
}

function subscribe(params: FetcherParams, headers: Headers, events: FetcherEvents): Observable<ExecutionResult> {
  return {
    subscribe(observer: { next: (value: ExecutionResult) => void; error: (error: unknown) => void; complete: () => void }) {
      const client = streamClient(headers, events);
      let isOver = false;
      const finish = () => {
        if (isOver) return;
        isOver = true;
        events.onStream('ended');
        void client.dispose();
      };
      const stop = client.subscribe(
        { query: params.query, operationName: params.operationName ?? null, variables: (params.variables ?? null) as Record<string, unknown> | null },
        {
          next: (value) => {
            observer.next(value as ExecutionResult);
          },
          error: (error) => {
            finish();
            if (closeCode(error) === FORBIDDEN || closeCode(error) === UNAUTHORIZED) events.onSession('ended');
            observer.error(streamError(error));
          },
          complete: () => {
            finish();
            observer.complete();
          },
        },
      );
      return {
        unsubscribe() {
          stop();
          finish();
        },
      };
    },
  } as Observable<ExecutionResult>;
}

function streamClient(headers: Headers, events: FetcherEvents): Client {
  return createClient({
    url: socketUrl(location.href),
    ...connectionInit(headers),
    keepAlive: 12_000,
    retryAttempts: 10,
    retryWait: (attempt) => pause(Math.random() * Math.min(30_000, 1000 * 2 ** attempt)),
    // A socket that was refused says nothing of why, so it is tried again; an ended session is not.
    shouldRetry: (error) => closeCode(error) !== FORBIDDEN,
    on: {
      connected: () => {
        events.onStream('live');
      },
      closed: (event) => {
        if (closeCode(event) !== 1000) events.onStream('reconnecting');
      },
    },
  });
}

/** The `connection_init` payload: the Authorization header of the headers editor, whatever its spelling. */
export function connectionInit(headers: Headers): { connectionParams?: { Authorization: string } } {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return authorization === undefined ? {} : { connectionParams: { Authorization: authorization } };
}

/** The GraphQL socket of the page's own origin. */
export function socketUrl(page: string): string {
  const url = new URL(GRAPHQL_PATH, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/**
 * The request with a name of its own operations. GraphiQL reads the name a moment after the text has changed: what is run
 * right after another tab was chosen comes with that of the tab before. Of several operations none is guessed.
 */
export function ownOperation(params: FetcherParams): FetcherParams {
  const { operationName, ...rest } = params;
  const document = read(params.query);
  if (!operationName || !document || getOperationAST(document, operationName)) return params;
  const name = getOperationAST(document)?.name?.value;
  return name === undefined ? rest : { ...rest, operationName: name };
}

/** True when the operation that will run is a subscription. */
export function isSubscription({ query, operationName }: Pick<FetcherParams, 'query' | 'operationName'>): boolean {
  const document = read(query);
  return document !== null && getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** The parsed text; null when it cannot be parsed, which the server tells better. */
function read(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

function textHeaders(options: FetcherOpts | undefined): Headers {
  const headers = (options?.headers ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));
}

function closeCode(value: unknown): number | null {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number' ? value.code : null;
}

/** What ended a stream, as GraphiQL shows it: the server's errors, or one sentence about the connection. */
export function streamError(error: unknown): unknown {
  const code = closeCode(error);
  if (code === null) return error;
  const reason = typeof error === 'object' && error !== null && 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
  return [{ message: `The server closed the stream: ${reason || 'no reason given'} (${code}).` }];
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
