import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { embeddedFontCss } from '../../../../shared/delivery/embedded-font.ts';

const fontFile = new URL(
  '../../../../node_modules/pretendard/dist/public/variable/PretendardVariable.ttf',
  import.meta.url,
);

describe('embeddedFontCss', () => {
  it('carries only the glyphs of the page, with all weights, as a woff2 data address', async () => {
    const font = await readFile(fontFile);
    const css = await embeddedFontCss('이번 주 무엇이 달라졌나', font);
    expect(css).toMatch(/^@font-face\{font-family:"Pretendard"/);
    expect(css).toContain('font-weight:400 800');
    const woff2 = Buffer.from(/base64,([^)]+)\)/.exec(css)?.[1] ?? '', 'base64');
    expect(woff2.subarray(0, 4).toString('latin1')).toBe('wOF2');
    expect(woff2.length).toBeLessThan(80_000);
    const more = await embeddedFontCss('이번 주 무엇이 달라졌나 본인인증 수수료 환급금', font);
    expect(more.length).toBeGreaterThan(css.length);
  }, 60_000);
});
