import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { MessageDraft } from '../../domain/draft.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { createSinkHttp, type ReadRefusal } from '../sink-http.ts';
import { clip } from '../slack-message.ts';
import type { MakeSink } from './make-sink.ts';
import { sinkSecret } from './sink-secret.ts';

const SecretSchema = z.object({ apiKey: z.string().min(1) });
/** https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/post_create_email_content_block */
const MAX_DESCRIPTION = 249;

/**
 * Puts an accepted text into Braze as a content block in state `draft`: nothing goes live by itself. The name holds the
 * draft's ID and a hash of its text, so that the same draft is never there twice: "already exists" is success.
 */
export const brazeContentBlock: MakeSink<'braze-content-block'> = (config, deps) => {
  const send = createSinkHttp(config.id, deps.http, readRefusal);
  return {
    id: config.id,
    carries: ['draft'],
    async deliver(delivery) {
      if (delivery.kind !== 'draft')
        throw sinkFailed({ sink: config.id, kind: 'permanent', reason: 'not-carried' });
      const { apiKey } = await sinkSecret(SecretSchema, config, deps);
      const { draft } = delivery;
      await send({
        url: `${config.restHost}/content_blocks/create`,
        headers: { authorization: `Bearer ${apiKey}` },
        body: {
          name: blockName(draft),
          description: clip(`${draft.week} ${draft.code}/${draft.stage} ‘${draft.phrase}’`, MAX_DESCRIPTION),
          content: withoutLiquid(draft.text),
          state: 'draft',
        },
      }).catch((error: unknown) => {
        if (isAlreadyThere(error)) return;
        throw error;
      });
    },
  };
};

/** Letters, digits, `_` and `-` only, and with an ID of at most 64 characters under the limit of 100. */
export function blockName({ id, week, text }: MessageDraft): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `voc_${week}_${id}_${hash}`;
}

/**
 * Braze runs what stands in `{{ }}` and `{% %}`. A draft carries customers' words, so its braces are written as texts
 * of Liquid's own: who wants a placeholder puts it in there.
 */
export function withoutLiquid(text: string): string {
  return text.replace(/\{(?=[{%])/g, "{{ '{' }}");
}

const ALREADY_THERE = 'already-exists';

const readRefusal: ReadRefusal = (status, body) =>
  status === 400 && /already (exists|in use|been taken)|must be unique|duplicate/i.test(body)
    ? { kind: 'permanent', reason: ALREADY_THERE }
    : undefined;

function isAlreadyThere(error: unknown): boolean {
  return (
    error instanceof Error &&
    'details' in error &&
    (error.details as { reason?: unknown }).reason === ALREADY_THERE
  );
}
