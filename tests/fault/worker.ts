import { createPlanRunner } from './plan-runner.ts';
import type { Database, Verdict } from './verdict.ts';

/** A process that runs the plans it is told and sends back what became of them. */
export type Order = { readonly seed: number } | 'stop';
export type Report =
  | { readonly verdict: Verdict }
  | { readonly failed: string; readonly seed: number }
  | 'ready';

const send = (report: Report) => process.send?.(report);
const runner = await createPlanRunner(process.argv[2] as Database);

process.on('message', (order: Order) => {
  if (order === 'stop') {
    void runner.stop().then(() => process.exit(0));
    return;
  }
  runner.run(order.seed).then(
    (verdict) => send({ verdict }),
    (error: unknown) =>
      send({
        seed: order.seed,
        failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
});
send('ready');
