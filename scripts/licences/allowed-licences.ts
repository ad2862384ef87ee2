/** Why software under a licence may be part of this. `shipped: false`: only where nothing of it leaves the workplace. */
export interface AllowedLicence {
  readonly reason: string;
  readonly shipped: boolean;
}

const PERMISSIVE =
  'Permissive: use, change and pass on with the notice, which every deployment package carries.';

/** The licences (SPDX) that we accept. Another one needs a line here, and somebody who has read it. */
export const ALLOWED_LICENCES: Readonly<Record<string, AllowedLicence>> = {
  MIT: { reason: PERMISSIVE, shipped: true },
  'MIT-0': { reason: 'Permissive, even without the notice.', shipped: true },
  'Apache-2.0': { reason: `${PERMISSIVE} Grants patents; NOTICE files go along.`, shipped: true },
  'BSD-2-Clause': { reason: PERMISSIVE, shipped: true },
  'BSD-3-Clause': { reason: `${PERMISSIVE} No endorsement by the authors.`, shipped: true },
  ISC: { reason: PERMISSIVE, shipped: true },
  '0BSD': { reason: 'Permissive, even without the notice.', shipped: true },
  Zlib: { reason: 'Permissive; changed versions must say so, and ours is unchanged.', shipped: true },
  'Python-2.0': { reason: `${PERMISSIVE} Changes are to be named, and there are none.`, shipped: true },
  'OFL-1.1': {
    reason: 'A font may be embedded and passed on with its licence, not sold by itself; ours is unchanged.',
    shipped: true,
  },
  'BlueOak-1.0.0': { reason: PERMISSIVE, shipped: true },
  'MPL-2.0': {
    reason:
      'Weak copyleft per file: axe-core and lightningcss check and build, unchanged, and are not passed on.',
    shipped: false,
  },
};

/** Listed under development in package.json, but their code is in the built dashboard. */
export const SHIPPED_FOR_DEVELOPMENT: readonly string[] = ['preact'];
