import { ALLOWED_LICENCES, type AllowedLicence, SHIPPED_FOR_DEVELOPMENT } from './allowed-licences.ts';
import type { InstalledPackage } from './installed-packages.ts';
import { satisfies } from './licence-expression.ts';
import type { ShippedAsset } from './shipped-assets.ts';

export interface LicenceCheck {
  /** Sentences; empty where everything may be used as it is used. */
  readonly problems: readonly string[];
  /** How many packages and assets stand under each expression. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Holds packages and assets against the list of accepted licences; a line of that list which nothing needs is a problem too. */
export function checkLicences(
  packages: readonly InstalledPackage[],
  assets: readonly ShippedAsset[],
  allowed: Readonly<Record<string, AllowedLicence>> = ALLOWED_LICENCES,
): LicenceCheck {
  const counts = new Map<string, number>();
  const problems: string[] = [];
  const used = new Set<string>();

  function check(what: string, expression: string, ships: boolean): void {
    counts.set(expression, (counts.get(expression) ?? 0) + 1);
    const accepted = satisfies(expression, (licence) => {
      const entry = allowed[licence];
      if (entry === undefined) return false;
      used.add(licence);
      return entry.shipped || !ships;
    });
    if (accepted) return;
    const place = ships ? 'ships' : 'is used for development';
    problems.push(`${what} ${place} under ${expression}, which is not accepted for that.`);
  }

  for (const one of packages) {
    const what = `${one.name}@${one.version}`;
    const ships = !one.development || SHIPPED_FOR_DEVELOPMENT.includes(one.name);
    if (one.licence === undefined) problems.push(`${what} does not say its licence.`);
    else check(what, one.licence, ships);
    if (!one.hashed) problems.push(`${what} has no hash in package-lock.json.`);
  }
  for (const { what, licence } of assets) check(what, licence, true);
  for (const licence of Object.keys(allowed))
    if (!used.has(licence)) problems.push(`Nothing stands under ${licence} any more: take it off the list.`);
  return { problems, counts };
}
