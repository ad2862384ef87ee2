import { VocError } from '../domain/errors.ts';

/** What lindera says of one token. Offsets are UTF-8 bytes of the text. */
export interface LinderaToken {
  byteStart: number;
  byteEnd: number;
  /** Part of speech of ko-dic; `UNK` where the dictionary has no entry (spaces, too). */
  tag: string;
  /** How a fused form is made (`되/VV/*+어요/EC/*`), or an empty string. */
  expression: string;
}

/** lindera, compiled, and what its memory holds before it starts. */
export interface LinderaProgram {
  readonly module: WebAssembly.Module;
  /** Writes the part of the initial memory that `module` does not bring itself. */
  fillMemory(memory: Uint8Array): void;
}

/** Only these functions of the module are called. Each gives `[value, …, failed]` as the generated glue reads it. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly __wbindgen_export_4: ExternrefTable;
  readonly __externref_table_alloc: () => number;
  readonly __externref_table_dealloc: (index: number) => void;
  readonly __wbindgen_malloc: (size: number, align: number) => number;
  readonly __wbindgen_realloc: (at: number, size: number, newSize: number, align: number) => number;
  readonly __wbindgen_start: () => void;
  readonly tokenizerbuilder_new: () => [number, number, number];
  readonly tokenizerbuilder_setMode: (builder: number, at: number, length: number) => [number, number];
  readonly tokenizerbuilder_setDictionary: (builder: number, at: number, length: number) => [number, number];
  readonly tokenizerbuilder_build: (builder: number) => [number, number, number];
  readonly tokenizer_tokenize: (tokenizer: number, at: number, length: number) => [number, number, number];
}

interface ExternrefTable {
  get(index: number): unknown;
  set(index: number, value?: unknown): void;
  grow(by: number): number;
}

/** The types of Node know the module, not yet the instance. */
const { Instance, Module } = (
  globalThis as unknown as {
    WebAssembly: {
      Instance: new (module: WebAssembly.Module, imports: object) => { exports: unknown };
      Module: { imports(module: WebAssembly.Module): { module: string; name: string }[] };
    };
  }
).WebAssembly;

/** Fields by the length and the second letter of their names, which tell all of a token's names apart. */
const FIELDS: ReadonlyMap<number, keyof LinderaToken> = new Map([
  [fieldCode(7, 'y'), 'byteEnd'],
  [fieldCode(9, 'y'), 'byteStart'],
  [fieldCode(15, 'a'), 'tag'],
  [fieldCode(10, 'x'), 'expression'],
]);

function fieldCode(length: number, secondLetter: string): number {
  return length * 256 + secondLetter.charCodeAt(0);
}

/**
 * lindera's tokenizer over its WASM module, without the glue that ships with it: that one turns eleven fields of every
 * token into strings, which takes six times as long as finding the tokens. This binding takes the four that are needed.
 * The names of the imports belong to lindera-wasm 1.1.0; a contract test holds both bindings to the same tokens.
 * @see https://rustwasm.github.io/docs/wasm-bindgen/contributing/design/js-objects-in-rust.html
 * @throws VocError `config.invalid` (config) when the module is another version
 */
export function bindLindera({ module, fillMemory }: LinderaProgram): (text: string) => LinderaToken[] {
  const reader = createReader();
  const wasm = new Instance(module, { wbg: importsOf(module, reader) }).exports as Exports;
  reader.bind(wasm);
  fillMemory(reader.bytes());
  wasm.__wbindgen_start();
  const encoder = new TextEncoder();
  const pass = (text: string): [number, number] => {
    const size = text.length * 3;
    const at = wasm.__wbindgen_malloc(size, 1) >>> 0;
    const { written } = encoder.encodeInto(text, reader.bytes().subarray(at, at + size));
    // The module frees exactly as many bytes as it is told it got.
    return [wasm.__wbindgen_realloc(at, size, written, 1) >>> 0, written];
  };
  const take = (index: number): unknown => {
    const value = wasm.__wbindgen_export_4.get(index);
    wasm.__externref_table_dealloc(index);
    return value;
  };
  const [builder] = wasm.tokenizerbuilder_new();
  wasm.tokenizerbuilder_setDictionary(builder, ...pass('embedded://ko-dic'));
  wasm.tokenizerbuilder_setMode(builder, ...pass('normal'));
  const [tokenizer, problem, failed] = wasm.tokenizerbuilder_build(builder);
  if (failed) throw otherVersion(String(take(problem)));
  return (text) => {
    if (text === '') return [];
    const [tokens, error, wentWrong] = wasm.tokenizer_tokenize(tokenizer, ...pass(text));
    if (wentWrong)
      throw new Error(`lindera could not read a text of ${text.length} units`, { cause: take(error) });
    return take(tokens) as LinderaToken[];
  };
}

