import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { ROLES, type Role } from '../../shared/domain/dashboard-api.ts';
import { ApiProblem } from './problem.ts';

/** Who asks: from the claims that the gateway's JWT authorizer has verified. */
export interface Session {
  readonly subject: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
}

/** Whom colleagues see as the one who did something. */
export function personOf({ name, subject }: Session): string {
  return (name ?? subject).slice(0, 200);
}

export interface ApiEnv {
  Bindings: {
    event?: Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> &
      Partial<Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'rawPath'>>;
  };
  Variables: { session: Session };
}

const ClaimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  'cognito:groups': z.union([z.string(), z.array(z.string())]).optional(),
});

/**
 * The session of verified claims, or null where there are none. Groups that are no roles are ignored.
 * HTTP APIs hand a list claim on as the text `[admin cx]`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
function sessionOfClaims(claims: unknown): Session | null {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const groups = parsed.data['cognito:groups'] ?? [];
  const names = typeof groups === 'string' ? groups.replace(/^\[|\]$/g, '').split(/[\s,]+/) : groups;
  return {
    subject: parsed.data.sub,
    name: parsed.data.email ?? null,
    roles: ROLES.filter((role) => names.includes(role)),
  };
}

/** Lets a request through only with verified claims of at least one role; puts the session into the context. */
export const requireSession = createMiddleware<ApiEnv>(async (context, next) => {
  const session = sessionOfClaims(context.env?.event?.requestContext.authorizer?.jwt?.claims);
  if (session === null) throw new ApiProblem('not-signed-in', 'Sign in to the dashboard, then try again.');
  if (session.roles.length === 0) {
    throw new ApiProblem(
      'not-allowed',
      'Your account has no role yet. Ask an administrator to add you to a group.',
    );
  }
  context.set('session', session);
  await next();
});

/**
 * Where a request came from: the address that CloudFront saw (infra/constructs/viewer-request.js writes the header anew),
 * else the one that the gateway saw.
 */
export function addressOf(context: Context<ApiEnv>): string {
  const seen = context.req.header('x-voc-viewer') ?? context.env?.event?.requestContext.http?.sourceIp;
  return (seen ?? 'unknown').slice(0, 45);
}

/** Lets a request through only when the session has one of the roles. */
export function requireRole(...allowed: Role[]) {
  return createMiddleware<ApiEnv>(async (context, next) => {
    if (!hasRole(context.get('session'), ...allowed)) {
      throw new ApiProblem('not-allowed', `This needs one of the roles: ${allowed.join(', ')}.`);
    }
    await next();
  });
}

/** True when the session has one of the roles. */
export function hasRole(session: Session, ...allowed: Role[]): boolean {
  return session.roles.some((role) => allowed.includes(role));
}
