import type { IdentifierKind, IdentifierRole, IdentifierToken } from '../domain/record.ts';
import { identifierToken, normaliseIdentifier } from './identifier-token.ts';
import { correctedEmail } from './normalise-email.ts';
import type { TokenKeys } from './token-keys.ts';

/** The token of a raw identifier with the tokens of its likely variants, or null when the value is no evidence. */
export function makeIdentifier(
  kind: IdentifierKind,
  raw: string,
  role: IdentifierRole,
  keys: TokenKeys,
): IdentifierToken | null {
  const normalised = normaliseIdentifier(kind, raw);
  if (normalised === null) return null;
  const corrected = kind === 'email' ? correctedEmail(normalised) : null;
  const variant = corrected === null ? null : normaliseIdentifier('email', corrected);
  return makeIdentifierOf(kind, normalised, variant === null ? [] : [variant], role, keys);
}

/** The token of a normalised value with those of other values that mean the same. */
export function makeIdentifierOf(
  kind: IdentifierKind,
  normalised: string,
  variants: readonly string[],
  role: IdentifierRole,
  keys: TokenKeys,
): IdentifierToken {
  return {
    kind,
    token: identifierToken(kind, normalised, keys),
    variantTokens: variants.map((variant) => identifierToken(kind, variant, keys)),
    role,
  };
}
