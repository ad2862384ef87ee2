import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settingsView } from '../../functions/api/settings-view.ts';
import { type Saved, saveSettings, type Wish } from '../../functions/common/save-settings.ts';
import { NOTHING_EDITED, SETTINGS_PARTS } from '../../shared/domain/settings-edition.ts';
import { SETTINGS_FILES } from '../../shared/nlp/nlp-settings.ts';
import { editPart } from '../../shared/runtime/edit-settings.ts';
import { loadSettings } from '../../shared/runtime/settings.ts';
import { type Command, type CommandIo, EXIT, type ExitCode } from '../command.ts';
import { oneOf, parseOptions, usage } from '../parse-options.ts';
import { SETTINGS_DIRECTORY } from '../project-files.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';
import { editingDeps, readDeployed } from '../stack-settings.ts';

const SHOWN = 50;

const help = `
The settings: the files that are deployed (reasons and stages, cues, word lists, copy rules), and what people have edited
over them while the stack runs.

Usage: npm run -s voc -- settings export [--out DIR]
       npm run -s voc -- settings show | history [--data DIR]
       npm run -s voc -- settings check FILE --part PART [--data DIR]
       npm run -s voc -- settings apply FILE --part PART [--note TEXT] [--by NAME] [--data DIR]
       npm run -s voc -- settings restore EDITION [--note TEXT] [--by NAME] [--data DIR]

  export       the files in use, checked: a mistake is named with file and line. They are in shared/settings/
  --out DIR    writes the YAML files there; without it the settings are printed as one JSON object
  show         everything as it holds in the running stack, as one JSON object
  history      the newest ${SHOWN} editions, one JSON line each: who edited what, when, and why
  check        names what is wrong with an edit, one JSON line each; saves nothing
  apply        makes an edit the newest edition; where texts are read otherwise by it, stored voices are read again
  restore      makes the content of an earlier edition the newest one; 0 is what was deployed
  --part PART  ${SETTINGS_PARTS.join(', ')}
  --by NAME    who edits (default: the name of the login here)

FILE is YAML or JSON with what differs from the deployed files: docs/settings.md.

Examples:
  npm run -s voc -- settings export > settings.json
  npm run -s voc -- settings apply words.yaml --part domain-words --note "names of the new card"
`;

const CALLS = 'settings takes "export", "show", "history", "check FILE", "apply FILE" or "restore EDITION".';
const OPTIONS = {
  ...STACK_OPTIONS,
  out: { type: 'string' },
  part: { type: 'string' },
  note: { type: 'string' },
  by: { type: 'string' },
} as const;

export const settings: Command = {
  name: 'settings',
  summary: 'export the settings; show, check and edit those of the running stack',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    const [action, operand, ...more] = positionals;
    const takesOperand = action === 'check' || action === 'apply' || action === 'restore';
    if (more.length > 0 || (operand !== undefined) !== takesOperand) throw usage(CALLS);
    if (action === 'export') return exportFiles(io, values.out);
    if (action === 'show' || action === 'history') {
      const stack = await openRunningStack(values.data);
      return action === 'show' ? show(io, stack) : history(io, stack);
    }
    const part = () => oneOf('part', values.part ?? '', SETTINGS_PARTS);
    if (action === 'check' && operand !== undefined)
      return check(io, { part: part(), value: await readEdit(operand) }, values.data);
    if (action === 'apply' && operand !== undefined)
      return save(io, { part: part(), value: await readEdit(operand) }, values);
    if (action === 'restore' && operand !== undefined && /^\d{1,8}$/.test(operand))
      return save(io, { restore: Number(operand) }, values);
    throw usage(CALLS);
  },
};

async function exportFiles(io: CommandIo, out: string | undefined): Promise<ExitCode> {
  const loaded = await loadSettings(SETTINGS_DIRECTORY);
  if (out === undefined) {
    await io.out.write(JSON.stringify(loaded, null, 2));
    return EXIT.ok;
  }
  await mkdir(out, { recursive: true });
  for (const { file } of Object.values(SETTINGS_FILES)) {
    const copy = join(out, file);
    await copyFile(new URL(file, SETTINGS_DIRECTORY), copy);
    await io.out.write(copy);
  }
  io.note(`settings: version ${loaded.version}`);
  return EXIT.ok;
}

async function newestOf({ repositories }: RunningStack) {
  const { edition } = await repositories.settings.head();
  return edition === 0 ? null : ((await repositories.settings.edition(edition)) ?? null);
}

async function show(io: CommandIo, stack: RunningStack): Promise<ExitCode> {
  const [deployed, newest, walks] = await Promise.all([
    readDeployed(),
    newestOf(stack),
    stack.repositories.reanalyses.list(SHOWN),
  ]);
  await io.out.write(JSON.stringify(settingsView(deployed, newest, walks), null, 2));
  return EXIT.ok;
}

async function history(io: CommandIo, { repositories }: RunningStack): Promise<ExitCode> {
  for (const { readingEdition: _, ...entry } of await repositories.settings.history(SHOWN))
    await io.out.write(JSON.stringify(entry));
  return EXIT.ok;
}

type PartWish = Extract<Wish, { part: unknown }>;

async function check(io: CommandIo, { part, value }: PartWish, data: string | undefined): Promise<ExitCode> {
  const newest = await newestOf(await openRunningStack(data));
  const { findings } = editPart(await readDeployed(), newest?.content ?? NOTHING_EDITED, part, value);
  for (const finding of findings) await io.out.write(JSON.stringify(finding));
  io.note(`settings: ${findings.length === 0 ? 'nothing is wrong' : `${findings.length} findings`}`);
  return findings.length === 0 ? EXIT.ok : EXIT.failed;
}

async function save(
  io: CommandIo,
  wish: Wish,
  { data, note = '', by = io.env.USER ?? 'operator' }: { data?: string; note?: string; by?: string },
): Promise<ExitCode> {
  const stack = await openRunningStack(data);
  const { edition } = await stack.repositories.settings.head();
  const saved = await saveSettings(await editingDeps(stack), wish, { read: edition, by, note });
  return tell(io, saved);
}

async function tell(io: CommandIo, saved: Saved): Promise<ExitCode> {
  if (saved.outcome === 'invalid') {
    for (const finding of saved.findings) await io.out.write(JSON.stringify(finding));
    io.note(`settings: ${saved.findings.length} findings, nothing is saved`);
    return EXIT.failed;
  }
  if (saved.outcome === 'unknown-edition') throw usage('There is no such edition. See: settings history');
  if (saved.outcome === 'conflict') {
    io.note('settings: somebody else has edited at the same moment, nothing is saved. Try again.');
    return EXIT.failed;
  }
  const { edition = 0, changes = [], readingEdition = 0 } = saved.edition ?? {};
  await io.out.write(JSON.stringify({ edition, outcome: saved.outcome, changes }));
  if (saved.outcome === 'saved' && readingEdition === edition)
    io.note('settings: stored voices are read again; see "voc reanalyze --status"');
  return EXIT.ok;
}

async function readEdit(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it is not readable';
    throw usage(`${file}: ${reason}`);
  }
}
