import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkLicences } from './licences/check-licences.ts';
import { installedPackages } from './licences/installed-packages.ts';
import { SHIPPED_ASSETS } from './licences/shipped-assets.ts';

/** `npm run licences`: the licences of everything installed and shipped, and whether we accept them. Needs no network. */
const rootDir = join(import.meta.dirname, '..');
const packages = installedPackages(rootDir);
const { problems, counts } = checkLicences(packages, SHIPPED_ASSETS);
const missing = SHIPPED_ASSETS.filter(({ path }) => !existsSync(join(rootDir, path))).map(
  ({ what, path }) => `${what}: there is no ${path}.`,
);
for (const [licence, count] of [...counts].sort(([, a], [, b]) => b - a))
  console.log(`${String(count).padStart(5)}  ${licence}`);
for (const problem of [...problems, ...missing]) console.error(problem);
console.log(
  `${packages.length} packages, ${SHIPPED_ASSETS.length} assets, ${problems.length + missing.length} problems`,
);
process.exitCode = problems.length + missing.length > 0 ? 1 : 0;
