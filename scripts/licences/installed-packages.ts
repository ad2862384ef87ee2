import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** A package of the lock file. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** What it says of its licence (SPDX); undefined where it says nothing. */
  readonly licence: string | undefined;
  /** Only for development: nothing of it ships, unless a list says otherwise. */
  readonly development: boolean;
  /** On this machine; packages of other platforms are in the lock file alone. */
  readonly installed: boolean;
  /** Whether the lock file holds a hash of its contents. */
  readonly hashed: boolean;
}

const LockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      inBundle: z.boolean().default(false),
      integrity: z.string().optional(),
    }),
  ),
});
const ManifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
});

/** Every package of package-lock.json. The licence is that of the installed manifest, which wins over the lock file. */
export function installedPackages(rootDir: string): InstalledPackage[] {
  const { packages } = LockSchema.parse(JSON.parse(readFileSync(join(rootDir, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => {
      const file = join(rootDir, path, 'package.json');
      const installed = existsSync(file);
      const manifest = installed
        ? ManifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
        : { name: path.replace(/^.*node_modules\//, ''), version: locked.version ?? '' };
      return {
        name: manifest.name,
        version: manifest.version,
        licence: ('license' in manifest ? manifest.license : undefined) ?? locked.license,
        development: locked.dev,
        installed,
        // What comes inside another package is covered by the hash of that one.
        hashed: locked.integrity !== undefined || locked.inBundle,
      };
    });
}
