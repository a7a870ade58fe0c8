/** What the server, or the way to it, answered instead of what was asked. */
export type ProblemCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  /** No answer came: offline, or the server is away. */
  | 'UNREACHABLE'
  /** The person closed the sign-in that the request waited for. */
  | 'SIGN_IN_DECLINED'
  // Codes grow; an unknown one is treated as INTERNAL.
  | (string & {});

export interface ProblemParts {
  code: ProblemCode;
  /** For logs and small print, in the server's words. Pages write their own sentence. */
  message: string;
  requestId?: string | undefined;
  /** Where in the answer the value is missing. */
  path?: readonly (string | number)[] | undefined;
  /** Seconds until the same request may succeed. */
  retryAfter?: number | undefined;
}

/** The one type of failure that requests and streams throw, besides the AbortError of a caller that went away. */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: ProblemCode;
  readonly requestId: string | null;
  readonly path: readonly (string | number)[];
  readonly retryAfter: number | null;

  constructor({ code, message, requestId, path, retryAfter }: ProblemParts) {
    super(message);
    this.code = code;
    this.requestId = requestId ?? null;
    this.path = path ?? [];
    this.retryAfter = retryAfter ?? null;
  }
}

/** Whatever was thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({ code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) });
}

/** True when a request ended because its caller went away: nothing to tell anybody. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** The problem that stands at a field of the answer, such as a refusal; null when the field is fine. */
export function problemAt(problems: readonly Problem[], ...path: (string | number)[]): Problem | null {
  return problems.find((problem) => problem.path.length === path.length && path.every((step, at) => problem.path[at] === step)) ?? null;
}
