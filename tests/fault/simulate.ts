import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { DIRTY_DELAY_SECONDS, DROP_BUCKET, EVENT_SOURCES, type Platform } from './composition.ts';
import { type Dump, dumpOf } from './dump.ts';
import { createPlainDocumentClient } from './dynamodb-wire.ts';
import { createFaultPlan, type FaultName } from './fault-plan.ts';
import type { FaultTables } from './fault-tables.ts';
import { brokenInvariants, readBefore } from './invariants.ts';
import { createKernel, type Kernel, withKernelTimers } from './kernel.ts';
import { createLambda } from './lambda.ts';
import { createObjects } from './objects.ts';
import { createOutside } from './outside.ts';
import { plantPoison } from './poison.ts';
import { createQueues } from './queues.ts';
import { createRandom } from './random.ts';
import type { Ready } from './ready.ts';
import { NO_SABOTAGE, type Sabotage } from './sabotage.ts';
import { createSourceServer } from './source-server.ts';
import type { World } from './world.ts';

export interface Simulation {
  readonly world: World;
  /** Null: the clean run, without faults and in order. */
  readonly seed: string | null;
  readonly only?: readonly FaultName[];
  readonly sabotage?: Sabotage;
  /** Whether the history ends with a weekly review; drawing its charts takes a fifth of a run. @default true */
  readonly publishes?: boolean;
}

export interface Outcome {
  readonly dump: Dump;
  /** What must hold of every run by itself, and does not. */
  readonly broken: readonly string[];
  readonly plan: string;
  readonly faults: Readonly<Record<string, number>>;
  readonly log: readonly string[];
  readonly steps: number;
}

/** How long faults may go on in one phase, and until when it must rest: within the hour, since arrivals count by hours. */
const FAULTY_MS = 15 * 60_000;
const PHASE_MS = 54 * 60_000;
/** When the detector looks, after a phase began. */
const LOOK_MS = 65 * 60_000;
const MAX_HEALINGS = 12;
/** A walk that stands still for ten minutes is woken by its schedule. */
const STANDING_MS = 11 * 60_000;
/** How often a scheduled event is given, three attempts each; the last time without faults. */
const TRIES = 4;
const QUEUES = [
  ...EVENT_SOURCES.map(({ queue }) => ({
    name: queue,
    ...(queue === 'dirty' ? { fifo: true, delayMs: 1_000 * DIRTY_DELAY_SECONDS } : {}),
  })),
  { name: 'pdf' },
];

/**
 * One whole history of a world. In each phase the plan's faults strike while people and sources act; then they stop, and
 * the product must come to rest by itself, as far as it does without people: what is dead-lettered is moved back once
 * the cause is gone, and a source is asked again. After that nothing may be missing, doubled or left over.
 */
