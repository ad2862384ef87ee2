import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import type { CollectContext } from '../contract.ts';
import { parseJson, readJson } from './read-json.ts';

/** So much before its end a token is taken as ended: a request may be slow, and clocks differ. */
const MARGIN_MS = 60_000;
const TEN_YEARS_S = 10 * 366 * 86_400;

export interface GrantedToken {
  readonly accessToken: string;
  /** Absent where the grant gives none or leaves the old one alive. */
  readonly refreshToken?: string | undefined;
  /** Unix ms; null where the server does not say. */
  readonly expiresAtMs: number | null;
}

export interface TokenRequest {
  readonly url: string;
  /** `grant_type` and what belongs to it. */
  readonly fields: Readonly<Record<string, string>>;
  /** How the fields are sent. @default 'json' */
  readonly encoding?: 'json' | 'form';
  /** Names the answer in errors: "The token answer of Zendesk". */
  readonly what: string;
  /** What the operator must do after `invalid_grant`. */
  readonly ifRefused: string;
  /** @default the fetch's own; 1 where a second request could find the first one's tokens used up */
  readonly attempts?: number;
}

const TokenText = z.string().regex(/^[\x21-\x7e]+$/);
const TokenSchema = z.object({
  access_token: TokenText,
  refresh_token: TokenText.nullish(),
  expires_in: z.number().positive().max(TEN_YEARS_S).nullish().catch(null),
});
const RefusalSchema = z.object({ error: z.string() });

/**
 * One request for a token (RFC 6749 §4.4 and §6).
 * @throws VocError `source.unauthorized` (auth) that says what to do; else as `HttpFetch.post` and `readJson`
 */
export async function requestToken(
  context: Pick<CollectContext, 'http' | 'now'>,
  request: TokenRequest,
): Promise<GrantedToken> {
  const [body, contentType] =
    request.encoding === 'form'
      ? [new URLSearchParams(request.fields).toString(), 'application/x-www-form-urlencoded']
      : [JSON.stringify(request.fields), 'application/json'];
  const response = await context.http.post(request.url, body, {
    headers: { accept: 'application/json', 'content-type': contentType },
    classify: (status, _, body) => refusalOf(status, body, request),
    ...(request.attempts === undefined ? {} : { attempts: request.attempts }),
  });
  const token = readJson(TokenSchema, response, request.what);
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token ?? undefined,
    expiresAtMs:
      typeof token.expires_in === 'number' ? context.now().getTime() + token.expires_in * 1000 : null,
  };
}

/** Whether a token may still be sent. One without an end is used until the server refuses it. */
export function isFresh(token: Pick<GrantedToken, 'expiresAtMs'>, now: Date): boolean {
  return token.expiresAtMs === null || token.expiresAtMs - MARGIN_MS > now.getTime();
}

function refusalOf(status: number, body: string, request: TokenRequest): VocError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  const refused = RefusalSchema.safeParse(parseJson(body)).data?.error === 'invalid_grant';
  const message = refused
    ? `${request.ifRefused} (invalid_grant)`
    : `The token request is refused (${status}). Check the client id and the client secret of this source.`;
  return new VocError('source.unauthorized', 'auth', message, {
    details: { status, reason: refused ? 'invalid_grant' : 'client' },
  });
}
