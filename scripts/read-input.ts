import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { InputLine } from '../shared/sources/input/input-line.ts';
import { readInput } from '../shared/sources/input/read-lines.ts';
import type { CommandIo } from './command.ts';

/**
 * The lines of a file, or of standard input where the name is absent or `-`. Files that end in `.gz` are unpacked.
 * @throws Error when the file cannot be read
 */
export async function* readInputLines(name: string | undefined, io: CommandIo): AsyncGenerator<InputLine> {
  if (name === undefined || name === '-') {
    if (io.stdinIsTerminal) io.note('Reading from the terminal, one JSON object per line; Ctrl-D ends.');
    yield* readInput(io.stdin);
    return;
  }
  yield* readInput(await fileStream(name));
}

async function fileStream(name: string): Promise<AsyncIterable<Uint8Array>> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(name);
  } catch (cause) {
    throw new Error(`Cannot read ${name}: there is no such file. Check the path.`, { cause });
  }
  if (found.isDirectory()) throw new Error(`Cannot read ${name}: it is a directory. Name a file.`);
  const file = createReadStream(name, { highWaterMark: 256 * 1024 });
  if (!name.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}
