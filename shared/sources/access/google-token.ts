import * as z from 'zod';
import { VocError } from '../../domain/errors.ts';
import type { HttpFetch } from './http.ts';
import { readJson } from './read-json.ts';
import { signJwt } from './sign-jwt.ts';

/** How long we ask for, in seconds; Google allows an hour. */
const LIFE_S = 3_600;
/** A token with less life than this is not used for another request. */
const RESERVE_MS = 60_000;

/** The key of a service account; the names of Google's own key file are taken too. */
export const GoogleKeySchema = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const given: Readonly<Record<string, unknown>> = { ...value };
    return {
      clientEmail: given.clientEmail ?? given.client_email,
      privateKey: given.privateKey ?? given.private_key,
    };
  },
  z.object({ clientEmail: z.email(), privateKey: z.string().min(1) }),
);
export type GoogleKey = z.infer<typeof GoogleKeySchema>;

const TokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.number().positive(),
});

export interface GoogleTokenOptions {
  readonly http: HttpFetch;
  readonly now: () => Date;
  readonly key: GoogleKey;
  readonly scope: string;
  readonly tokenUrl: string;
}

/**
 * Access tokens of a service account, each kept until shortly before its end.
 * @returns a function that gives the present token, or with `renew` another one. It throws VocError
 *   `source.unauthorized`, `source.secret-missing` (auth) and what a POST throws.
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */
export function googleAccessToken(options: GoogleTokenOptions): (renew: boolean) => Promise<string> {
  let kept = { token: '', endsAt: 0 };
  return async (renew) => {
    const now = options.now().getTime();
    if (renew || kept.endsAt - RESERVE_MS <= now) {
      const { access_token: token, expires_in: seconds } = await requestToken(options, now);
      kept = { token, endsAt: now + seconds * 1000 };
    }
    return kept.token;
  };
}

async function requestToken(
  { http, key, scope, tokenUrl }: GoogleTokenOptions,
  now: number,
): Promise<z.infer<typeof TokenSchema>> {
  const issuedAt = Math.floor(now / 1000);
  const assertion = signJwt({
    algorithm: 'RS256',
    privateKey: key.privateKey,
    claims: { iss: key.clientEmail, scope, aud: tokenUrl, iat: issuedAt, exp: issuedAt + LIFE_S },
  });
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const response = await http.post(tokenUrl, form.toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    // A key that is deleted or wrong comes as 400 invalid_grant.
    classify: (status) => (status === 400 || status === 401 ? refused(status, tokenUrl) : undefined),
  });
  return readJson(TokenSchema, response, 'The answer with the access token');
}

function refused(status: number, tokenUrl: string): VocError {
  const { host } = new URL(tokenUrl);
  return new VocError(
    'source.unauthorized',
    'auth',
    `${host} refuses the key of the service account (${status}). Check that clientEmail and privateKey belong ` +
      'together and that the key still exists in the Google Cloud console.',
    { details: { host, status } },
  );
}
