import { isVocError } from '../../domain/errors.ts';
import {
  type GrantedToken,
  isFresh,
  requestToken,
  type TokenRequest,
} from '../../sources/access/oauth-grant.ts';
import type { NoteContext } from './note-target.ts';

/** Makes calls with a token of the grant; a token that the system refuses is replaced once. */
export function createSignedIn(context: NoteContext, request: TokenRequest) {
  let token: GrantedToken | null = null;
  return async <Answer>(call: (authorization: string) => Promise<Answer>): Promise<Answer> => {
    for (let renewed = false; ; renewed = true) {
      if (token === null || !isFresh(token, context.now())) token = await requestToken(context, request);
      try {
        return await call(`Bearer ${token.accessToken}`);
      } catch (error) {
        if (renewed || !isVocError(error, 'auth') || error.details.status !== 401) throw error;
        token = null;
      }
    }
  };
}
