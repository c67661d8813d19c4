/**
 * The one way of this system to say no over HTTP: RFC 9457 `application/problem+json`. `code` is for programs and never changes;
 * `title` and `detail` are for people and may. None of them may hold personal data.
 */
export type Problem = {
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly traceId?: string;
  readonly [extra: string]: unknown;
};

/** Thrown anywhere below a route, answered as a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  /**
   * @param status the HTTP status, 400 to 599
   * @param code stable, kebab case: `application-not-found`
   * @param title one short sentence that is the same for every occurrence
   * @param detail what is special about this occurrence
   * @param extra further members of the answer
   * @param headers headers of the answer, as `Retry-After`
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail === undefined ? title : `${title}: ${detail}`);
  }
}

/** The body of the answer to a ProblemError. */
export function problemOf(error: ProblemError, traceId?: string): Problem {
  return {
    ...error.extra,
    type: `urn:loket:problem:${error.code}`,
    code: error.code,
    status: error.status,
    title: error.title,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(traceId !== undefined && { traceId }),
  };
}

/** What the framework itself refuses, in our words. The same statuses thrown without a code of their own get these. */
const refusals: Readonly<Record<number, readonly [code: string, title: string]>> = {
  400: ['bad-request', 'The request cannot be understood'],
  401: ['unauthorized', 'A valid token is needed'],
  403: ['forbidden', 'This token does not give that right'],
  404: ['not-found', 'There is nothing at this address'],
  405: ['method-not-allowed', 'This address does not know that method'],
  406: ['not-acceptable', 'The answer is not available in that form'],
  408: ['request-timeout', 'The request took too long to arrive'],
  409: ['conflict', 'The request does not fit the present state'],
  413: ['body-too-large', 'The body is too large'],
  415: ['unsupported-media-type', 'The body has a type that is not read here'],
  422: ['invalid-request', 'The request is not valid'],
  429: ['too-many-requests', 'Too many requests; try again later'],
  503: ['unavailable', 'This cannot be done at the moment'],
};

/** A ProblemError for a bare HTTP status; an unknown one below 500 is a bad request, any other an internal error. */
export function refusal(status: number): ProblemError {
  const [code, title] = refusals[status] ?? (status < 500 ? ['bad-request', 'The request is refused'] : []);
  if (code === undefined || title === undefined) return internalError();
  return new ProblemError(status, code, title);
}

/** What the outside learns about an error nobody foresaw: nothing but the trace id to ask about. */
export function internalError(): ProblemError {
  return new ProblemError(500, 'internal-error', 'Something went wrong here; the request may be tried again');
}
