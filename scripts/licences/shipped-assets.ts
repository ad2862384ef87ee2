/** Something that ships and is no package of its own: what it is, where it lies, and under which licence (SPDX). */
export interface ShippedAsset {
  readonly what: string;
  /** The file in this repository, or the package (by its folder) that it comes in. */
  readonly path: string;
  readonly licence: string;
  /** Where the licence is stated. */
  readonly source: string;
}

export const SHIPPED_ASSETS: readonly ShippedAsset[] = [
  {
    what: 'mecab-ko-dic, the Korean dictionary inside the WebAssembly of lindera',
    path: 'node_modules/lindera-wasm/lindera_wasm_bg.wasm',
    licence: 'Apache-2.0',
    source: 'https://bitbucket.org/eunjeon/mecab-ko-dic',
  },
  {
    what: 'Pretendard, the font of pages and reviews',
    path: 'node_modules/pretendard/dist/LICENSE.txt',
    licence: 'OFL-1.1',
    source: 'https://github.com/orioncactus/pretendard/blob/main/LICENSE',
  },
  {
    what: 'The English model of wink-nlp',
    path: 'node_modules/wink-eng-lite-web-model/package.json',
    licence: 'MIT',
    source: 'https://github.com/winkjs/wink-eng-lite-web-model',
  },
  {
    what: 'Chromium, inside the package that brings it to Lambda',
    path: 'node_modules/@sparticuz/chromium/package.json',
    licence: 'BSD-3-Clause',
    source: 'https://chromium.googlesource.com/chromium/src/+/main/LICENSE',
  },
  {
    what: 'The voice model, trained on texts of this project, MIT and CC0 sets (docs/models.md)',
    path: 'shared/models/voice.model',
    licence: 'Apache-2.0',
    source: 'docs/models.md',
  },
];
