import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { parse } from 'yaml';

/** Settings that a marketer edits as YAML become plain data at build time: no parser reaches the browser. */
function yamlAsData(): Plugin {
  return {
    name: 'yaml-as-data',
    load: {
      filter: { id: /\.yaml$/ },
      handler: (id) => `export default ${JSON.stringify(parse(readFileSync(id, 'utf8')))}`,
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [yamlAsData()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Everything is a file of its own: the page's policy allows no data: addresses and no inline code.
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    // The notices that the licences of bundled packages ask to pass on.
    license: { fileName: 'third-party-licences.md' },
  },
});
