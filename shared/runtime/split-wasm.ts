/** A stretch of the memory that a module begins with. */
export interface DataSegment {
  /** Where its bytes are in the file. */
  readonly fileOffset: number;
  readonly length: number;
  /** Where they belong in memory. */
  readonly address: number;
}

export interface SplitWasm {
  readonly segment: DataSegment;
  /** The file up to the bytes of the segment, changed so that the segment is empty; the file goes on behind it. */
  readonly head: Uint8Array;
}

const FIRST_SECTION = 8;
const DATA_SECTION = 11;
/** Kinds of data segments: without an address, and with the number of a memory before it. */
const PASSIVE = 1;
const NUMBERED_MEMORY = 2;
const I32_CONST = 0x41;

/**
 * Takes the first data segment of at least `minLength` bytes out of a module, of which the beginning is given: who writes
 * its bytes to the address before anything runs has the same memory. Undefined where there is no such segment in what is
 * given, or one before it says its address in another way than as a number.
 * @see https://webassembly.github.io/spec/core/binary/modules.html#data-section
 */
export function splitWasm(beginning: Uint8Array, minLength: number): SplitWasm | undefined {
  const section = findSection(beginning, DATA_SECTION);
  if (section === undefined) return undefined;
  const count = readNumber(beginning, section.start);
  let at = count.end;
  for (let index = 0; index < count.value && at < beginning.length; index += 1) {
    const kind = readNumber(beginning, at);
    if (kind.value === PASSIVE) return undefined;
    const address = kind.value === NUMBERED_MEMORY ? readNumber(beginning, kind.end).end : kind.end;
    if (beginning[address] !== I32_CONST) return undefined;
    const to = readNumber(beginning, address + 1);
    // One byte ends the expression.
    const length = readNumber(beginning, to.end + 1);
    if (length.value < minLength) {
      at = length.end + length.value;
      continue;
    }
    const head = beginning.slice(0, length.end);
    writeNumber(head, section.size, readNumber(head, section.size).value - length.value);
    writeNumber(head, to.end + 1, 0);
    return { segment: { fileOffset: length.end, length: length.value, address: to.value >>> 0 }, head };
  }
  return undefined;
}

function findSection(bytes: Uint8Array, id: number): { size: number; start: number } | undefined {
  for (let at = FIRST_SECTION; at < bytes.length; ) {
    const size = readNumber(bytes, at + 1);
    if (bytes[at] === id) return { size: at + 1, start: size.end };
    at = size.end + size.value;
  }
  return undefined;
}

/** A number in LEB128: seven bits a byte, the lowest first. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, end: at };
  }
}

/** Writes a smaller number over another one, in as many bytes, so that nothing behind it moves. */
function writeNumber(bytes: Uint8Array, start: number, value: number): void {
  let rest = value;
  for (let at = start; ; at += 1) {
    const last = (bytes[at] ?? 0) < 0x80;
    bytes[at] = (rest & 0x7f) | (last ? 0 : 0x80);
    rest >>>= 7;
    if (last) return;
  }
}
