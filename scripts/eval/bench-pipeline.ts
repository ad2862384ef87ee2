import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { PROJECT_ROOT } from '../project-files.ts';
import { firstLineOf } from './first-line-of.ts';
import { SizesSchema } from './pipeline/null/sizes.ts';
import { writeNullAssembly } from './pipeline/null-assembly.ts';

const RunSchema = z.object({
  milliseconds: z.number(),
  tenthMilliseconds: z.number(),
  processorSeconds: z.record(z.string(), z.number()),
  stackWarmMb: z.number(),
  stackPeakMb: z.number(),
  allWarmMb: z.number(),
  allPeakMb: z.number(),
  sent: z.int(),
  documents: z.int(),
  contributions: z.int(),
  dead: z.literal(0),
  sizes: SizesSchema.optional(),
});
type Run = z.infer<typeof RunSchema>;

/** The whole pipeline on the local stack, and one whose handlers do nothing. */
export interface PipelineRate {
  readonly documentsPerSecond: number;
  readonly nullDocumentsPerSecond: number;
  readonly shareOfNull: number;
  /** How many times as long ten times as many documents take, on top of what the tables hold by then. */
  readonly growthOverTenTimesAsMany: number;
  /** Of all processes, the servers included: what a busy machine hardly changes. */
  readonly processorMs: number;
  readonly nullProcessorMs: number;
  /** Memory at most during a tenth of the documents, and during all: of the stack's process, and of all processes. */
  readonly stackWarmMb: number;
  readonly stackPeakMb: number;
  readonly allWarmMb: number;
  readonly allPeakMb: number;
}

/**
 * Carries generated documents of about a hundred characters from the drop bucket to the roll-ups on the local stack of
 * the synthesized template, then as many through a stack whose functions collect, analyze, link and rollup only pass on,
 * write and mark as much as the real ones did: through the same queues and calls, with items of the same sizes.
 * @throws Error where one of the documents was not stored or counted
 */
export async function pipelineRate(documents: number): Promise<PipelineRate> {
  const assembly = fileURLToPath(new URL('cdk.out', PROJECT_ROOT));
  const folder = await mkdtemp(join(tmpdir(), 'voc-bench-'));
  try {
    const real = await run(assembly, documents, 'real');
    if (real.sizes === undefined) throw new Error('the real pipeline gave no sizes');
    await writeNullAssembly(assembly, folder, real.sizes);
    const empty = await run(folder, documents, 'null');
    const processorMs = (of: Run) =>
      (Object.values(of.processorSeconds).reduce((sum, seconds) => sum + seconds, 0) / documents) * 1_000;
    return {
      documentsPerSecond: (documents / real.milliseconds) * 1_000,
      nullDocumentsPerSecond: (documents / empty.milliseconds) * 1_000,
      shareOfNull: empty.milliseconds / real.milliseconds,
      growthOverTenTimesAsMany: real.milliseconds / real.tenthMilliseconds,
      processorMs: processorMs(real),
      nullProcessorMs: processorMs(empty),
      stackWarmMb: real.stackWarmMb,
      stackPeakMb: real.stackPeakMb,
      allWarmMb: real.allWarmMb,
      allPeakMb: real.allPeakMb,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(assembly: string, documents: number, what: 'real' | 'null'): Promise<Run> {
  const script = fileURLToPath(new URL('./pipeline/run-pipeline.ts', import.meta.url));
  const result = RunSchema.parse(JSON.parse(await firstLineOf(script, [assembly, String(documents), what])));
  if (result.documents !== result.sent || result.contributions !== result.sent) {
    throw new Error(
      `of ${result.sent} documents ${result.documents} were stored and ${result.contributions} counted`,
    );
  }
  return result;
}

const WriteUnitsSchema = z.array(
  z.object({ work: z.string(), perDocument: z.number(), byTable: z.record(z.string(), z.number()) }),
);

/** DynamoDB write units per document by what the pipeline does with it, and by table. */
export async function writeUnits(): Promise<z.infer<typeof WriteUnitsSchema>> {
  const script = fileURLToPath(new URL('./pipeline/count-write-units.ts', import.meta.url));
  return WriteUnitsSchema.parse(JSON.parse(await firstLineOf(script, [])));
}
