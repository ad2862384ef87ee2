import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ErrorCode, isVocError } from '../../shared/domain/errors.ts';
import { LOG_EVENTS } from '../../shared/runtime/log-events.ts';
import { count, logFailure, logInfo } from '../common/powertools.ts';
import { receive, type WebhookDeps } from './receive.ts';

const STATUS_OF: Partial<Readonly<Record<ErrorCode, number>>> = {
  'webhook.bad-signature': 401,
  'webhook.stale': 400,
  'record.bad-json': 400,
  'webhook.too-large': 413,
  // Not the sender's fault; it repeats while somebody puts the secret there.
  'source.secret-missing': 503,
};
/** Senders repeat on this. */
const UNAVAILABLE = 503;

/** The HTTP answer to a delivery: 202 with a receipt, or the status that tells the sender what to do. */
export function createRespond(deps: WebhookDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      const receipt = await receive(deps, event);
      logInfo(LOG_EVENTS.webhookAccepted, { accepted: receipt.accepted, rejected: receipt.rejected.length });
      count('DocumentsCollected', receipt.accepted);
      return answer(202, receipt);
    } catch (error) {
      logFailure(LOG_EVENTS.webhookRefused, error);
      const status = isVocError(error) ? (STATUS_OF[error.code] ?? UNAVAILABLE) : UNAVAILABLE;
      const known = isVocError(error) && status < UNAVAILABLE;
      return answer(status, {
        error: known
          ? { code: error.code, message: error.message }
          : { code: 'storage.unavailable', message: 'Not taken. Send it again.' },
      });
    }
  };
}

function answer(statusCode: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
