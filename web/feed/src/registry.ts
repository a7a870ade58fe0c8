import { Client } from './client.ts';
import type { GetToken } from './types.ts';

export interface FeedDefaults {
  /** Address of the API. Default: `/graphql` of the origin that the script came from. */
  endpoint?: string;
  /** For pages of another origin: fetches a short-lived token from the page's own backend. */
  getToken?: GetToken;
}

interface Registry {
  defaults: FeedDefaults;
  /** By endpoint, then by the source of credentials. */
  clients: Map<string, Map<GetToken | undefined, Client>>;
}

// On the page's global object, so that two copies of this program share sockets. The number changes with what it holds.
const KEY = Symbol.for('daybook.client.1');

function registry(): Registry {
  const page = globalThis as { [KEY]?: Registry };
  return (page[KEY] ??= { defaults: {}, clients: new Map() });
}

/** Sets the endpoint and the source of tokens for all feeds of the page that have none of their own. */
export function configureDaybook(defaults: FeedDefaults): void {
  Object.assign(registry().defaults, defaults);
}

/** The client of an endpoint and a source of tokens; without the latter the session cookie counts. */
export function clientFor(endpoint: string, own: GetToken | undefined): Client {
  const { defaults, clients } = registry();
  const getToken = own ?? defaults.getToken;
  const base = import.meta.url.startsWith('http') ? import.meta.url : document.baseURI;
  const address = new URL(endpoint || defaults.endpoint || '/graphql', endpoint || defaults.endpoint ? document.baseURI : base).href;
  let byToken = clients.get(address);
  if (!byToken) clients.set(address, (byToken = new Map()));
  let client = byToken.get(getToken);
  if (!client) byToken.set(getToken, (client = new Client(address, getToken)));
  return client;
}
