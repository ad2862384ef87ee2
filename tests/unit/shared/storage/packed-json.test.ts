import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packJson, unpackJson } from '../../../../shared/storage/packed-json.ts';

const TEXT =
  '{"reading":{"language":"ko","urgency":"normal"},"record":{"source":"app-review","text":"본인인증 화면이 자꾸 멈춰요"}}';
/** {@link TEXT} as it was packed when the format came into use. */
const PACKED = 'AatGzoHoaQd/5ON1BEoLEtISBLegIS1vcJtww5tZU5RqawE=';

describe('packed JSON', () => {
  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (json) => {
        expect(unpackJson(packJson(json))).toBe(json);
      }),
    );
  });

  it('takes a fraction of the bytes of a voice', () => {
    expect(packJson(TEXT).length).toBeLessThan(Buffer.byteLength(TEXT) / 2);
  });

  it('still reads what was packed with the dictionary of its format', () => {
    expect(unpackJson(Buffer.from(PACKED, 'base64'))).toBe(TEXT);
  });

  it('refuses a format that it does not know', () => {
    expect(() => unpackJson(Uint8Array.of(9, 1, 2))).toThrow('format 9');
  });
});
