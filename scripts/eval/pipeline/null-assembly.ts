import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as z from 'zod';
import { HANDLER_BUILD } from '../../../infra/bundle-functions.ts';
import { readAssembly } from '../../local-stack/template.ts';
import type { Sizes } from './null/sizes.ts';

const STACK = 'VocStack';
const ReplacedSchema = z.object({
  Environment: z.object({
    Variables: z.object({ VOC_FUNCTION: z.enum(['collect', 'analyze', 'link', 'rollup']) }),
  }),
  Code: z.object({ S3Key: z.string() }),
});

/**
 * Writes an assembly that is the synthesized one but for four functions, which do nothing: they pass on, write and mark
 * as much as the real ones and read, find and count nothing.
 * @param assemblyDir the synthesized stack
 * @param folder where to write
 */
export async function writeNullAssembly(assemblyDir: string, folder: string, sizes: Sizes): Promise<void> {
  const { template, assetDirs } = await readAssembly(assemblyDir, STACK);
  const files: Record<string, { source: { path: string; packaging: string } }> = {};
  for (const [hash, path] of assetDirs)
    files[hash] = { source: { path: relative(folder, path), packaging: 'zip' } };
  await mkdir(folder, { recursive: true });
  for (const resource of Object.values(template.Resources)) {
    const found = ReplacedSchema.safeParse(resource.Properties);
    if (!found.success) continue;
    const name = found.data.Environment.Variables.VOC_FUNCTION;
    const directory = join(folder, name);
    await build({
      ...HANDLER_BUILD,
      entryPoints: { index: fileURLToPath(new URL(`./null/${name}.ts`, import.meta.url)) },
      outdir: directory,
    });
    await writeFile(join(directory, 'sizes.json'), JSON.stringify(sizes));
    files[found.data.Code.S3Key.replace('.zip', '')] = { source: { path: name, packaging: 'zip' } };
  }
  await cp(join(assemblyDir, `${STACK}.template.json`), join(folder, `${STACK}.template.json`));
  await writeFile(join(folder, `${STACK}.assets.json`), JSON.stringify({ files }));
}
