import { readFile } from 'node:fs/promises';
import { initSync, TokenizerBuilder } from 'lindera-wasm';

/** One token in the words of the package. */
export interface PackageToken {
  surface: string;
  byteStart: number;
  byteEnd: number;
  partOfSpeechTag: string;
  expression?: string;
}

export interface PackageTokenizer {
  tokenize(text: string): PackageToken[];
}

/**
 * lindera through the glue that ships with its package: the anchor that our own binding is measured against and held to.
 * @see https://github.com/lindera/lindera-wasm
 */
export async function createPackageTokenizer(file: URL): Promise<PackageTokenizer> {
  initSync({ module: await WebAssembly.compile(await readFile(file)) });
  const builder = new TokenizerBuilder();
  builder.setDictionary('embedded://ko-dic');
  builder.setMode('normal');
  const lindera = builder.build();
  return {
    tokenize(text) {
      const tokens: unknown = lindera.tokenize(text);
      return Array.isArray(tokens) ? (tokens as PackageToken[]) : [];
    },
  };
}
