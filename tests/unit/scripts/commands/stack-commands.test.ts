import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../scripts/command-list.ts';
import { playedIo } from '../run-voc.ts';

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voc-no-stack-'));
  file = join(directory, 'voices.ndjson');
  await writeFile(file, '{"id":"1","text":"좋아요","date":"2026-11-02"}\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const run = async (name: string, argv: readonly string[], io = playedIo()) => {
  const command = await COMMANDS.find((one) => one.name === name)?.load();
  if (command === undefined) throw new Error(`no command ${name}`);
  return command.run(argv, io);
};

describe('commands of a running stack', () => {
  it.each([
    ['load', () => [file]],
    ['status', () => []],
    ['dlq', () => []],
    ['imports', () => []],
    ['alerts', () => ['preview']],
    ['reanalyze', () => ['--from', '2026-11-01']],
    ['settings', () => ['restore', '0']],
    ['erase', () => ['--customer', 'C1']],
    ['collect', () => ['apple-kr']],
  ] as const)('%s says how to start one where none runs', async (name, argv) => {
    await expect(run(name, [...argv(), '--data', directory])).rejects.toMatchObject({
      code: 'stack.unavailable',
      message: expect.stringContaining('npm start'),
    });
  });

  it('lists the sources without their health where none runs', async () => {
    const io = playedIo();
    expect(await run('sources', ['--data', directory], io)).toBe(0);
    expect(io.written.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'apple-kr', connector: 'apple-feed', outcome: 'never', findings: [] },
    ]);
  });

  it.each([
    ['load', []],
    ['load', ['--drop', 'a/b', 'x.ndjson']],
    ['dlq', ['purge']],
    ['dlq', ['redrive']],
    ['dlq', ['--limit', '0']],
    ['alerts', []],
    ['alerts', ['ack']],
    ['alerts', ['mute', 'code:auth']],
    ['alerts', ['preview', '--weeks', '0']],
    ['alerts', ['preview', '--team', 'nobody']],
    ['reanalyze', []],
    ['reanalyze', ['--from', '2026-02-30']],
    ['erase', []],
    ['collect', []],
    ['collect', ['absent-source', '--dry-run']],
    ['collect', ['apple-kr', '--limit', '5']],
    ['collect', ['apple-kr', '--dry-run', '--restart']],
    ['settings', ['import']],
    ['settings', ['apply', 'edit.yaml']],
    ['settings', ['restore', 'first']],
    ['reanalyze', ['--status', '--from', '2026-11-01']],
    ['train', ['--input', 'x.ndjson']],
    ['status', ['--wrong']],
  ])('%s %j is a wrong call', async (name, argv) => {
    await expect(run(name, argv)).rejects.toMatchObject({ code: 'usage.invalid' });
  });
});
