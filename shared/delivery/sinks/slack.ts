import * as z from 'zod';
import { retryAfter } from '../../sources/access/http.ts';
import { briefOf } from '../brief.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { createSinkHttp } from '../sink-http.ts';
import { type SlackMessage, slackMessages } from '../slack-message.ts';
import type { MakeSink, SinkDeps } from './make-sink.ts';
import { SinkUrlSchema } from './sink-config.ts';
import { sinkSecret } from './sink-secret.ts';

const API = 'https://slack.com/api';
const SecretSchema = z.object({ token: z.string().min(1), apiUrl: SinkUrlSchema.default(API) });
const AnswerSchema = z.object({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });
/** Slack allows about one message a second per channel. */
const PAUSE_MS = 1_100;
const AUTH_ERRORS =
  /^(invalid_auth|not_authed|account_inactive|token_(revoked|expired)|missing_scope|no_permission)$/;
const PASSING_ERRORS = /^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org)$/;

/**
 * Posts with a bot token (`chat:write`; https://docs.slack.dev/reference/methods/chat.postMessage): the news in the
 * channel, the details in its thread. What was posted before of the same subject is updated in place.
 */
export const slack: MakeSink<'slack'> = (config, deps) => ({
  id: config.id,
  carries: config.carries,
  async deliver(delivery, { receipt, keep }) {
    const { token, apiUrl } = await sinkSecret(SecretSchema, config, deps);
    const call = slackCalls(config.id, { token, apiUrl }, deps);
    const messages = slackMessages(briefOf(delivery, deps));
    const posted =
      receipt?.channel === config.channel ? (receipt.messages ?? '').split(' ').filter(Boolean) : [];
    for (const [index, message] of messages.entries()) {
      if (index > 0) await deps.sleep(PAUSE_MS);
      posted[index] = await put(call, {
        channel: config.channel,
        thread: posted[0],
        message,
        known: posted[index],
      });
      keep({ channel: config.channel, messages: posted.join(' ') });
    }
    for (const surplus of posted.splice(messages.length)) {
      await deps.sleep(PAUSE_MS);
      await call('chat.delete', { channel: config.channel, ts: surplus }, ['message_not_found']);
    }
    keep({ channel: config.channel, messages: posted.join(' ') });
  },
});

type SlackCall = (
  method: string,
  body: object,
  /** Errors that are an answer. */
  expected?: readonly string[],
) => Promise<z.infer<typeof AnswerSchema>>;

interface Put {
  readonly channel: string;
  /** The first message, whose thread the others go into. */
  readonly thread: string | undefined;
  readonly message: SlackMessage;
  readonly known: string | undefined;
}

/** Updates the message, or posts it where it is new or somebody has deleted it; its timestamp. */
async function put(call: SlackCall, { channel, thread, message, known }: Put): Promise<string> {
  if (known !== undefined) {
    const updated = await call('chat.update', { channel, ts: known, ...message }, ['message_not_found']);
    if (updated.ok) return known;
  }
  const inThread = thread === undefined || thread === known ? {} : { thread_ts: thread };
  const answer = await call('chat.postMessage', {
    channel,
    ...inThread,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
  });
  return answer.ts ?? '';
}

/** Slack answers 200 also to what it refuses; the body says why. */
function slackCalls(
  sink: string,
  { token, apiUrl }: z.infer<typeof SecretSchema>,
  { http, now }: Pick<SinkDeps, 'http' | 'now'>,
): SlackCall {
  const post = createSinkHttp(sink, http);
  return async (method, body, expected = []) => {
    const response = await post({
      url: `${apiUrl}/${method}`,
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    const answer = AnswerSchema.safeParse(parseJson(response.text));
    if (!answer.success) throw sinkFailed({ sink, kind: 'transient', reason: 'unreadable-answer' });
    const { ok, error = 'unknown' } = answer.data;
    if (ok || expected.includes(error)) return answer.data;
    const retryAfterMs = retryAfter(response.headers.get('retry-after'), now());
    throw sinkFailed({ sink, kind: kindOf(error), reason: error, retryAfterMs });
  };
}

function kindOf(error: string): 'rate' | 'transient' | 'auth' | 'permanent' {
  if (error === 'ratelimited' || error === 'rate_limited') return 'rate';
  if (AUTH_ERRORS.test(error)) return 'auth';
  return PASSING_ERRORS.test(error) ? 'transient' : 'permanent';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
