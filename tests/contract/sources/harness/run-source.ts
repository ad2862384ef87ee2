import type * as z from 'zod';
import { VocError } from '../../../../shared/domain/errors.ts';
import { createHttpFetch } from '../../../../shared/sources/access/http.ts';
import type {
  CollectContext,
  ItemProblem,
  Json,
  Page,
  SourceConnector,
} from '../../../../shared/sources/contract.ts';
import { parseDocument } from '../../../../shared/sources/input/parse-document.ts';
import type { TestClock } from './source-model.ts';

/** What the pipeline would hold after any number of runs of one source. */
export interface Collected {
  /** Id → text of the newest revision. */
  readonly documents: Map<string, { text: string; revision: string }>;
  readonly problems: ItemProblem[];
  checkpoint: Json | null;
  vault: string | null;
}

export function nothingCollected(): Collected {
  return { documents: new Map(), problems: [], checkpoint: null, vault: null };
}

export interface RunOptions {
  readonly connector: SourceConnector;
  readonly config: unknown;
  readonly secret?: unknown;
  readonly fetch: typeof fetch;
  readonly clock: TestClock;
  readonly collected: Collected;
  /** The run dies after the documents of this page (from 1) are queued and before its checkpoint is saved. */
  readonly crashAtPage?: number;
  /** The run ends after this page, as when its time is up. */
  readonly stopAfterPage?: number;
  /** @default 1: a failed request ends the run, so that what the next run does is seen */
  readonly attempts?: number;
  readonly timeoutMs?: number;
}

export interface RunResult {
  readonly outcome: 'done' | 'stopped' | 'crashed' | 'failed';
  readonly error?: VocError;
  readonly pages: Page[];
  /** Ids of the documents that this run brought, with repetitions. */
  readonly brought: string[];
}

/** One run of a source, as the collect function does it, against a store in memory. Only a bug throws. */
export async function runSource(options: RunOptions): Promise<RunResult> {
  const { connector, collected } = options;
  const pages: Page[] = [];
  const brought: string[] = [];
  const end = (outcome: RunResult['outcome'], error?: VocError): RunResult => ({
    outcome,
    pages,
    brought,
    ...(error === undefined ? {} : { error }),
  });
  try {
    for await (const page of connector.collect(contextOf(options), options.config, collected.checkpoint)) {
      pages.push(page);
      for (const value of page.documents) brought.push(...take(collected, value));
      collected.problems.push(...(page.problems ?? []));
      for (const { id, erasedAt } of page.erasures ?? [])
        keepNewest(collected, id, { text: '', revision: erasedAt });
      if (pages.length === options.crashAtPage) return end('crashed');
      collected.checkpoint = JSON.parse(JSON.stringify(page.checkpoint)) as Json;
      if (page.done) return end('done');
      if (pages.length === options.stopAfterPage) return end('stopped');
    }
    return end('done');
  } catch (error) {
    if (error instanceof VocError) return end('failed', error);
    throw error;
  }
}

/** The texts by id; what was erased is gone. */
export function textsOf(collected: Collected): Map<string, string> {
  return new Map(
    [...collected.documents].filter(([, { text }]) => text !== '').map(([id, { text }]) => [id, text]),
  );
}

function contextOf(options: RunOptions): CollectContext {
  const { clock, collected } = options;
  const sleep = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const now = () => clock.now;
  return {
    http: createHttpFetch({
      fetch: options.fetch,
      sleep,
      random: () => 0.5,
      now,
      attempts: options.attempts ?? 1,
      timeoutMs: options.timeoutMs ?? 5_000,
    }),
    sleep,
    now,
    timeZone: 'Asia/Seoul',
    secret: async <Value>(schema: z.ZodType<Value>) => {
      const parsed = schema.safeParse(options.secret);
      if (parsed.success) return parsed.data;
      throw new VocError('source.secret-missing', 'auth', 'The secret of the test is not complete.');
    },
    vault: {
      load: async () => collected.vault,
      save: async (text) => {
        collected.vault = text;
      },
    },
  };
}

function take(collected: Collected, value: unknown): string[] {
  const parsed = parseDocument({ line: 1, raw: '', value }, { requireDate: false });
  if (!parsed.ok) {
    collected.problems.push({ field: parsed.error.field, message: parsed.error.message });
    return [];
  }
  const { id, text, editedAt, publishedAt, date } = parsed.document;
  keepNewest(collected, id, { text, revision: toUtc(editedAt ?? publishedAt ?? date ?? '') });
  return [id];
}

function keepNewest(collected: Collected, id: string, next: { text: string; revision: string }): void {
  const known = collected.documents.get(id);
  if (known === undefined || next.revision >= known.revision) collected.documents.set(id, next);
}

function toUtc(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : at.toISOString();
}
