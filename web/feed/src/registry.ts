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
  const page = globalThis as unknown as Record<symbol, Registry | undefined>;
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
  const said = endpoint || (defaults.endpoint ?? '');
  // A bundler may have put this script anywhere; then the API is looked for where the page is.
  const beside = import.meta.url.startsWith('http') ? import.meta.url : document.baseURI;
  const address = new URL(said || '/graphql', said ? document.baseURI : beside).href;
  const byToken = clients.get(address) ?? new Map<GetToken | undefined, Client>();
  const client = byToken.get(getToken) ?? new Client(address, getToken);
  clients.set(address, byToken.set(getToken, client));
  return client;
}
