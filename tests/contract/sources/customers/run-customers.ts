import type * as z from 'zod';
import { VocError } from '../../../../shared/domain/errors.ts';
import { createHttpFetch } from '../../../../shared/sources/access/http.ts';
import type { CollectContext, Json } from '../../../../shared/sources/contract.ts';
import type { CustomerConnector, CustomerPage } from '../../../../shared/sources/customers/contract.ts';
import type { TestClock } from '../harness/source-model.ts';

/** What the store would hold after any number of runs of one source of customers. */
export interface KnownCustomers {
  readonly rows: Map<string, Readonly<Record<string, unknown>>>;
  readonly problems: string[];
  checkpoint: Json | null;
  vault: string | null;
}

export function nobody(): KnownCustomers {
  return { rows: new Map(), problems: [], checkpoint: null, vault: null };
}

export interface CustomerRunOptions {
  readonly connector: CustomerConnector;
  readonly config: unknown;
  readonly secret: unknown;
  readonly clock: TestClock;
  readonly known: KnownCustomers;
  /** The run dies after the rows of this page (from 1) are stored and before its checkpoint is saved. */
  readonly crashAtPage?: number;
}

/** One run, as the import does it, against a store in memory. Only a bug throws. */
export async function runCustomers(
  options: CustomerRunOptions,
): Promise<{ readonly pages: CustomerPage[]; readonly error?: VocError }> {
  const { connector, known } = options;
  const pages: CustomerPage[] = [];
  try {
    for await (const page of connector.read(contextOf(options), options.config, known.checkpoint)) {
      pages.push(page);
      for (const row of page.rows) known.rows.set(String(row.customerId), row);
      for (const id of page.removed ?? []) known.rows.delete(id);
      known.problems.push(...(page.problems ?? []).map(({ field }) => field));
      if (pages.length === options.crashAtPage) return { pages };
      known.checkpoint = JSON.parse(JSON.stringify(page.checkpoint)) as Json;
      if (page.done) break;
    }
    return { pages };
  } catch (error) {
    if (error instanceof VocError) return { pages, error };
    throw error;
  }
}

function contextOf({ clock, known, secret }: CustomerRunOptions): CollectContext {
  const now = () => clock.now;
  const sleep = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  return {
    http: createHttpFetch({ fetch, sleep, random: () => 0.5, now, attempts: 1, timeoutMs: 2_000 }),
    sleep,
    now,
    timeZone: 'Asia/Seoul',
    secret: async <Value>(schema: z.ZodType<Value>) => {
      const parsed = schema.safeParse(secret);
      if (parsed.success) return parsed.data;
      throw new VocError('source.secret-missing', 'auth', 'The secret of the test is not complete.');
    },
    vault: {
      load: async () => known.vault,
      save: async (text) => {
        known.vault = text;
      },
    },
  };
}
