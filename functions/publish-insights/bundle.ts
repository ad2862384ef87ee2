import type { Bundle } from '../common/bundle.ts';

/** subset-font finds its WebAssembly through `require.resolve` and `__dirname`, which a bundle does not have. */
export const bundle = {
  settings: true,
  config: true,
  font: true,
  nodeModules: ['subset-font'],
} as const satisfies Bundle;
