import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { VocError } from '../../shared/domain/errors.ts';

export const ResourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});
export type TemplateResource = z.infer<typeof ResourceSchema>;

/** A CloudFormation template, as far as the local stack reads it. */
export const TemplateSchema = z.object({ Resources: z.record(z.string(), ResourceSchema) });
export type Template = z.infer<typeof TemplateSchema>;

const AssetManifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({ source: z.object({ path: z.string().optional(), packaging: z.string().optional() }) }),
  ),
});

/** A synthesized stack: the template, and where the bundle of each asset hash lies. */
export interface Assembly {
  readonly template: Template;
  /** Asset hash → absolute folder of the bundled code. */
  readonly assetDirs: ReadonlyMap<string, string>;
}

/**
 * Reads `<stackName>.template.json` and its asset manifest from the output folder of the CDK app.
 * @throws VocError `stack.unavailable` (config) when nothing was synthesized yet, or a file is not a template
 */
export async function readAssembly(assemblyDir: string, stackName = 'VocStack'): Promise<Assembly> {
  const templateFile = join(assemblyDir, `${stackName}.template.json`);
  if (!existsSync(templateFile)) {
    throw new VocError('stack.unavailable', 'config', `There is no ${templateFile}. Run: npm run synth`);
  }
  const template = TemplateSchema.safeParse(JSON.parse(await readFile(templateFile, 'utf8')));
  if (!template.success) {
    throw new VocError('stack.unavailable', 'config', `${templateFile} is not a CloudFormation template.`, {
      cause: template.error,
    });
  }
  const assetDirs = new Map<string, string>();
  const manifestFile = join(assemblyDir, `${stackName}.assets.json`);
  if (existsSync(manifestFile)) {
    const manifest = AssetManifestSchema.parse(JSON.parse(await readFile(manifestFile, 'utf8')));
    for (const [hash, { source }] of Object.entries(manifest.files)) {
      if (source.path !== undefined) assetDirs.set(hash, join(assemblyDir, source.path));
    }
  }
  return { template: template.data, assetDirs };
}
