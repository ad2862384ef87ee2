import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';
import * as z from 'zod';
import type { Bundles } from '../../infra/bundle-functions.ts';
import { functionNames } from '../../infra/function-schemas.ts';
import { createVocApp } from '../../infra/voc-app.ts';
import type { VocStack } from '../../infra/voc-stack.ts';

const ResourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.object({ voc: z.record(z.string(), z.string()).optional() }).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const TemplateSchema = z
  .record(z.string(), z.unknown())
  .and(z.object({ Resources: z.record(z.string(), ResourceSchema) }));

export type Resource = z.infer<typeof ResourceSchema>;
export type Template = z.infer<typeof TemplateSchema>;

export const ROOT_DIR = join(import.meta.dirname, '../..');

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A folder with the voc.config.yaml of this repository, changed. */
export function configuredRoot(change: (yaml: string) => string): string {
  const directory = mkdtempSync(join(tmpdir(), 'voc-configured-'));
  directories.push(directory);
  const config = readFileSync(join(ROOT_DIR, 'voc.config.yaml'), 'utf8');
  writeFileSync(join(directory, 'voc.config.yaml'), change(config));
  return directory;
}

/** The sources of a company that has switched on two: one without and one with a secret. */
export function withSources(yaml: string): string {
  return yaml.replace(
    /^sources:\n/m,
    `customerSources:
  - id: crm
    connector: dataverse
    schedule: rate(1 hour)
    secret: voc/sources/crm
    config: { url: "https://example.crm21.dynamics.com", tenantId: example.com }
messageSources:
  - id: braze
    connector: braze
    schedule: rate(6 hours)
    secret: voc/sources/braze
    config: { url: "https://rest.kr-01.braze.com" }
sources:
  - id: play
    connector: google-play
    schedule: rate(1 hour)
    secret: voc/sources/play
    config: { packageName: com.example.app }
  - id: apple-on
    connector: apple-feed
    schedule: rate(1 hour)
    config: { appId: "2", storefront: kr }
`,
  );
}

/**
 * The app of this repository with one-line bundles: the template does not depend on what is in them. Its configuration
 * is the voc.config.yaml of `rootDir`.
 */
export async function makeApp(
  rootDir: string = ROOT_DIR,
): Promise<{ app: App; stack: VocStack; outDir: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'voc-infra-'));
  directories.push(directory);
  const bundles: Record<string, string> = {};
  for (const name of functionNames()) {
    const bundle = join(directory, 'bundles', name);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'index.mjs'), `export const handler = async () => '${name}';\n`);
    bundles[name] = bundle;
  }
  const outDir = join(directory, 'cdk.out');
  return { ...(await createVocApp({ rootDir, outDir, bundles: bundles as Bundles })), outDir };
}

export async function synthesize(
  rootDir: string = ROOT_DIR,
): Promise<{ app: App; stack: VocStack; template: Template }> {
  const { app, stack, outDir } = await makeApp(rootDir);
  app.synth();
  const template = TemplateSchema.parse(
    JSON.parse(readFileSync(join(outDir, 'VocStack.template.json'), 'utf8')),
  );
  return { app, stack, template };
}

/** All resources of a type with their logical ids. */
export function ofType(template: Template, type: string): { id: string; resource: Resource }[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, resource }));
}

/** The logical id that a value refers to, through Ref or GetAtt. */
export function targetOf(value: unknown): string | undefined {
  const parsed = z
    .union([
      z.object({ Ref: z.string() }).transform((ref) => ref.Ref),
      z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((get) => get['Fn::GetAtt'][0]),
    ])
    .safeParse(value);
  return parsed.data;
}

/** Every object inside a value, itself included. */
export function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>;
    for (const item of Object.values(value)) yield* objectsIn(item);
  }
}
