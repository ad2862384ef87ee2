import { Buffer } from 'node:buffer';
import subsetFont from 'subset-font';

/** Always in the subset: a page must not fall back for a digit that a later edit brings. */
const ALWAYS =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~·–—…‘’“”%×→↓▲▼';

/**
 * CSS `@font-face` rules of Pretendard with just the characters of `text` inside, as a woff2 data URI: the page needs
 * no network and looks the same on every machine. The weight axis of the variable font stays.
 * @param text everything the page shows
 * @param fontFile bytes of `pretendard/dist/public/variable/PretendardVariable.ttf`
 */
export async function embeddedFontCss(text: string, fontFile: Uint8Array): Promise<string> {
  const subset = await subsetFont(Buffer.from(fontFile), [...new Set(ALWAYS + text)].join(''), {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 800 } },
  });
  return `@font-face{font-family:"Pretendard";font-style:normal;font-weight:400 800;font-display:block;src:url(data:font/woff2;base64,${subset.toString('base64')}) format("woff2");}`;
}
