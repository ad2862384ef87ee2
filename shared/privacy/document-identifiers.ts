import type { Author } from '../domain/input-document.ts';
import type { IdentifierKind, IdentifierRole, IdentifierToken } from '../domain/record.ts';
import type { SourceKind } from '../domain/taxonomy.ts';
import { authorFields, type RawIdentifier } from './author-identifiers.ts';
import type { DocumentSigns } from './document-signs.ts';
import { makeIdentifier, makeIdentifierOf } from './make-identifier.ts';
import { nameWithEmail, nameWithHalfPhones, nameWithPhone, swappedOrders } from './name-evidence.ts';
import { nameKey } from './person-name.ts';
import type { TokenKeys } from './token-keys.ts';

/** What is known of a document before its text is redacted. */
export interface DocumentFacts {
  readonly author: Author | undefined;
  readonly source: SourceKind;
  /** Identifiers found in title, text and attributes, in order. */
  readonly found: readonly RawIdentifier[];
  readonly signs: DocumentSigns;
}

/**
 * Every token by which a document may meet its author in the CRM: what the source says of the author, what the text says,
 * and names together with numbers that may hold a slip. Roles are judged by the sentence first, then by what the whole
 * text says about its author.
 */
export function documentIdentifiers(facts: DocumentFacts, keys: TokenKeys): IdentifierToken[] {
  const fields = authorFields(facts.author, facts.source);
  const identifiers = fields.map((field) => ({ ...field, role: fieldRole(field, facts.signs) }));
  const given = new Map(
    fields.flatMap(({ kind, value, role }) => (role === 'author' ? [[kind, value] as const] : [])),
  );
  for (const found of facts.found) {
    identifiers.push({ ...found, role: foundRole(found, facts, given.has(found.kind)) });
  }
  const tokens = identifiers.flatMap(
    ({ kind, value, role }) => makeIdentifier(kind, value, role, keys) ?? [],
  );
  const known = new Map(tokens.map((token) => [`${token.kind}|${token.token}|${token.role}`, token]));
  for (const token of besideName(identifiers, keys))
    known.set(`${token.kind}|${token.token}|${token.role}`, token);
  return withoutDoubtful([...known.values()], fields, keys);
}

/** The name with each of the author's own numbers, for slips in them. */
function besideName(identifiers: readonly RawIdentifier[], keys: TokenKeys): IdentifierToken[] {
  const own = identifiers.filter(({ role }) => role === 'author');
  const name = own.find(({ kind, value }) => kind === 'name' && nameKey(value) !== null)?.value;
  if (name === undefined) return [];
  const make = (kind: IdentifierKind, [first, ...others]: readonly string[]) =>
    first === undefined ? [] : [makeIdentifierOf(kind, first, others, 'author', keys)];
  return own.flatMap(({ kind, value }) => {
    switch (kind) {
      case 'phone':
        return [
          ...make('name-phone', nameWithPhone(name, value)),
          ...make('name-phone-half', nameWithHalfPhones(name, value)).map((half) => {
            const last4 = makeIdentifier('name-phone4', `${name}|${value}`, 'author', keys);
            return last4 === null ? half : { ...half, variantTokens: [...half.variantTokens, last4.token] };
          }),
        ];
      case 'email':
        return make('name-email', nameWithEmail(name, value));
      case 'order-number':
        return make('name-order', swappedOrders(value));
      default:
        return [];
    }
  });
}

function fieldRole({ kind, role }: RawIdentifier, signs: DocumentSigns): IdentifierRole {
  if (role !== 'author') return role;
  if (signs.reissuedNumber && kind === 'phone') return 'other';
  if (signs.forwardedSurvey && (kind === 'user-id' || kind === 'survey-token')) return 'other';
  return role;
}

function foundRole({ kind, role }: RawIdentifier, facts: DocumentFacts, given: boolean): IdentifierRole {
  const { signs, source } = facts;
  if (role === 'unknown' && kind === 'order-number' && (signs.notACustomer || signs.onBehalf)) return 'other';
  if (role !== 'author') return role;
  if (kind === 'order-number' && (signs.notACustomer || signs.onBehalf)) return 'other';
  if (
    kind === 'survey-token' &&
    (source === 'survey' ? signs.forwardedSurvey : signs.notACustomer || signs.onBehalf)
  )
    return 'other';
  if ((kind === 'name-phone4' || kind === 'masked-name4' || kind === 'name') && signs.onBehalf)
    return 'unknown';
  if (kind === 'phone' && signs.reissuedNumber) return 'other';
  if ((kind === 'phone' || kind === 'email') && signs.onBehalf && !given) return 'unknown';
  return role;
}

/** Who has left a number with us and writes another one is most likely not speaking of their own. */
function withoutDoubtful(
  tokens: readonly IdentifierToken[],
  fields: readonly RawIdentifier[],
  keys: TokenKeys,
): IdentifierToken[] {
  const given = new Map(
    fields.flatMap(({ kind, value, role }) => {
      const token = role === 'author' ? makeIdentifier(kind, value, role, keys) : null;
      return token === null ? [] : [[kind, token.token] as const];
    }),
  );
  return tokens.map((token) => {
    const own = token.kind === 'phone' || token.kind === 'email' ? given.get(token.kind) : undefined;
    return token.role === 'author' && own !== undefined && own !== token.token
      ? { ...token, role: 'unknown' }
      : token;
  });
}
