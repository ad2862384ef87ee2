import { describe, expect, it } from 'vitest';
import { splitWasm } from '../../../../shared/runtime/split-wasm.ts';

const { Instance, Module } = (
  globalThis as unknown as {
    WebAssembly: {
      Instance: new (module: object) => { exports: { memory: { buffer: ArrayBuffer } } };
      Module: new (bytes: Uint8Array) => object;
    };
  }
).WebAssembly;

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** The same with a sign: an address must not end in a byte that reads as a minus. */
function signedLeb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(value >>> 7)];
}

const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body];

/** A module with one page of memory, exported, and data at the addresses given. */
function moduleWith(...segments: { kind?: number[]; address: number; bytes: number[] }[]): Uint8Array {
  const data = segments.flatMap(({ kind = [0], address, bytes }) => [
    ...kind,
    ...(kind[0] === 1 ? [] : [0x41, ...signedLeb(address), 0x0b]),
    ...leb(bytes.length),
    ...bytes,
  ]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(5, [1, 0, 1]),
    ...section(7, [1, 6, ...Buffer.from('memory'), 2, 0]),
    ...(segments.length === 0 ? [] : section(11, [...leb(segments.length), ...data])),
    ...section(0, [1, 0x78, ...Array<number>(300).fill(9)]),
  ]);
}

function memoryOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(new Instance(new Module(bytes)).exports.memory.buffer);
}

const small = { address: 70, bytes: [1, 2, 3] };
const large = { address: 20_000, bytes: Array.from({ length: 20_000 }, (_, index) => index % 251) };
const after = { address: 50_000, bytes: [4, 5] };

describe('splitWasm', () => {
  it('leaves out the large segment: put back, memory is as the whole module makes it', () => {
    const whole = moduleWith(small, large, after);
    const split = splitWasm(whole, 1_000);
    if (split === undefined) throw new Error('it should be found');
    const { fileOffset, length, address } = split.segment;
    expect({ length, address }).toEqual({ length: 20_000, address: 20_000 });
    const memory = memoryOf(Buffer.concat([split.head, whole.subarray(fileOffset + length)]));
    expect(memory.subarray(20_000, 40_000).every((byte) => byte === 0)).toBe(true);
    memory.set(whole.subarray(fileOffset, fileOffset + length), address);
    expect(Buffer.compare(memory, memoryOf(whole))).toBe(0);
  });

  it('needs no more of the file than what comes before the bytes of the segment', () => {
    const whole = moduleWith(small, large, after);
    expect(splitWasm(whole.subarray(0, 200), 1_000)).toEqual(splitWasm(whole, 1_000));
  });

  it('knows a segment that names its memory', () => {
    expect(splitWasm(moduleWith({ ...large, kind: [2, 0] }), 1_000)?.segment.address).toBe(20_000);
  });

  it.each([
    ['there is no data', moduleWith(), 1_000],
    ['no segment is that large', moduleWith(small, large), 20_001],
    ['a segment comes first that has no address', moduleWith({ ...small, kind: [1] }, large), 1_000],
    ['what is given ends before it', moduleWith(small, large).subarray(0, 30), 1_000],
    ['it is no module', Buffer.from('no module at all'), 1_000],
    ['there is nothing', new Uint8Array(0), 1_000],
  ])('finds nothing where %s', (_, bytes, minLength) => {
    expect(splitWasm(bytes, minLength)).toBeUndefined();
  });
});
