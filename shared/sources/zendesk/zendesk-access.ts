import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type GrantedToken, isFresh, requestToken } from '../access/oauth-grant.ts';
import { parseJson } from '../access/read-json.ts';
import { sealToken, unsealToken } from '../access/sealed-token.ts';
import type { CollectContext } from '../contract.ts';

/** When the last API tokens stop: oauth-migration, "All remaining tokens". */
const API_TOKENS_END = '2027-04-30T00:00:00Z';

const Field = z.string().min(1).optional();

/** The secret of a Zendesk source: an OAuth client, an OAuth client with a refresh token, or a legacy API token. */
export const ZendeskSecretSchema = z
  .object({
    clientId: Field,
    clientSecret: Field,
    /** The first refresh token of an authorisation; later ones are kept in the vault. */
    refreshToken: Field,
    email: Field,
    apiToken: Field,
    /** Of the webhook, where Zendesk pushes. */
    webhookSigningSecret: Field,
  })
  .transform((secret, context) => {
    const { clientId, clientSecret, refreshToken, email, apiToken } = secret;
    const legacy = clientId === undefined && clientSecret === undefined && (email ?? apiToken) !== undefined;
    if (legacy && email !== undefined && apiToken !== undefined) {
      return { kind: 'api-token', email, apiToken } as const;
    }
    if (clientId !== undefined && clientSecret !== undefined) {
      return refreshToken === undefined
        ? ({ kind: 'client', clientId, clientSecret } as const)
        : ({ kind: 'refresh', clientId, clientSecret, refreshToken } as const);
    }
    const needed = legacy ? { email, apiToken } : { clientId, clientSecret };
    for (const [name, value] of Object.entries(needed)) {
      if (value === undefined) context.addIssue({ code: 'custom', path: [name], message: 'is missing' });
    }
    return z.NEVER;
  });
type Secret = z.infer<typeof ZendeskSecretSchema>;

/** Who we are to Zendesk during one run. */
export interface ZendeskAccess {
  /** The value of the `authorization` header. Throws as `requestToken`, and `source.lease-lost`. */
  authorization(): Promise<string>;
  /** After a 401: makes the next `authorization` another one; false where there is no other. */
  renew(): boolean;
  /** ISO 8601, where the kind of credential has an end. */
  readonly endsAt?: string;
}

/**
 * @see https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration
 * @see https://support.zendesk.com/hc/en-us/articles/9182123625370 (a refresh kills the old pair)
 */
export function createZendeskAccess(context: CollectContext, baseUrl: string, secret: Secret): ZendeskAccess {
  switch (secret.kind) {
    case 'api-token': {
      const pair = Buffer.from(`${secret.email}/token:${secret.apiToken}`).toString('base64');
      return { authorization: async () => `Basic ${pair}`, renew: () => false, endsAt: API_TOKENS_END };
    }
    case 'client':
      return clientAccess(context, baseUrl, secret);
    case 'refresh':
      return refreshAccess(context, baseUrl, secret);
  }
}

function clientAccess(
  context: CollectContext,
  baseUrl: string,
  secret: Extract<Secret, { kind: 'client' }>,
): ZendeskAccess {
  let token: GrantedToken | null = null;
  return {
    async authorization() {
      if (token === null || !isFresh(token, context.now())) {
        token = await requestToken(context, {
          url: `${baseUrl}/oauth/tokens`,
          fields: {
            grant_type: 'client_credentials',
            client_id: secret.clientId,
            client_secret: secret.clientSecret,
            scope: 'read',
          },
          what: 'The token answer of Zendesk',
          ifRefused:
            'Zendesk refuses the OAuth client. Check that it is confidential and may use client credentials.',
        });
      }
      return `Bearer ${token.accessToken}`;
    },
    renew() {
      token = null;
      return true;
    },
  };
}

const PairSchema = z.object({
  accessToken: z.string().nullable(),
  expiresAtMs: z.number().nullable(),
  refreshToken: z.string(),
  /** Marks the refresh token in the secret that the chain began with: another one there begins a new chain. */
  seed: z.string(),
});
type Pair = z.infer<typeof PairSchema>;

/**
 * Each refresh gives a new pair and kills the old one, so the new pair is saved before it is used, and the lease is
 * proved before the old one is spent: a run that has lost it must not take its successor's way in.
 */
function refreshAccess(
  context: CollectContext,
  baseUrl: string,
  secret: Extract<Secret, { kind: 'refresh' }>,
): ZendeskAccess {
  const seed = createHash('sha256').update(secret.refreshToken).digest('base64url');
  let pair: Pair | null = null;
  let stored: string | null = null;

  const seal = (value: Pair) => sealToken(JSON.stringify(value), secret.clientSecret);

  async function load(): Promise<Pair> {
    stored = await context.vault.load();
    const text = stored === null ? null : unsealToken(stored, secret.clientSecret);
    const kept = text === null ? undefined : PairSchema.safeParse(parseJson(text)).data;
    if (kept?.seed === seed) return kept;
    return { accessToken: null, expiresAtMs: null, refreshToken: secret.refreshToken, seed };
  }

  async function save(text: string): Promise<void> {
    await context.vault.save(text);
    stored = text;
  }

  async function refreshed(old: Pair): Promise<Pair> {
    // What is stored goes back as it is: an unreadable seal may be right, and the client secret mistyped.
    await save(stored ?? seal(old));
    const granted = await requestToken(context, {
      url: `${baseUrl}/oauth/tokens`,
      fields: {
        grant_type: 'refresh_token',
        refresh_token: old.refreshToken,
        client_id: secret.clientId,
        client_secret: secret.clientSecret,
      },
      what: 'The token answer of Zendesk',
      ifRefused:
        'Zendesk refuses the refresh token: it is used up, expired or revoked. Authorise the OAuth client again and put the new refreshToken into the secret of this source.',
      attempts: 1,
    });
    const next: Pair = {
      accessToken: granted.accessToken,
      expiresAtMs: granted.expiresAtMs,
      refreshToken: granted.refreshToken ?? old.refreshToken,
      seed,
    };
    await save(seal(next));
    return next;
  }

  return {
    async authorization() {
      pair ??= await load();
      if (pair.accessToken === null || !isFresh(pair, context.now())) pair = await refreshed(pair);
      return `Bearer ${pair.accessToken}`;
    },
    renew() {
      if (pair !== null) pair = { ...pair, accessToken: null };
      return true;
    },
  };
}
