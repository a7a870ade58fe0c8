/** Where the server answers, seen from its own pages. */
export const GRAPHQL_PATH = '/graphql';

export interface GraphQLProblem {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string };
}

export interface GraphQLAnswer<T> {
  data?: T | null;
  errors?: GraphQLProblem[];
}

/** The caller has no session, or it has ended. */
export class SignedOutError extends Error {
  override name = 'SignedOutError';
}

/** The server could not be reached, or answered something that is not GraphQL. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
}

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';

/**
 * Posts one GraphQL request with the session cookie, or with the headers given, and returns the answer as it came.
 * Headers of the request format win over those given.
 *
 * @throws UnreachableError when there is no answer, or none in JSON
 */
export async function postGraphQL<T>(body: object, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; answer: GraphQLAnswer<T> }> {
  const all = new Headers(headers);
  all.set('accept', ACCEPT);
  all.set('content-type', 'application/json');
  let response: Response;
  try {
    response = await fetch(GRAPHQL_PATH, {
      method: 'POST',
      headers: all,
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    throw new UnreachableError('The server could not be reached.');
  }
  try {
    return { status: response.status, answer: (await response.json()) as GraphQLAnswer<T> };
  } catch {
    if (response.status === 401) return { status: 401, answer: { errors: [{ message: 'You are not signed in.', extensions: { code: 'UNAUTHENTICATED' } }] } };
    throw new UnreachableError(`The server answered ${response.status} without a GraphQL result.`);
  }
}

/** True when an answer says that there is no session behind it. */
export function saysSignedOut(status: number, answer: GraphQLAnswer<unknown>): boolean {
  return status === 401 || (answer.errors ?? []).some((error) => error.extensions?.code === 'UNAUTHENTICATED');
}

/**
 * Runs a query of our own with the session cookie.
 *
 * @throws SignedOutError without a session
 * @throws UnreachableError without an answer
 * @throws Error with the server's first message when there is no data
 */
export async function ask<T>(query: string): Promise<T> {
  const { status, answer } = await postGraphQL<T>({ query });
  if (saysSignedOut(status, answer)) throw new SignedOutError('You are not signed in.');
  if (answer.data == null) throw new Error(answer.errors?.[0]?.message ?? `The server answered ${status}.`);
  return answer.data;
}

/** Ends the session and forgets what this tab kept. */
export async function signOut(): Promise<void> {
  const response = await fetch('/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', credentials: 'same-origin' });
  if (!response.ok && response.status !== 401) throw new Error(`Sign-out was answered ${response.status}.`);
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('daybook:')) sessionStorage.removeItem(key);
  }
}
