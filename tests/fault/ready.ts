import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';
import type { Reader } from '../../functions/analyze/current-reader.ts';
import { loadAnalyzer } from '../../scripts/load-analyzer.ts';
import { type ReadingPlace, readingRank } from '../../shared/domain/reading-order.ts';
import { type Analyzer, createAnalyzer } from '../../shared/nlp/analyze.ts';
import type { NlpSettings } from '../../shared/nlp/nlp-settings.ts';
import type { TokenKeys } from '../../shared/privacy/token-keys.ts';
import { type VocConfig, VocConfigSchema } from '../../shared/runtime/config.ts';
import { SOURCE_HOST } from './source-server.ts';

/** What does not change from plan to plan. */
export interface Ready {
  readonly config: VocConfig;
  readonly settings: NlpSettings;
  /** What `analyze` reads by under some settings. */
  readonly readerOf: (settings: NlpSettings, place: ReadingPlace) => Reader;
  readonly keys: TokenKeys;
  readonly webhookKey: string;
  readonly font: Uint8Array;
}

export async function makeReady(): Promise<Ready> {
  const config = VocConfigSchema.parse({
    brand: { name: '가나다뱅크', aliases: ['가나다'] },
    sources: [
      {
        id: 'helpdesk',
        connector: 'zendesk',
        schedule: 'rate(1 hour)',
        secret: 'helpdesk',
        config: {
          subdomain: 'example',
          baseUrl: `https://${SOURCE_HOST}`,
          app: 'com.example.bank',
          since: '2026-11-01',
          perPage: 4,
          comments: 'first',
          exportRequestsPerMinute: 30,
        },
      },
    ],
  });
  const { tokenizer, settings, voiceModel } = await loadAnalyzer(config);
  const brandNames = [config.brand.name, ...config.brand.aliases];
  const readers = new Map<string, Reader>();
  return {
    config,
    settings,
    readerOf(settings, place) {
      const key = `${readingRank(place)} ${settings.version}`;
      const known = readers.get(key);
      if (known !== undefined) return known;
      const analyzer = createAnalyzer({ tokenizer, settings, voiceModel, brandNames, place });
      const reader = { analyzer: remembering(analyzer) };
      readers.set(key, reader);
      return reader;
    },
    keys: { current: 'k1', keys: { k1: 'a-key-of-the-fault-harness' } },
    webhookKey: 'a-webhook-key-of-the-fault-harness',
    font: await smallFont(),
  };
}

/** Cut down once: pages are made hundreds of times here, and nobody looks at them. */
async function smallFont(): Promise<Uint8Array> {
  const file = new URL(
    '../../node_modules/pretendard/dist/public/variable/PretendardVariable.ttf',
    import.meta.url,
  );
  return subsetFont(await readFile(file), 'ab', { targetFormat: 'sfnt' });
}

/** Reading is pure: each text is read once per process of the harness. */
function remembering(analyzer: Analyzer): Analyzer {
  const known = new Map<string, ReturnType<Analyzer['read']>>();
  return {
    ...analyzer,
    read(document) {
      const { text, title, source, rating, app } = document;
      const key = createHash('sha256')
        .update(JSON.stringify([text, title, source, rating, app]))
        .digest('hex');
      const reading = known.get(key) ?? analyzer.read(document);
      known.set(key, reading);
      return structuredClone(reading);
    },
  };
}
