import type * as z from 'zod';
import { VocError } from '../../../../shared/domain/errors.ts';
import { createHttpFetch } from '../../../../shared/sources/access/http.ts';
import type { CollectContext, Json } from '../../../../shared/sources/contract.ts';
import type { MessageConnector, MessagePage } from '../../../../shared/sources/messages/contract.ts';
import type { TestClock } from '../harness/source-model.ts';

/** What the archive would hold after any number of runs of one source of messages. */
export interface KnownMessages {
  readonly rows: Map<string, Readonly<Record<string, unknown>>>;
  readonly problems: string[];
  checkpoint: Json | null;
}

export function noMessages(): KnownMessages {
  return { rows: new Map(), problems: [], checkpoint: null };
}

export interface MessageRunOptions {
  readonly connector: MessageConnector;
  readonly config: unknown;
  readonly secret: unknown;
  readonly clock: TestClock;
  readonly known: KnownMessages;
  /** The run ends after this page (from 1), its checkpoint saved: its time is up. */
  readonly stopAfterPage?: number;
  readonly attempts?: number;
}

/** One run, as the import does it, against an archive in memory. Only a bug throws. */
export async function runMessages(
  options: MessageRunOptions,
): Promise<{ readonly pages: MessagePage[]; readonly error?: VocError }> {
  const { connector, known } = options;
  const pages: MessagePage[] = [];
  try {
    for await (const page of connector.read(contextOf(options), options.config, known.checkpoint)) {
      pages.push(page);
      for (const row of page.rows) known.rows.set(String(row.messageId), row);
      known.problems.push(...(page.problems ?? []).map(({ id, field }) => `${id ?? ''} ${field}`));
      known.checkpoint = JSON.parse(JSON.stringify(page.checkpoint)) as Json;
      if (page.done || pages.length === options.stopAfterPage) break;
    }
    return { pages };
  } catch (error) {
    if (error instanceof VocError) return { pages, error };
    throw error;
  }
}

function contextOf({ clock, secret, attempts = 1 }: MessageRunOptions): CollectContext {
  const now = () => clock.now;
  const sleep = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  return {
    http: createHttpFetch({ fetch, sleep, random: () => 0.5, now, attempts, timeoutMs: 2_000 }),
    sleep,
    now,
    timeZone: 'Asia/Seoul',
    secret: async <Value>(schema: z.ZodType<Value>) => {
      const parsed = schema.safeParse(secret);
      if (parsed.success) return parsed.data;
      throw new VocError('source.secret-missing', 'auth', 'The secret of the test is not complete.');
    },
    vault: { load: async () => null, save: async () => undefined },
  };
}
