import * as z from 'zod';
import { VocError } from '../domain/errors.ts';

/** The file of a model: "VOCM", the length of the header, the header (JSON), then the arrays, each on a multiple of 4. */
const MAGIC = 0x4d434f56;
const TYPES = { int8: Int8Array, uint8: Uint8Array, uint32: Uint32Array, float32: Float32Array } as const;

const HeaderSchema = z.record(z.string(), z.unknown());
const EntrySchema = z.object({
  name: z.string(),
  type: z.enum(['int8', 'uint8', 'uint32', 'float32']),
  at: z.int().min(0).multipleOf(4),
  length: z.int().min(0),
});

export type ModelArray = Int8Array | Uint8Array | Uint32Array | Float32Array;

/** Header and arrays of a model. */
export interface ModelParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, ModelArray>>;
}

/** Packs a model to bytes; the same parts always give the same bytes. */
export function packModel({ header, arrays }: ModelParts): Uint8Array<ArrayBuffer> {
  const index: { name: string; type: string; at: number; length: number }[] = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    index.push({ name, type: typeOf(array), at, length: array.length });
    at += (array.byteLength + 3) & ~3;
  }
  const head = new TextEncoder().encode(JSON.stringify({ ...header, arrays: index }));
  const start = (8 + head.length + 3) & ~3;
  const bytes = new Uint8Array(start + at);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  bytes.set(head, 8);
  for (const { name, at: offset } of index) {
    const array = arrays[name];
    if (array !== undefined)
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  }
  return bytes;
}

/**
 * The parts of a packed model; the arrays are views on the bytes, nothing is copied where the bytes are aligned.
 * @throws VocError `settings.invalid` (config) when the bytes are no model
 */
export function unpackModel(bytes: Uint8Array): ModelParts {
  // A Buffer of Node may begin anywhere in a larger one; the arrays need a multiple of 4.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (aligned.byteLength < 8 || view.getUint32(0, true) !== MAGIC)
    throw notAModel('it does not begin as one');
  const headLength = view.getUint32(4, true);
  const start = (8 + headLength + 3) & ~3;
  if (start > aligned.byteLength) throw notAModel('it is cut off');
  const { arrays: index, ...header } = parseHeader(aligned.subarray(8, 8 + headLength));
  const arrays: Record<string, ModelArray> = {};
  for (const entry of Array.isArray(index) ? index : []) {
    const parsed = EntrySchema.safeParse(entry);
    if (!parsed.success) throw notAModel('its list of arrays is broken');
    const { name, type, at, length } = parsed.data;
    const Type = TYPES[type];
    if (start + at + length * Type.BYTES_PER_ELEMENT > aligned.byteLength) throw notAModel('it is cut off');
    arrays[name] = new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset + start + at, length);
  }
  return { header, arrays };
}

/** Sorted numbers as their differences, seven bits a byte. */
export function packSorted(numbers: Uint32Array): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const number of numbers) {
    let gap = (number - before) >>> 0;
    before = number;
    while (gap >= 0x80) {
      bytes.push((gap & 0x7f) | 0x80);
      gap >>>= 7;
    }
    bytes.push(gap);
  }
  return Uint8Array.from(bytes);
}

/** The sorted numbers of {@link packSorted}, or null where the bytes hold more or fewer than `count`. */
export function unpackSorted(bytes: Uint8Array, count: number): Uint32Array | null {
  const numbers = new Uint32Array(count);
  let at = 0;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    let gap = 0;
    let shift = 0;
    let byte = 0x80;
    while (byte >= 0x80) {
      if (at >= bytes.length) return null;
      byte = bytes[at] ?? 0;
      at += 1;
      gap |= (byte & 0x7f) << shift;
      shift += 7;
    }
    before = (before + gap) >>> 0;
    numbers[index] = before;
  }
  return at === bytes.length ? numbers : null;
}

function typeOf(array: ModelArray): keyof typeof TYPES {
  if (array instanceof Int8Array) return 'int8';
  if (array instanceof Uint8Array) return 'uint8';
  return array instanceof Uint32Array ? 'uint32' : 'float32';
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return HeaderSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw notAModel('its header is broken');
  }
}

function notAModel(problem: string): VocError {
  return new VocError(
    'settings.invalid',
    'config',
    `This is no model of this version (${problem}). Train it again with "voc train".`,
  );
}