interface Reader {
  bind(wasm: Exports): void;
  bytes(): Uint8Array;
  text(at: number, length: number): string;
  set(target: unknown, name: unknown, value: unknown): boolean;
  exports(): Exports;
}

/** Turns what the module hands over into tokens: a key comes first, then its value, then "set". */
function createReader(): Reader {
  let exports: Exports | undefined;
  let memory = new Uint8Array(0);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Tags and expressions recur; keyed by their bytes, so the table stays as small as the tag set. */
  const shortTexts = new Map<number, string>();
  /** The field whose value comes next; `false` for a field that is not read, undefined where a name comes next. */
  let field: keyof LinderaToken | false | undefined;
  const bound = () => {
    if (exports === undefined) throw new Error('lindera is not bound yet');
    return exports;
  };
  const bytes = () => {
    // Memory that grows detaches the old view.
    if (memory.byteLength === 0) memory = new Uint8Array(bound().memory.buffer);
    return memory;
  };
  const decode = (at: number, length: number) => decoder.decode(bytes().subarray(at, at + length));
  const shortText = (at: number, length: number): string => {
    if (length > 6) return decode(at, length);
    let packed = length;
    for (let index = at; index < at + length; index += 1) packed = packed * 256 + (bytes()[index] ?? 0);
    let text = shortTexts.get(packed);
    if (text === undefined) {
      text = decode(at, length);
      shortTexts.set(packed, text);
    }
    return text;
  };
  return {
    bind: (wasm) => {
      exports = wasm;
    },
    exports: bound,
    bytes,
    text(at, length) {
      const start = at >>> 0;
      if (field === undefined) field = FIELDS.get(length * 256 + (bytes()[start + 1] ?? 0)) ?? false;
      else if (field !== false) return shortText(start, length);
      return '';
    },
    set(target, _name, value) {
      const token = target as LinderaToken;
      if (field === 'tag') token.tag = String(value);
      else if (field === 'expression') token.expression = value === '*' ? '' : String(value);
      else if (field) token[field] = Number(value);
      field = undefined;
      return true;
    },
  };
}

/** The functions that the module calls while it makes tokens. Any other is named when it is called. */
function importsOf(module: WebAssembly.Module, reader: Reader): Record<string, unknown> {
  const used: Record<string, unknown> = {
    __wbindgen_string_new: reader.text,
    __wbindgen_number_new: (value: number) => value,
    __wbindgen_bigint_from_u64: (value: bigint) => BigInt.asUintN(64, value),
    __wbg_new_07b483f72211fd66: (): LinderaToken => ({
      byteStart: 0,
      byteEnd: 0,
      tag: 'UNK',
      expression: '',
    }),
    __wbg_new_58353953ad2097cc: () => [],
    __wbg_push_73fd7b5550ebf707: (list: unknown[], value: unknown) => list.push(value),
    __wbg_set_c43293f93a35998a: reader.set,
    __wbg_Error_0497d5bdba9362e5: (at: number, length: number) =>
      new Error(new TextDecoder().decode(reader.bytes().subarray(at >>> 0, (at >>> 0) + length))),
    __wbindgen_throw: (at: number, length: number) => {
      throw new Error(new TextDecoder().decode(reader.bytes().subarray(at >>> 0, (at >>> 0) + length)));
    },
    __wbindgen_init_externref_table: () => {
      const table = reader.exports().__wbindgen_export_4;
      const offset = table.grow(4);
      table.set(0, undefined);
      for (const [index, value] of [undefined, null, true, false].entries()) table.set(offset + index, value);
    },
  };
  const wanted = Module.imports(module).map(({ name }) => name);
  const missing = Object.keys(used).filter((name) => !wanted.includes(name));
  if (missing.length > 0) throw otherVersion(`it has no import ${missing[0]}`);
  const unused = wanted
    .filter((name) => !(name in used))
    .map((name) => [
      name,
      () => {
        throw new Error(`lindera called ${name}, which this binding leaves out`);
      },
    ]);
  return { ...used, ...Object.fromEntries(unused) };
}

function otherVersion(problem: string): VocError {
  return new VocError(
    'config.invalid',
    'config',
    `lindera_wasm_bg.wasm is not that of lindera-wasm 1.1.0 (${problem}). Install the pinned version.`,
  );
}
