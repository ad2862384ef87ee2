import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { LinderaProgram } from '../nlp/lindera-binding.ts';
import { type DataSegment, splitWasm } from './split-wasm.ts';

declare global {
  // The types of Node know the module, not yet the function.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

/** Code and small tables lie before the dictionary, in a little over 1 MB. */
const BEFORE_DICTIONARY = 2 ** 21;
const SMALLEST_DICTIONARY = 2 ** 23;

/**
 * Compiles lindera, and leaves its embedded dictionaries (41 of 42 MB) in the file until there is memory to read them
 * into: compiled as a whole, the file lies in memory three times. Do it once per process.
 * @throws Error when the file is missing or is not WebAssembly
 */
export async function loadLindera(file: URL): Promise<LinderaProgram> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const split = splitWasm(await bytesOf(handle, 0, BEFORE_DICTIONARY), SMALLEST_DICTIONARY);
    if (split === undefined) {
      return {
        module: await WebAssembly.compile(await bytesOf(handle, 0, size)),
        fillMemory: () => undefined,
      };
    }
    const { head, segment } = split;
    const tail = await bytesOf(handle, segment.fileOffset + segment.length, size);
    const module = await WebAssembly.compile(Buffer.concat([head, tail]));
    return { module, fillMemory: (memory) => readSegment(file, segment, memory) };
  } finally {
    await handle.close();
  }
}

/** The bytes of a file from one place to another, or to its end where that comes first. */
async function bytesOf(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from);
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

function readSegment(file: URL, { fileOffset, length, address }: DataSegment, memory: Uint8Array): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = 0; at < length; ) {
      const read = readSync(descriptor, memory, address + at, length - at, fileOffset + at);
      if (read === 0) throw new Error(`${file.pathname} ends in the middle of the dictionary`);
      at += read;
    }
  } finally {
    closeSync(descriptor);
  }
}
