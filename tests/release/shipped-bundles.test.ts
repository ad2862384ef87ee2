import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleFunctions } from '../../infra/bundle-functions.ts';
import { FUNCTION_SCHEMAS, functionNames } from '../../infra/function-schemas.ts';
import { ENGLISH_PACKAGES } from '../../shared/nlp/english-tokens.ts';
import { parseConfig } from '../../shared/runtime/parse-config.ts';
import { ROOT_DIR } from '../infra/synthesized-stack.ts';

const run = promisify(execFile);
// Outside the repository: a package that is not shipped must not be found in its node_modules.
const directory = mkdtempSync(join(tmpdir(), 'voc-shipped-'));
let bundles: Bundles;

beforeAll(async () => {
  const config = parseConfig(readFileSync(join(ROOT_DIR, 'voc.config.yaml'), 'utf8'), 'voc.config.yaml');
  bundles = await bundleFunctions({ rootDir: ROOT_DIR, outDir: directory, config });
}, 120_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(functionNames())('the bundle of %s', { timeout: 120_000 }, (name) => {
  it('starts from its own folder alone and exports a handler', async () => {
    const wanted = Object.keys(FUNCTION_SCHEMAS[name].shape).map((key) => [
      key,
      key.endsWith('_WINDOW_SECONDS') ? '60' : 'x',
    ]);
    const entry = pathToFileURL(join(bundles[name], 'index.mjs')).href;
    const script = `const loaded = await import(${JSON.stringify(entry)}); console.log(typeof loaded.handler);`;
    const env = {
      ...Object.fromEntries(wanted),
      BUSINESS_TIME_ZONE: 'Asia/Seoul',
      PATH: process.env.PATH,
      AWS_REGION: 'ap-northeast-2',
      VOC_FUNCTION: name,
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: 'voc',
      POWERTOOLS_TRACE_ENABLED: 'false',
    };
    const options = ['--input-type=module', '-e', script];
    const { stdout, problem } = await run(process.execPath, options, { cwd: directory, env }).then(
      (done) => ({ stdout: done.stdout, problem: '' }),
      // The message only: a stack in a minified bundle quotes a line of a megabyte.
      (error: { stderr?: string }) => ({
        stdout: '',
        problem: /^\w*Error.{0,300}/m.exec(error.stderr ?? '')?.[0] ?? 'no message',
      }),
    );
    expect(problem).toBe('');
    expect(stdout.trim().split('\n').at(-1)).toBe('function');
  });
});

it('the bundle of analyze has beside it what English texts need', async () => {
  const entry = pathToFileURL(join(bundles.analyze, 'index.mjs')).href;
  const script = `
    const load = process.getBuiltinModule('module').createRequire(${JSON.stringify(entry)});
    console.log(${JSON.stringify(ENGLISH_PACKAGES)}.map((name) => typeof load(name)).join());`;
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: directory });
  expect(stdout.trim()).toBe('function,object');
});
