import { isVocError } from '../../domain/errors.ts';
import type { HttpFetch, HttpRequest, HttpResponse } from './http.ts';

/**
 * A GET with a bearer token. A token that is refused with 401 is made anew, and the request tried once more: tokens may
 * end before their time, and a clock may be slow. Throws as `HttpFetch.get` and as `token`.
 * @param token gives the present token, or with `renew` another one
 */
export function bearerGet(
  http: HttpFetch,
  token: (renew: boolean) => string | Promise<string>,
): (url: string, request?: HttpRequest) => Promise<HttpResponse> {
  return async (url, request = {}) => {
    const send = (bearer: string) =>
      http.get(url, { ...request, headers: { ...request.headers, authorization: `Bearer ${bearer}` } });
    const present = await token(false);
    try {
      return await send(present);
    } catch (error) {
      if (!isVocError(error, 'auth') || error.details.status !== 401) throw error;
    }
    return send(await token(true));
  };
}
