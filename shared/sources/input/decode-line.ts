import { decodeCp949 } from '../text/cp949.ts';

const UTF8_BOM = [0xef, 0xbb, 0xbf] as const;
const HANGUL = /[가-힣]/;

/**
 * Decodes the lines of one file: UTF-8, or CP949 as Korean Excel saves it. The encoding is
 * learnt from the first line that tells; once the file has shown itself as UTF-8, bytes that are not UTF-8 are damage.
 * @returns a function that gives the text of a line without its carriage return, or null where no encoding fits
 */
export function createLineDecoder(): (bytes: Uint8Array) => string | null {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let encoding: 'unknown' | 'utf-8' | 'cp949' = 'unknown';
  let first = true;

  return (bytes) => {
    const body = first && UTF8_BOM.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes;
    if (first && body !== bytes) encoding = 'utf-8';
    first = false;
    const content = body.at(-1) === 0x0d ? body.subarray(0, -1) : body;

    const text = decoded(utf8, content);
    if (text !== null) {
      if (text.length === content.length) return text;
      // A CP949 line may be valid UTF-8 by chance, but then it does not read as Hangul.
      if (encoding !== 'cp949' || HANGUL.test(text)) {
        encoding = 'utf-8';
        return text;
      }
    }
    if (encoding === 'utf-8') return null;
    const korean = decodeCp949(content);
    if (korean.includes('\uFFFD')) return null;
    encoding = 'cp949';
    return korean;
  };
}

function decoded(decoder: { decode(bytes: Uint8Array): string }, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
