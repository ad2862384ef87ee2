import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { lastPlace, type VoiceIndexPart, VoiceIndexPartSchema } from '../insight/voice-index.ts';
import { voiceIndexKey, voiceIndexPartKey } from './keys.ts';
import { createTable, expiryOf, type TableDeps } from './table.ts';
import { TTL_ATTRIBUTE } from './tables.ts';

/** What nobody reads goes after a month, and with it the keywords of voices that were erased since. */
const KEPT_DAYS = 30;
/** Parts that are the same are written again when they would expire sooner than this. */
const RENEWED_DAYS = 7;

const HeadSchema = z.object({
  /** When the contributions were read for it. */
  countedAt: z.string(),
  etag: z.string(),
  /** When head and parts expire, in epoch seconds. */
  [TTL_ATTRIBUTE]: z.number(),
  /** Where each part ends. */
  parts: z.array(z.object({ bucket: z.string(), documentKey: z.string() })),
});
export type VoiceIndexHead = z.infer<typeof HeadSchema>;

/**
 * The index of each day's voices: a copy of what contributions say, made when a day is looked at or swept. Whoever
 * reads it compares `countedAt` with the day's mark.
 */
export function createVoiceIndexRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function head(day: string): Promise<VoiceIndexHead | undefined> {
    const item = await table.get(voiceIndexKey(day));
    return item === undefined ? undefined : HeadSchema.parse(item);
  }

  return {
    head,

    /** Undefined where this edition has been replaced in the meantime. */
    async part(day: string, etag: string, part: number): Promise<VoiceIndexPart | undefined> {
      const item = await table.get(voiceIndexPartKey({ day, etag, part }));
      if (item === undefined) return undefined;
      const body = gunzipSync(z.instanceof(Uint8Array).parse(item.body)).toString('utf8');
      return VoiceIndexPartSchema.parse(JSON.parse(body));
    },

    /** Replaces the index of a day. Parts come before the head that names them, so that a reader never misses one. */
    async replace(day: string, countedAt: string, parts: readonly VoiceIndexPart[]): Promise<void> {
      const old = await head(day);
      const bodies = parts.map((part) => JSON.stringify(part));
      const etag = createHash('sha256').update(bodies.join('\n')).digest('hex').slice(0, 16);
      const stays = old?.etag === etag && old[TTL_ATTRIBUTE] > expiryOf(countedAt, RENEWED_DAYS);
      // The head never outlives the parts that it names.
      const expires = { [TTL_ATTRIBUTE]: stays ? old[TTL_ATTRIBUTE] : expiryOf(countedAt, KEPT_DAYS) };
      if (!stays) {
        for (const [part, body] of bodies.entries())
          await table.put({ ...voiceIndexPartKey({ day, etag, part }), body: gzipSync(body), ...expires });
      }
      const places = parts.map(lastPlace);
      await table.put({ ...voiceIndexKey(day), countedAt, etag, parts: places, ...expires });
      if (old === undefined || old.etag === etag) return;
      for (const part of old.parts.keys())
        await table.delete(voiceIndexPartKey({ day, etag: old.etag, part }));
    },
  };
}

export type VoiceIndexRepository = ReturnType<typeof createVoiceIndexRepository>;
