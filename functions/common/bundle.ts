/** What a function needs beside its `index.mjs`; `functions/<name>/bundle.ts` exports one and synthesis copies it. */
export interface Bundle {
  /** `./settings.json`, the validated settings. */
  readonly settings?: boolean;
  /** `./config.json`, the validated voc.config.yaml. */
  readonly config?: boolean;
  /** `./lindera_wasm_bg.wasm`. */
  readonly lindera?: boolean;
  /** `./voice.model`, and `./company.model` where a company's own is deployed. */
  readonly model?: boolean;
  /** `./PretendardVariable.ttf`. */
  readonly font?: boolean;
  /** Packages that do not survive bundling, or are loaded later by name. */
  readonly nodeModules?: readonly string[];
}
