import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runPlans } from './run-plans.ts';
import type { Verdict } from './verdict.ts';

/**
 * `npm run test:fault -- --plans 2000`: runs fault plans and says of each that differs from its clean run what differs
 * first, under which faults, and how to see it again. See docs/faults.md.
 */
const { values } = parseArgs({
  options: {
    /** How many plans. */
    plans: { type: 'string', default: '100' },
    /** The seed of the first plan. */
    from: { type: 'string', default: '1' },
    /** One plan alone, with everything that struck. */
    seed: { type: 'string' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    /** `server`: over dynoxide instead of the database in memory. */
    database: { type: 'string', default: 'memory' },
    /** Processes of the local stack are killed instead of simulated ones. */
    real: { type: 'boolean', default: false },
  },
});

const count = Number(values.plans);
const first = Number(values.from);
if (values.real) {
  const { runRealPlans } = await import('./real-stack.ts');
  process.exitCode = (await runRealPlans({ plans: count, first: Number(values.seed ?? first) })) ? 0 : 1;
} else {
  const seeds =
    values.seed === undefined
      ? Array.from({ length: count }, (_, index) => first + index)
      : [Number(values.seed)];
  const startedAt = performance.now();
  const struck: Record<string, number> = {};
  const wrong: Verdict[] = [];
  let done = 0;
  await runPlans(seeds, {
    processes: Number(values.processes),
    database: values.database === 'server' ? 'server' : 'memory',
    told(verdict) {
      done += 1;
      for (const [name, times] of Object.entries(verdict.faults)) struck[name] = (struck[name] ?? 0) + times;
      if (verdict.wrong.length > 0) {
        wrong.push(verdict);
        tell(verdict, values.seed !== undefined);
      } else if (values.seed !== undefined) tell(verdict, true);
      if (done % 25 === 0) {
        console.log(
          `${done} of ${seeds.length} plans, ${wrong.length} with a difference, ${seconds(startedAt)} s`,
        );
      }
    },
  });
  console.log(`${done} plans, ${wrong.length} with a difference, ${seconds(startedAt)} s`);
  console.log(
    `Faults that struck: ${Object.entries(struck)
      .sort(([, a], [, b]) => b - a)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}`,
  );
  if (wrong.length > 0) {
    console.log(`Seeds with a difference: ${wrong.map(({ seed }) => seed).join(' ')}`);
    process.exitCode = 1;
  }
}

function tell(verdict: Verdict, withLog: boolean): void {
  console.log(`Seed ${verdict.seed} (world ${verdict.world}): ${verdict.plan}`);
  if (withLog) for (const line of verdict.log) console.log(`  ${line}`);
  console.log(`  struck: ${JSON.stringify(verdict.faults)}, ${verdict.steps} steps`);
  for (const line of verdict.wrong) console.log(`  WRONG ${line}`);
  if (verdict.wrong.length > 0) console.log(`  again: npm run test:fault -- --seed ${verdict.seed}`);
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
