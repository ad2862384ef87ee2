import type { CustomerProfile } from '../domain/customer.ts';
import type { IdentifierKind } from '../domain/record.ts';
import type { TokenOwners } from '../storage/identity-repository.ts';

const TELLING: ReadonlySet<IdentifierKind> = new Set(['email', 'phone', 'name-phone4']);

/** The tokens of a customer by which other accounts of the same person are found. */
export function personTokens(profile: CustomerProfile): string[] {
  return profile.tokens.filter(({ kind }) => TELLING.has(kind)).map(({ token }) => token);
}

/**
 * Who else is the same person: whoever has the same e-mail address, or the same phone number and with it the same name.
 * A number alone may be a family's, or reissued; an identifier of a crowd says nothing.
 */
export function samePersonAs(
  profile: CustomerProfile,
  owners: ReadonlyMap<string, TokenOwners>,
): Set<string> {
  const ownersBy = (kind: IdentifierKind) =>
    profile.tokens
      .filter((token) => token.kind === kind)
      .flatMap(({ token }) => {
        const found = owners.get(token);
        return found === undefined || found.shared ? [] : found.customerIds;
      });
  const sameName = new Set(ownersBy('name-phone4'));
  const same = new Set([...ownersBy('email'), ...ownersBy('phone').filter((id) => sameName.has(id))]);
  same.delete(profile.customerId);
  return same;
}
