import { readFile } from 'node:fs/promises';

declare global {
  // The types of Node know the module, not yet the function.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

/**
 * Reads and compiles the lindera module with its embedded ko-dic (about 42 MB). Do it once per process.
 * @throws Error when the file is missing or is not WebAssembly
 */
export async function loadLinderaWasm(file: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(file));
}
