import iconv from 'iconv-lite';

/**
 * The text of CP949 bytes (Windows code page 949, what Korean sites and Excel mean by "euc-kr"). A byte that begins no
 * character becomes U+FFFD. Node's `TextDecoder('euc-kr')` will not do: it knows only KS X 1001 and reads the 8,822
 * further syllables of CP949 (똠, 펲, 뷁, …) as other letters without an error.
 */
export function decodeCp949(bytes: Uint8Array): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'cp949');
}
