import { type Client as SocketClient, createClient } from 'graphql-ws/client';
import type { Client } from './client.ts';
import { STREAM } from './documents.ts';
import { type GraphQLError, Problem, problemOf } from './problem.ts';
import type { Frame, Stream } from './stream.ts';
import { backoff, sleep } from './wake.ts';

/** Carries a stream by the page's socket until the signal ends. */
export function ws(stream: Stream, signal: AbortSignal): void {
  const { client } = stream;
  const unless = (then: (value: never) => void) => (value?: unknown) => {
    if (!signal.aborted) then(value as never);
  };
  if (client.connected) stream.tell('live');
  signal.addEventListener(
    'abort',
    open(client).subscribe(
      { query: STREAM, variables: stream.variables as never },
      {
        next: unless((frame: Frame) => {
          stream.receive(frame);
        }),
        error: unless((error) => {
          broken(stream, error);
        }),
        complete: unless(() => {
          stream.later();
        }),
      },
    ),
  );
}

/** The socket gave up: for good by its close code or the answer, else because it does not open. */
function broken(stream: Stream, error: Partial<CloseEvent> | GraphQLError[] | Problem): void {
  if (Array.isArray(error)) stream.refused(problemOf(error));
  else if (error instanceof Problem) stream.refused(error);
  else if (error.code === 4403) stream.refused(new Problem('UNAUTHENTICATED'));
  else if (/^4(40[0169]|429|500|00[45])$/.test(`${error.code}`)) stream.refused(new Problem('BAD_SOCKET'));
  else {
    stream.client.fall('ws');
    stream.start();
  }
}

/** The one socket of a client. Its retries never end, but one that failed to open twice makes way for the next transport. */
function open(client: Client): SocketClient {
  if (client.socket) return client.socket;
  let token: Promise<string> | undefined;
  let pong: ReturnType<typeof setTimeout> | undefined;
  const tell = (connected: boolean) => {
    clearTimeout(pong);
    client.connected = connected;
    for (const stream of client.on('ws')) stream.tell(connected ? 'live' : 'lost');
  };
  const socket = createClient({
    url: client.endpoint.replace(/^http/, 'ws'),
    connectionParams: async () => {
      const Authorization = await client.bearer((token = client.credential()));
      return Authorization ? { Authorization } : undefined;
    },
    lazyCloseTimeout: 5000,
    keepAlive: 12_000,
    connectionAckWaitTimeout: 10_000,
    retryAttempts: Infinity,
    retryWait: (retries) => sleep(backoff(retries)),
    shouldRetry: (error) =>
      !(error instanceof Problem) && client.refusals < 2 && (client.tries < 2 || !navigator.onLine || client.on('ws').some((stream) => stream.wanted === 'ws')),
    on: {
      connecting: () => {
        client.tries++;
      },
      connected: () => {
        client.tries = 0;
        tell(true);
      },
      // A pong that stays away means a frozen socket, which a browser would not notice for minutes.
      ping: (received) => {
        if (received) return;
        pong = setTimeout(() => {
          socket.terminate();
        }, 5000);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
      message: ({ type }) => {
        if ((type as string) === 'next') client.refusals = 0;
      },
      closed: (event) => {
        if ((event as CloseEvent).code === 4403) {
          client.refusals += token ? 1 : 2;
          client.forget(token);
        }
        tell(false);
      },
    },
  });
  return (client.socket = socket);
}
