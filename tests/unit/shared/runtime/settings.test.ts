import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_HESITATION_CODES, FUNNEL_STAGES } from '../../../../shared/domain/taxonomy.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const SHIPPED = new URL('../../../../shared/settings/', import.meta.url);
const made: string[] = [];

async function copyOfSettings(): Promise<{ path: string; url: URL }> {
  const path = await mkdtemp(join(tmpdir(), 'voc-settings-'));
  made.push(path);
  await cp(SHIPPED, path, { recursive: true });
  return { path, url: pathToFileURL(`${path}/`) };
}

async function edit(path: string, file: string, change: (text: string) => string): Promise<void> {
  const target = join(path, file);
  const text = await readFile(target, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  await writeFile(target, changed);
}

afterEach(async () => {
  await Promise.all(made.splice(0).map((path) => rm(path, { recursive: true })));
});

describe('loadSettings', () => {
  it('reads the shipped settings: all codes and stages named and with cues', async () => {
    const settings = await loadSettings(SHIPPED);
    expect(settings.taxonomy.codes.map((entry) => entry.code)).toEqual([...DEFAULT_HESITATION_CODES]);
    expect(Object.keys(settings.cues.codes).sort()).toEqual([...DEFAULT_HESITATION_CODES].sort());
    expect(settings.taxonomy.stages.map((entry) => entry.stage)).toEqual([...FUNNEL_STAGES]);
  });

  it('names file and line of a phrase that cannot be read', async () => {
    const { path, url } = await copyOfSettings();
    await writeFile(
      join(path, 'cues.yaml'),
      `version: "1"
threshold: 1
shortcuts: { fail: '안 ?돼' }
codes:
  error:
    mood: -1
    cues:
      - weight: 1
        any:
          - '앱 {fail}'
          - '앱 (안'
stages: {}
urgency: { high: { legal: [소송] }, normal: [] }
`,
    );
    await expect(loadSettings(url)).rejects.toThrow(
      /cues\.yaml:11 codes\.error\.cues\.0\.any\.1: is not a valid phrase/,
    );
  });

  it('says which code has no cues', async () => {
    const { path, url } = await copyOfSettings();
    await edit(path, 'taxonomy.yaml', (text) => text.replace('- code: delay', '- code: waiting'));
    await expect(loadSettings(url)).rejects.toThrow(/delay has cues[\s\S]*waiting is in taxonomy\.yaml/);
  });

  it('names file and line of every problem of the concepts', async () => {
    const { path, url } = await copyOfSettings();
    await writeFile(join(path, 'concepts.txt'), 'login: 로그인\n로그인\n# remark\nfee: 수수료 로그인\n');
    await expect(loadSettings(url)).rejects.toMatchObject({
      code: 'settings.invalid',
      kind: 'config',
      message: expect.stringMatching(/concepts\.txt:2 .*\n.*concepts\.txt:4 "로그인" is in login/),
    });
  });

  it('says which file is missing', async () => {
    const { path, url } = await copyOfSettings();
    await rm(join(path, 'english-lexicon.yaml'));
    await expect(loadSettings(url)).rejects.toThrow(/english-lexicon\.yaml/);
  });

  it('changes its version with what is read, not with a comment or with rules for our own copy', async () => {
    const { version } = await loadSettings(SHIPPED);
    const { path, url } = await copyOfSettings();
    await edit(path, 'stop-words.yaml', (text) => `# one more comment\n${text}`);
    expect((await loadSettings(url)).version).toBe(version);
    await edit(path, 'concepts.txt', (text) => `# one more remark\n${text}`);
    await edit(path, 'copy-rules.yaml', (text) => text.replace('severity: error', 'severity: notice'));
    expect((await loadSettings(url)).version).toBe(version);
    await edit(path, 'cues.yaml', (text) => text.replace('threshold: 1', 'threshold: 2'));
    const { version: cues } = await loadSettings(url);
    await edit(path, 'concepts.txt', (text) => `${text}\nparking: 주차장자리\n`);
    const { version: concepts } = await loadSettings(url);
    expect(new Set([version, cues, concepts]).size).toBe(3);
  });
});
