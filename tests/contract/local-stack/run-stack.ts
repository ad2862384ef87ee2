/** A stack in a process of its own, so that a test can kill it. Argument: JSON `{assemblyDir, dataDir}`. */
import { startLocalStack } from '../../../scripts/local-stack/start.ts';

const options: { assemblyDir: string; dataDir: string } = JSON.parse(process.argv[2] ?? '{}');
const stack = await startLocalStack({ ...options, log: (line) => console.error(line) });
process.once('SIGTERM', () => {
  void stack.stop().then(() => process.exit(0));
});
console.log(JSON.stringify({ endpoints: stack.endpoints, resources: stack.resources }));
