import * as z from 'zod';
import { isVocError, VocError } from '../../domain/errors.ts';
import type { HttpResponse } from '../access/http.ts';
import { type GrantedToken, isFresh, requestToken } from '../access/oauth-grant.ts';
import type { CollectContext } from '../contract.ts';
import type { DataverseConfig } from './dataverse.ts';

/** An application of Entra ID with an application user in Dataverse. */
export const DataverseSecretSchema = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
});

/**
 * The calls of the Web API, signed in by client credentials. Links are followed on the configured host only: they come
 * from an answer, and the token goes with them.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function createDataverseApi(
  context: CollectContext,
  settings: Pick<DataverseConfig, 'url' | 'tenantId' | 'loginUrl' | 'pageSize'>,
  secret: z.infer<typeof DataverseSecretSchema>,
) {
  const { origin } = new URL(settings.url);
  let token: GrantedToken | null = null;

  async function authorization(): Promise<string> {
    if (token === null || !isFresh(token, context.now())) {
      token = await requestToken(context, {
        url: `${settings.loginUrl.replace(/\/$/, '')}/${settings.tenantId}/oauth2/v2.0/token`,
        encoding: 'form',
        fields: {
          grant_type: 'client_credentials',
          client_id: secret.clientId,
          client_secret: secret.clientSecret,
          scope: `${origin}/.default`,
        },
        what: 'The token answer of Entra ID',
        ifRefused: 'Entra ID refuses the application. Check its secret, which ends after some months.',
      });
    }
    return `Bearer ${token.accessToken}`;
  }

  return {
    /** One page. Throws as `HttpFetch.get`; with the reason `delta-expired` where the link is no longer known. */
    async get(link: string): Promise<HttpResponse> {
      if (URL.parse(link)?.origin !== origin) throw foreignLink();
      for (let renewed = false; ; renewed = true) {
        const headers = {
          accept: 'application/json',
          authorization: await authorization(),
          prefer: `odata.track-changes,odata.maxpagesize=${settings.pageSize}`,
          'odata-version': '4.0',
        };
        try {
          return await context.http.get(link, {
            headers,
            classify: (status) => (isForgotten(status, link) ? deltaExpired(status) : undefined),
          });
        } catch (error) {
          const expired = isVocError(error, 'auth') && error.details.status === 401;
          if (!expired || renewed) throw error;
          token = null;
        }
      }
    },
  };
}

function isForgotten(status: number, link: string): boolean {
  return [400, 404, 410].includes(status) && /[?&]\$(?:delta|skip)token=/.test(link);
}

function deltaExpired(status: number): VocError {
  return new VocError(
    'source.gone',
    'permanent',
    'Dynamics 365 no longer knows the delta link. All contacts are read anew.',
    { details: { status, reason: 'delta-expired' } },
  );
}

function foreignLink(): VocError {
  return new VocError(
    'source.bad-response',
    'permanent',
    'The list of contacts leads to another host, which is not followed. Check the url of this source.',
  );
}
