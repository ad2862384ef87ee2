import type { AnalysedRecord } from '../../../shared/domain/analysis.ts';
import { InputDocumentSchema } from '../../../shared/domain/input-document.ts';
import { toRecord } from '../../../shared/sources/record/to-record.ts';
import { loadAnalyzer } from '../../load-analyzer.ts';
import { offlineKeys } from '../../offline-keys.ts';
import { readProjectConfig } from '../../project-files.ts';
import { withBenchDatabase } from '../bench-database.ts';
import { voiceLine } from './generated-voices.ts';
import { createLinkRig, RIG_TABLES } from './link-rig.ts';
import { meteredClient } from './metered-client.ts';

const BATCH = 100;
const CUSTOMERS = 200;
const FIRST_SEEN_MS = Date.parse('2026-10-06T03:00:00Z');
const HOUR_MS = 3_600_000;
/** The voices of one kind of author, by the last digit of their number; see `voiceLine`. */
const KINDS = { anonymous: 1, linked: 0, nickname: 2, 'mail and phone': 5 } as const;

/**
 * A process of its own: prints the write units of documents of about 100 characters by what the pipeline does with them:
 * at their first sight by what is known of their authors, when they come again unchanged, when their text was edited, and
 * for the roll-up of a day's hundreds.
 */
const { analyzer } = await loadAnalyzer(await readProjectConfig());
const keys = offlineKeys();
let nowMs = FIRST_SEEN_MS;
const analysed = (index: number, edit?: string): AnalysedRecord => {
  const line = JSON.parse(voiceLine(index, CUSTOMERS));
  const record = toRecord(
    InputDocumentSchema.parse(
      edit === undefined
        ? line
        : { ...line, text: `${edit} ${line.text}`, editedAt: new Date(nowMs).toISOString() },
    ),
    {
      connector: 'bench',
      keys,
      timeZone: 'Asia/Seoul',
      firstSeenAt: new Date(nowMs).toISOString(),
      runId: `run-${nowMs}`,
    },
  );
  return { record, reading: analyzer.read(record) };
};
const counted = await withBenchDatabase(RIG_TABLES, async ({ endpoint }) => {
  const { client, take } = meteredClient(endpoint);
  const rig = createLinkRig(client, keys, () => new Date(nowMs));
  const counted: { work: string; perDocument: number; byTable: Record<string, number> }[] = [];
  const count = async (work: string, documents: number, run: () => Promise<void>) => {
    take();
    await run();
    const byTable = Object.fromEntries(
      [...take()].map(([name, units]) => [name.replace('_TABLE', '').toLowerCase(), units / documents]),
    );
    const perDocument = Object.values(byTable).reduce((sum, units) => sum + units, 0);
    counted.push({ work, perDocument, byTable });
  };
  try {
    await rig.importCustomers(
      Array.from({ length: CUSTOMERS }, (_, index) => ({
        customerId: `C${index + 1}`,
        email: `user${index + 1}@example.com`,
      })),
    );
    for (const [kind, digit] of Object.entries(KINDS)) {
      const numbers = Array.from({ length: BATCH }, (_, index) => index * 10 + digit);
      await count(`first sight, ${kind}`, BATCH, () => rig.link(numbers.map((number) => analysed(number))));
      nowMs += HOUR_MS;
      await count(`again unchanged, ${kind}`, BATCH, () =>
        rig.link(numbers.map((number) => analysed(number))),
      );
      await count(`edited, ${kind}`, BATCH, () =>
        rig.link(numbers.map((number) => analysed(number, '다시 씁니다.'))),
      );
    }
    await count('roll-up', BATCH * Object.keys(KINDS).length, () => rig.rollUp());
    const mixed = Array.from({ length: BATCH * 10 }, (_, index) => BATCH * 10 + index);
    await count('first sight, mixed, with roll-up', mixed.length, async () => {
      for (let from = 0; from < mixed.length; from += BATCH)
        await rig.link(mixed.slice(from, from + BATCH).map((number) => analysed(number)));
      await rig.rollUp();
    });
    return counted;
  } finally {
    client.destroy();
  }
});
process.stdout.write(`${JSON.stringify(counted)}\n`);
