process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_TRACE_ENABLED = 'false';
const hooks = (await import('node:async_hooks')).default;
hooks.createHook = () => ({ enable: () => undefined, disable: () => undefined }) as never;
const { startFaultTables } = await import('./fault-tables.ts');
const { makeReady } = await import('./ready.ts');
const { simulate } = await import('./simulate.ts');
const { createWorld } = await import('./world.ts');
const { differences } = await import('./compare.ts');
const t0 = Date.now();
const ready = await makeReady();
const tables = await startFaultTables();
console.log('ready', Date.now() - t0);
const world = createWorld(Number(process.argv[2] ?? 1));
let t = Date.now();
let c = process.cpuUsage();
const cpu = () => { const d = process.cpuUsage(c); c = process.cpuUsage(); return Math.round((d.user + d.system) / 1000); };
const clean = await simulate(ready, tables, { world, seed: null });
console.log('clean', Date.now() - t, 'cpu', cpu(), 'steps', clean.steps, clean.broken);
for (const [s, v] of Object.entries(clean.dump.sections)) console.log(s, Object.keys(v).length);
for (const seed of process.argv.slice(3)) {
  t = Date.now();
  const run = await simulate(ready, tables, { world, seed });
  console.log('seed', seed, Date.now() - t, 'cpu', cpu(), 'steps', run.steps, run.faults, run.plan);
  console.log(run.broken, differences(clean.dump, run.dump));
}
await tables.stop();
