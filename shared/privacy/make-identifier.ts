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
  const variant = kind === 'email' ? correctedEmail(normalised) : null;
  return {
    kind,
    token: identifierToken(kind, normalised, keys),
    variantTokens: variant === null ? [] : [identifierToken(kind, variant, keys)],
    role,
  };
}
