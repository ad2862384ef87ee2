import { decodePage } from '../text/decode-page.ts';

/**
 * The text of a feed in the charset of the HTTP header, else of the XML declaration, each only where it fits; else UTF-8,
 * else CP949. Never throws: where nothing fits, damaged bytes become U+FFFD.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | null): string {
  if (/charset\s*=/i.test(contentType ?? '')) return decodePage(bytes, contentType).text;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)/.exec(start)?.[1];
  return decodePage(bytes, declared === undefined ? null : `charset=${declared}`).text;
}
