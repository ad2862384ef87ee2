declare module 'subset-font' {
  import type { Buffer } from 'node:buffer';

  /** Keeps the glyphs of `text`; an axis of `variationAxes` may be cut to a range or pinned to a value. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: {
      targetFormat?: 'sfnt' | 'woff' | 'woff2' | 'truetype';
      variationAxes?: Record<string, number | { min: number; max: number; default?: number }>;
    },
  ): Promise<Buffer>;
}