export async function simulate(ready: Ready, tables: FaultTables, simulation: Simulation): Promise<Outcome> {
  const { world, seed, sabotage = NO_SABOTAGE } = simulation;
  const random = seed === null ? null : createRandom(seed);
  const faults = createFaultPlan(createRandom(seed ?? 'clean'), seed === null ? [] : simulation.only);
  const broken: string[] = [];
  const { names, wire } = await tables.create();
  let platform: Platform | undefined;
  const kernel: Kernel = createKernel({
    startMs: Date.parse(world.phases[0]?.at ?? world.publishAt),
    random: random?.fork('order') ?? null,
    meddle: (call, caller) => faults.fateOf(call, caller),
    choices: () => lambda.choices(),
    nextChoiceMs: () => queues.nextVisibleMs(),
  });
  const queues = createQueues(kernel, faults, QUEUES);
  const objects = createObjects(kernel, faults, (bucket, key) => {
    if (bucket === DROP_BUCKET) outside.announce(key);
  });
  platform = {
    kernel,
    faults,
    dynamoDb: wire,
    tables: names,
    queues,
    objects,
    source: createSourceServer(kernel, faults),
    ready,
    told: new Set(),
    sabotage,
  };
  const lambda = createLambda(platform, random?.fork('lambda') ?? null);
  const outside = createOutside(platform, lambda);
  const giveBack = withKernelTimers(kernel);
  let marksLost = false;

  /** Rest, whatever it takes: faults are over, dead letters come back, the source is asked to its end. */
  async function heal(untilMs: number): Promise<void> {
    faults.setActive(false);
    for (let round = 0; ; round += 1) {
      await kernel.run();
      if (queues.deadLetters().length === 0) break;
      if (round >= MAX_HEALINGS) {
        const [letter] = queues.deadLetters();
        broken.push(`dead letters that never succeed: ${letter?.id} ${letter?.body.slice(0, 200)}`);
        break;
      }
      queues.redrive();
    }
    if (kernel.now() > untilMs) broken.push(`it takes until ${new Date(kernel.now()).toISOString()} to rest`);
  }

  /** Runs an event under faults until it succeeds once; at last without them, which must succeed. */
  async function untilSuccess(
    name: Parameters<typeof lambda.invokeEvent>[0],
    event: unknown,
    { withFaults } = { withFaults: true },
  ): Promise<unknown> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      faults.setActive(withFaults && random !== null && tries < TRIES - 1);
      const result = await outside.result(() => lambda.invokeEvent(name, event));
      faults.setActive(false);
      if (!(result instanceof Error)) return result;
      if (tries === TRIES - 1) broken.push(`${name} fails without faults: ${result.stack}`);
    }
    return undefined;
  }

  /** Recounts 14 days without faults: what it corrects was wrong. */
  async function sweep(): Promise<number> {
    const result = await outside.result(() => lambda.invokeEvent('rollup', { sweep: {} }));
    if (!(result instanceof Error)) return (result as { corrected: number }).corrected;
    broken.push(`the sweep fails without faults: ${result.stack}`);
    return 0;
  }

  try {
    for (const phase of world.phases) {
      const startMs = Date.parse(phase.at);
      kernel.advanceTo(startMs);
      faults.setActive(random !== null);
      if (random !== null) plantPoison(platform);
      const acting = outside.act(phase.actions);
      await kernel.run(() => kernel.now() > startMs + FAULTY_MS);
      faults.setActive(false);
      await heal(startMs + PHASE_MS);
      if (!acting.done()) broken.push('an action was never acknowledged');
      marksLost ||= (faults.counts.get('lostMark') ?? 0) > 0;
      if (phase.quiet === true) continue;
      if (phase.actions.some(({ kind }) => kind === 'edit')) {
        kernel.advanceTo(kernel.now() + STANDING_MS);
        await untilSuccess('reanalyze', { wake: {} });
        await heal(startMs + PHASE_MS);
      }
      await outside.collectToTheEnd();
      await heal(startMs + PHASE_MS);
      if (marksLost) await sweep();
      // The detector looks at whole hours.
      kernel.advanceTo(startMs + LOOK_MS);
      await untilSuccess('detect-spikes', { detect: {} });
      // What a sink did not take then, the next look brings.
      await untilSuccess('detect-spikes', { detect: {} }, { withFaults: false });
      await heal(startMs + LOOK_MS + PHASE_MS);
    }
    const corrected = await sweep();
    if (corrected > 0 && !marksLost)
      broken.push(`the sweep had to correct ${corrected} roll-ups, though no mark was lost`);
    if (simulation.publishes !== false) {
      kernel.advanceTo(Date.parse(world.publishAt));
      await untilSuccess('publish-insights', { publish: {} });
      await untilSuccess('publish-insights', { followUps: {} });
      await heal(Date.parse(world.publishAt) + PHASE_MS);
    }
  } finally {
    giveBack();
  }
  // Outside of the simulated time from here on.
  const client = createPlainDocumentClient(wire);
  const dump = await dumpOf({ client, tables: names, objects, told: platform.told });
  broken.push(...brokenInvariants(dump, { acknowledged: outside.acknowledged, queues }));
  const settings = await createSettingsRepository({ client, tableName: names.insights }).head();
  broken.push(...readBefore(dump, settings));
  client.destroy();
  await tables.remove(names);
  return {
    dump,
    broken,
    plan: faults.words(),
    faults: Object.fromEntries(faults.counts),
    log: faults.log,
    steps: kernel.steps(),
  };
}
