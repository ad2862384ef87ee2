/**
 * Bytes of a text file as UTF-8 where they begin with the byte order mark of UTF-16, as Excel's "Unicode text" and the
 * review files of Play Console do; all other bytes as they are.
 */
export async function* utf16ToUtf8(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let opening: Uint8Array = new Uint8Array();
  let decoder: InstanceType<typeof TextDecoder> | null | undefined;
  for await (const chunk of stream) {
    if (decoder === undefined) {
      opening = opening.length === 0 ? chunk : Buffer.concat([opening, chunk]);
      if (opening.length < 2) continue;
      const encoding = encodingOf(opening);
      decoder = encoding === null ? null : new TextDecoder(encoding);
      yield decoder === null ? opening : Buffer.from(decoder.decode(opening, { stream: true }));
    } else if (decoder === null) yield chunk;
    else yield Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (decoder === undefined && opening.length > 0) yield opening;
  if (decoder) yield Buffer.from(decoder.decode());
}

function encodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}
