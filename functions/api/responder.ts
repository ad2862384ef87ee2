import { handle } from 'hono/aws-lambda';
import type { createApi } from './app.ts';

/**
 * Turns HTTP API events into requests and answers back. Only JSON and HTML travel as text: what else there is travels
 * as bytes, because reading it as text drops the byte order mark by which a spreadsheet knows that a CSV is UTF-8.
 */
export function createResponder(api: ReturnType<typeof createApi>) {
  return handle(api, {
    isContentTypeBinary: (contentType) => !/^(application\/([a-z]+\+)?json|text\/html)\b/.test(contentType),
  });
}
