import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ALLOWED_LICENCES, SHIPPED_FOR_DEVELOPMENT } from '../../../scripts/licences/allowed-licences.ts';
import { checkLicences } from '../../../scripts/licences/check-licences.ts';
import { type InstalledPackage, installedPackages } from '../../../scripts/licences/installed-packages.ts';
import { satisfies } from '../../../scripts/licences/licence-expression.ts';
import { SHIPPED_ASSETS } from '../../../scripts/licences/shipped-assets.ts';

const allowed = {
  MIT: { reason: 'For tests.', shipped: true },
  'MPL-2.0': { reason: 'For tests.', shipped: false },
};
const one = (licence: string | undefined, more: Partial<InstalledPackage> = {}): InstalledPackage => ({
  name: 'padding',
  version: '1.0.0',
  licence,
  development: false,
  installed: true,
  hashed: true,
  ...more,
});
const both = [one('MIT'), one('MPL-2.0', { development: true })];
const problemsOf = (...packages: InstalledPackage[]) =>
  checkLicences([...both, ...packages], [], allowed).problems;

describe('the check of licences', () => {
  it('accepts what is on the list, for what it is on the list for', () => {
    expect(problemsOf()).toEqual([]);
    expect(problemsOf(one('MPL-2.0'))).toEqual([
      'padding@1.0.0 ships under MPL-2.0, which is not accepted for that.',
    ]);
    expect(SHIPPED_FOR_DEVELOPMENT).toContain('preact');
    expect(problemsOf(one('MPL-2.0', { name: 'preact', development: true }))).toHaveLength(1);
  });

  it('refuses a licence that nobody has read, a package that states none, and one without a hash', () => {
    expect(problemsOf(one('SSPL-1.0'))).toHaveLength(1);
    expect(problemsOf(one('SEE LICENSE IN file'))).toHaveLength(1);
    expect(problemsOf(one(undefined))).toEqual(['padding@1.0.0 does not say its licence.']);
    expect(problemsOf(one('MIT', { hashed: false }))).toEqual([
      'padding@1.0.0 has no hash in package-lock.json.',
    ]);
  });

  it('takes off the list what nothing needs', () => {
    expect(checkLicences([one('MIT')], [], allowed).problems).toEqual([
      'Nothing stands under MPL-2.0 any more: take it off the list.',
    ]);
  });

  it('finds nothing in this repository, and a written reason for every licence', () => {
    const packages = installedPackages('.');
    expect(packages.length).toBeGreaterThan(200);
    expect(checkLicences(packages, SHIPPED_ASSETS).problems).toEqual([]);
    for (const { reason } of Object.values(ALLOWED_LICENCES)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('a licence expression', () => {
  const accepts = (licence: string) => licence === 'MIT' || licence === 'Zlib';

  it.each([
    ['MIT', true],
    ['GPL-3.0-or-later', false],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT AND Zlib', true],
    ['MIT AND GPL-3.0-or-later', false],
    ['GPL-2.0-only OR MIT AND Zlib', true],
    ['(GPL-2.0-only OR MIT) AND GPL-2.0-only', false],
    ['GPL-2.0-only AND (MIT OR Zlib)', false],
    ['', false],
    ['MIT OR', false],
    ['(MIT', false],
    ['MIT MIT', false],
    ['OR MIT', false],
  ])('%j is satisfied: %s', (expression, expected) => {
    expect(satisfies(expression, accepts)).toBe(expected);
  });

  it('is read as logic reads it, however deep', () => {
    interface Node {
      readonly text: string;
      readonly value: boolean;
    }
    const { node } = fc.letrec<{ node: Node }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom({ text: 'MIT', value: true }, { text: 'GPL-2.0-only', value: false }),
        fc.tuple(tie('node'), tie('node'), fc.boolean()).map(([left, right, and]) => ({
          text: `(${left.text} ${and ? 'AND' : 'OR'} ${right.text})`,
          value: and ? left.value && right.value : left.value || right.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(node, ({ text, value }) => {
        expect(satisfies(text, accepts)).toBe(value);
      }),
    );
  });
});

describe('the list of what is in it', () => {
  it('names every package of the lock file once, with its licence, as CycloneDX, without network', () => {
    const text = execFileSync('npm', ['run', '-s', 'sbom'], {
      encoding: 'utf8',
      maxBuffer: 64_000_000,
      env: { ...process.env, npm_config_offline: 'true' },
    });
    const sbom = z
      .object({
        bomFormat: z.literal('CycloneDX'),
        components: z.array(z.object({ purl: z.string(), licenses: z.array(z.unknown()).optional() })),
      })
      .parse(JSON.parse(text));
    const listed = new Set(sbom.components.map(({ purl }) => decodeURIComponent(purl)));
    const missing = installedPackages('.').filter(
      ({ name, version, installed }) => installed && !listed.has(`pkg:npm/${name}@${version}`),
    );
    expect(missing.map(({ name, version }) => `${name}@${version}`)).toEqual([]);
    expect(sbom.components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
  });
});
