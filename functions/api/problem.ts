import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem } from '../../shared/domain/dashboard-api.ts';
import type { SettingsFinding } from '../../shared/domain/settings-edition.ts';

/** The closed list of problems that the API answers with; the dashboard has a sentence for each. */
export const PROBLEMS = {
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'not-allowed': { status: 403, title: 'Not allowed for your role' },
  'cross-site': { status: 403, title: 'Request from another site' },
  'bad-request': { status: 400, title: 'The request is not valid' },
  'not-found': { status: 404, title: 'Not found' },
  'review-not-built': { status: 404, title: 'The review of this week has not been built yet' },
  'draft-not-ready': { status: 400, title: 'The text still has a place to fill in' },
  'source-off': { status: 409, title: 'The source is switched off' },
  'source-running': { status: 409, title: 'The source is being read already' },
  'invalid-settings': { status: 400, title: 'The settings have mistakes' },
  conflict: { status: 409, title: 'Somebody else has changed it meanwhile' },
  'no-documents': { status: 404, title: 'This week has no documents' },
  'file-not-ready': { status: 404, title: 'The file is not ready yet' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  busy: { status: 503, title: 'The store is busy' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** What any route may answer with. */
export const COMMON_PROBLEMS = [
  'bad-request',
  'not-signed-in',
  'not-allowed',
  'too-many-requests',
  'busy',
  'internal',
] as const satisfies readonly ProblemCode[];

/** Thrown by routes and middleware; the app turns it into problem+json (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number | undefined;
  /** What is wrong with settings, place by place, in the words of their editor. */
  readonly findings: readonly SettingsFinding[] | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    retryAfterSeconds?: number,
    findings?: readonly SettingsFinding[],
  ) {
    super(detail);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.findings = findings;
  }
}

/** The RFC 9457 answer of a problem. The detail says what to do; it never repeats what was sent. */
export function problemResponse(context: Context, problem: ApiProblem): Response {
  const { code, message: detail, retryAfterSeconds, findings } = problem;
  const { status, title } = PROBLEMS[code];
  const body: Problem = {
    type: `urn:voc:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(findings === undefined ? {} : { findings: [...findings] }),
  };
  if (retryAfterSeconds !== undefined) context.header('retry-after', String(retryAfterSeconds));
  return context.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json; charset=utf-8',
  });
}
