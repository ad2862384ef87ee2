import { gunzipSync, inflateSync } from 'node:zlib';

/** How often a disguise may lie within another one: base64 of a JSON text with escapes, packed. */
const MAX_DEPTH = 3;
/** Runs shorter than this hold no value that is looked for. */
const MIN_ENCODED = 8;

/**
 * Which of the values stand in some bytes: as they are, JSON-escaped, percent-, quoted-printable-, entity-, hex- or
 * base64-encoded, as UTF-16, packed with gzip or zlib, with decomposed syllables, in other case, and, for values of eight
 * or more digits, with any or no separators. Disguises may lie within each other.
 */
export function findValues(bytes: Buffer, values: readonly string[]): string[] {
  const wanted = values.map((value) => ({ value, text: fold(value), digits: digitsOf(value) }));
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (text: string, depth: number): void => {
    if (seen.has(text)) return;
    seen.add(text);
    const folded = fold(text);
    const digits = joinDigits(folded);
    for (const one of wanted) {
      if (folded.includes(one.text) || (one.digits !== null && digits.includes(one.digits)))
        found.add(one.value);
    }
    if (depth >= MAX_DEPTH) return;
    for (const view of viewsOf(text)) look(view, depth + 1);
  };
  for (const part of [bytes, ...unpacked(bytes)]) {
    look(part.toString('utf8'), 0);
    for (const offset of [0, 1]) look(utf16Of(part, offset), MAX_DEPTH);
  }
  return values.filter((value) => found.has(value));
}

/** Copied, because the decoder wants whole units at even addresses. */
function utf16Of(bytes: Buffer, offset: number): string {
  const units = Math.max(0, Math.floor((bytes.length - offset) / 2));
  return Buffer.from(bytes.subarray(offset, offset + units * 2)).toString('utf16le');
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The digits of a number of eight or more; shorter ones stand everywhere by chance. */
function digitsOf(value: string): string | null {
  const digits = fold(value).replace(/[\s().+\-·_/]/g, '');
  return /^\d{8,}$/.test(digits) ? digits : null;
}

function joinDigits(text: string): string {
  return text.replace(/(?<=\d)[\s().\-·_/]{1,3}(?=\d)/g, '');
}

/** What a text may say in other words; only what differs from it. */
function viewsOf(text: string): string[] {
  const whole = [
    text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    text.replace(/\\(["\\/])/g, '$1'),
    text.replace(/&#(x[0-9a-f]+|\d+);/gi, (_, code: string) =>
      characterOf(code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number(code)),
    ),
    text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    ),
    text
      .replace(/=\r?\n/g, '')
      .replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8')),
  ].filter((view) => view !== text);
  const runs = [
    // The lines of a mail's base64 belong together.
    ...[...text.replace(/(?<=[A-Za-z0-9+/]{60})\r?\n(?=[A-Za-z0-9+/])/g, '').matchAll(BASE64_RUN)].flatMap(
      ([run]) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64')),
    ),
    ...[...text.matchAll(/(?:[0-9a-f]{2}){8,}/gi)].map(([run]) => Buffer.from(run, 'hex')),
  ];
  const decoded = runs.flatMap((run) => [run, ...unpacked(run)]).map((run) => run.toString('utf8'));
  // One text of all: most runs are hashes, and a look at each by itself would take minutes.
  return decoded.length === 0 ? whole : [...whole, decoded.join('\n')];
}

const BASE64_RUN = new RegExp(`[A-Za-z0-9+/_-]{${MIN_ENCODED},}`, 'g');

function characterOf(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

function unpacked(bytes: Buffer): Buffer[] {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const zlib = bytes[0] === 0x78 && bytes.length > 2 && bytes.readUInt16BE(0) % 31 === 0;
  if (!gzip && !zlib) return [];
  try {
    return [gzip ? gunzipSync(bytes) : inflateSync(bytes)];
  } catch {
    // It only began like one.
    return [];
  }
}
