import { createPlanRunner } from './plan-runner.ts';
const r = await createPlanRunner();
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 | 0; };
for (const s of process.argv.slice(2)) { const c = cpu(); const v = await r.run(Number(s)); console.log(s, 'cpu', cpu() - c, v.steps, v.wrong); }
await r.stop();
