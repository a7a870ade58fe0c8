/** What went wrong, for programs: the API's code, or NETWORK. The server's own text is never kept. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly requestId = '',
    /** Seconds until another try makes sense; 0 when not told. */
    readonly retryAfter = 0,
  ) {
    super(code);
  }
}

export interface GraphQLError {
  message?: string;
  extensions?: { code?: string; requestId?: string; retryAfterMs?: number };
}

/** The first of the errors of an answer, completed from its headers. */
export function problemOf(errors: readonly GraphQLError[] | undefined, headers?: Headers): Problem {
  const { code = 'INTERNAL', requestId, retryAfterMs = 0 } = errors?.[0]?.extensions ?? {};
  return new Problem(code, requestId ?? headers?.get('x-request-id') ?? '', Math.ceil(retryAfterMs / 1000) || Number(headers?.get('retry-after')) || 0);
}

/** Trying again with the same credentials cannot help. */
export const isFinal = ({ code }: Problem): boolean => /^(UNAUTH|FORBIDDEN|NOT_F|BAD_|GRAPHQL|DOCUMENT|COST)/.test(code);
