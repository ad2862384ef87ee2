import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { MessageDraft } from '../../domain/draft.ts';
import { isVocError } from '../../domain/errors.ts';
import { suggestionBlockName, suggestionTag } from '../../domain/suggestion-tag.ts';
import { sinkFailed } from '../delivery-failed.ts';
import { createSinkHttp, type ReadRefusal } from '../sink-http.ts';
import { clip } from '../slack-message.ts';
import { testSentence } from '../test-sentence.ts';
import type { MakeSink } from './make-sink.ts';
import { sinkSecret } from './sink-secret.ts';

const SecretSchema = z.object({ apiKey: z.string().min(1) });
/** https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/post_create_email_content_block */
const MAX_DESCRIPTION = 249;

/**
 * Puts an accepted text into Braze as a content block in state `draft`: nothing goes live by itself. The name holds the
 * suggestion and a hash of the text, so that the same draft is never there twice ("already exists" is success), and the
 * archive knows messages that use it. A tag `voc:<suggestion id>` is set where somebody has made it in Braze: tags must
 * exist, and no API makes them. The description names it in any case, with the A/B test to run.
 */
export const brazeContentBlock: MakeSink<'braze-content-block'> = (config, deps) => {
  const send = createSinkHttp(config.id, deps.http, readRefusal);
  return {
    id: config.id,
    carries: ['draft'],
    draftTool: 'braze',
    async deliver(delivery, { keep }) {
      if (delivery.kind !== 'draft')
        throw sinkFailed({ sink: config.id, kind: 'permanent', reason: 'not-carried' });
      const { apiKey } = await sinkSecret(SecretSchema, config, deps);
      const { draft } = delivery;
      const name = blockName(draft);
      const create = (tags: readonly string[]) =>
        send({
          url: `${config.restHost}/content_blocks/create`,
          headers: { authorization: `Bearer ${apiKey}` },
          body: {
            name,
            description: clip(descriptionOf(draft, deps.language), MAX_DESCRIPTION),
            content: withoutLiquid(draft.text),
            state: 'draft',
            ...(tags.length === 0 ? {} : { tags }),
          },
        });
      await create([suggestionTag(draft.suggestionId)])
        .catch(unless(NO_SUCH_TAG, () => create([])))
        .catch(unless(ALREADY_THERE, () => undefined));
      keep({ reference: name });
    },
  };
};

/** Letters, digits, `_` and `-` only, and with an ID of at most 64 characters under the limit of 100. */
export function blockName({ suggestionId, week, text }: MessageDraft): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return suggestionBlockName({ suggestionId, week, hash });
}

function descriptionOf(draft: MessageDraft, language: 'ko' | 'en'): string {
  const test = draft.test === null ? [] : [testSentence(draft.test, language)];
  const about = `${draft.week} ${draft.code}/${draft.stage} ‘${draft.phrase}’`;
  return [suggestionTag(draft.suggestionId), ...test, about].join(' · ');
}

/**
 * Braze runs what stands in `{{ }}` and `{% %}`. A draft carries customers' words, so its braces are written as texts
 * of Liquid's own: who wants a placeholder puts it in there.
 */
export function withoutLiquid(text: string): string {
  return text.replace(/\{(?=[{%])/g, "{{ '{' }}");
}

const ALREADY_THERE = 'already-exists';
const NO_SUCH_TAG = 'tag-not-found';

/** The messages of these refusals: https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/post_create_email_content_block#troubleshooting */
const readRefusal: ReadRefusal = (status, body) => {
  if (status !== 400) return undefined;
  if (/already (exists|in use|been taken)|must be unique|duplicate/i.test(body))
    return { kind: 'permanent', reason: ALREADY_THERE };
  return /tags? could not be found/i.test(body) ? { kind: 'permanent', reason: NO_SUCH_TAG } : undefined;
};

/** Goes another way after one refusal; any other is thrown on. */
function unless<Result>(reason: string, otherwise: () => Result) {
  return (error: unknown): Result => {
    if (isVocError(error) && error.details.reason === reason) return otherwise();
    throw error;
  };
}
