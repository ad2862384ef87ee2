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
  yield* readInput(await inputBytes(name, io));
}

/**
 * The bytes of a file, unpacked where it ends in `.gz`, or of standard input where the name is absent or `-`.
 * @throws Error when the file cannot be read
 */
export async function inputBytes(
  name: string | undefined,
  io: CommandIo,
): Promise<AsyncIterable<Uint8Array>> {
  if (name !== undefined && name !== '-') return fileStream(name);
  if (io.stdinIsTerminal) io.note('Reading from the terminal, one JSON object per line; Ctrl-D ends.');
  return io.stdin;
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
