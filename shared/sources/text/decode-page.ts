import { decodeCp949 } from './cp949.ts';

export interface DecodedPage {
  readonly text: string;
  /** `utf-8`, `cp949` or a label of the Encoding Standard. */
  readonly charset: string;
}

/** Where browsers look for a `<meta charset>`, and some more: old boards put comments first. */
const META_BYTES = 4_096;

/** What sites call CP949. */
const CP949_LABELS: ReadonlySet<string> = new Set([
  'euc-kr',
  'euckr',
  'cp949',
  'ms949',
  'uhc',
  'x-windows-949',
  'windows-949',
  'korean',
  'ks_c_5601-1987',
  'ks_c_5601-1989',
  'ksc5601',
  'ksc_5601',
  'iso-ir-149',
]);

/**
 * The text of a page in the charset that it really has. Believed are, in this order: a byte order mark, the HTTP header,
 * the `<meta>`, strict UTF-8, CP949; the first that decodes without an error wins, else the one with the fewest. Bytes
 * that are UTF-8 with Hangul are UTF-8, whatever is declared: no other encoding yields that by chance.
 */
export function decodePage(bytes: Uint8Array, contentType: string | null): DecodedPage {
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null && (hasByteOrderMark(bytes) || /[가-힣]/.test(utf8)))
    return { text: utf8, charset: 'utf-8' };

  const declared = [charsetOfHeader(contentType), charsetOfMeta(bytes)].flatMap((label) => label ?? []);
  let best: { page: DecodedPage; errors: number } | undefined;
  for (const charset of new Set([...declared, 'utf-8', 'cp949'])) {
    const text = charset === 'utf-8' && utf8 !== null ? utf8 : decodeAs(charset, bytes);
    const errors = text.split('\uFFFD').length - 1;
    if (errors === 0) return { text, charset };
    if (best === undefined || errors < best.errors) best = { page: { text, charset }, errors };
  }
  return best?.page ?? { text: '', charset: 'utf-8' };
}

function charsetOfHeader(contentType: string | null): string | undefined {
  return known(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]);
}

function charsetOfMeta(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, META_BYTES)).toString('latin1');
  return known(/<meta\b[^>]*?charset\s*=\s*["']?([^\s"'/>;]+)/i.exec(head)?.[1]);
}

/** One name per charset; undefined for one that nobody can decode. */
function known(label: string | undefined): string | undefined {
  const name = label?.toLowerCase();
  if (name === undefined) return undefined;
  if (CP949_LABELS.has(name)) return 'cp949';
  try {
    const { encoding } = new TextDecoder(name);
    // A page that is read through ASCII cannot be UTF-16: the Encoding Standard takes such a meta for UTF-8.
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    return undefined;
  }
}

function decodeAs(charset: string, bytes: Uint8Array): string {
  return charset === 'cp949' ? decodeCp949(bytes) : new TextDecoder(charset).decode(bytes);
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
