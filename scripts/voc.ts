import { enableCompileCache } from 'node:module';
import { VocError } from '../shared/domain/errors.ts';
import { type CommandIo, EXIT, type ExitCode } from './command.ts';
import { COMMANDS } from './command-list.ts';
import { createLineWriter, OutputClosed } from './write-lines.ts';

// Node strips types and compiles anew at every start otherwise: a tenth of a second. Its cache goes by the content of files.
enableCompileCache();

const io: CommandIo = {
  stdin: process.stdin,
  stdinIsTerminal: process.stdin.isTTY === true,
  out: createLineWriter(process.stdout),
  note: (line) => process.stderr.write(`${line}\n`),
  noteIsTerminal: process.stderr.isTTY === true,
  env: process.env,
};
// Nobody reads the messages any more: that is no reason to fail.
process.stderr.on('error', () => undefined);

process.exit(await main(process.argv.slice(2)));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      await io.out.write(rest[0] === undefined ? overview() : (await commandNamed(rest[0])).help.trim());
      return name === undefined ? EXIT.usage : EXIT.ok;
    }
    const command = await commandNamed(name);
    const beforeOperands = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    if (beforeOperands.includes('--help') || beforeOperands.includes('-h')) {
      await io.out.write(command.help.trim());
      return EXIT.ok;
    }
    const code = await command.run(rest, io);
    await io.out.finish();
    return code;
  } catch (error) {
    return explained(error, name);
  }
}

async function commandNamed(name: string) {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found.load();
  const near = COMMANDS.find((command) => command.name.startsWith(name.slice(0, 3)))?.name;
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new VocError('usage.invalid', 'config', `There is no command "${name}".${hint}`);
}

function explained(error: unknown, command: string | undefined): ExitCode {
  // The reader of our output has seen enough (`… | head`).
  if (error instanceof OutputClosed) return EXIT.ok;
  if (error instanceof VocError) {
    const usage = error.code === 'usage.invalid';
    const known = COMMANDS.some(({ name }) => name === command);
    io.note(`voc: ${error.message}`);
    if (usage) io.note(`See: npm run -s voc -- ${known ? `${command} ` : ''}--help`);
    return usage ? EXIT.usage : EXIT.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  io.note(`voc: ${text}`);
  if (io.env.VOC_DEBUG && error instanceof Error) io.note(error.stack ?? '');
  else io.note('Set VOC_DEBUG=1 to see where this happened.');
  return EXIT.failed;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'voc: what customers say, why they hesitate, and which words to use.',
    '',
    'Usage: npm run -s voc -- COMMAND [OPTIONS]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Try:',
    '  npm start',
    '  echo \'{"id":"1","text":"인증 문자가 안 와요"}\' | npm run -s voc -- analyze',
    '  npm run -s voc -- report --input reviews.csv --out review/',
    '',
    'COMMAND --help explains each with examples. Data goes to standard output, messages to standard error.',
    'Exit codes: 0 done, 1 failed, 2 wrong call.',
  ].join('\n');
}
