import * as z from 'zod';
import { compareText } from './compare-text.ts';
import { PUBLISHED_AT_PRECISIONS } from './input-document.ts';
import { SourceKindSchema } from './taxonomy.ts';

/** What kind of personal identifier a token was made from. */
export const IDENTIFIER_KINDS = [
  'phone',
  'email',
  'user-id',
  'external-id',
  'nickname',
  'order-number',
  'survey-token',
  'name',
  'name-phone4',
  'name-phone',
  'name-phone-half',
  'name-email',
  'name-order',
  'masked-name4',
] as const;
export const IdentifierKindSchema = z.enum(IDENTIFIER_KINDS);
export type IdentifierKind = z.infer<typeof IdentifierKindSchema>;

/** Whose identifier it is, as the sentence says. Only the author's own may link. */
export const IDENTIFIER_ROLES = ['author', 'other', 'unknown'] as const;
export const IdentifierRoleSchema = z.enum(IDENTIFIER_ROLES);
export type IdentifierRole = z.infer<typeof IdentifierRoleSchema>;

/** A keyed token, `<key version>.<hex>`, in place of a personal identifier. The value itself never leaves `collect`. */
export const IdentifierTokenSchema = z.object({
  kind: IdentifierKindSchema,
  token: z.string().min(1),
  variantTokens: z.array(z.string().min(1)),
  role: IdentifierRoleSchema,
});
export type IdentifierToken = z.infer<typeof IdentifierTokenSchema>;

export const PII_TYPES = [
  'phone',
  'email',
  'rrn',
  'card',
  'account',
  'passport',
  'driver',
  'address',
  'name',
  'ip',
] as const;
export const PiiTypeSchema = z.enum(PII_TYPES);
export type PiiType = z.infer<typeof PiiTypeSchema>;

/**
 * One voice as it leaves `collect`: redacted, tokenised, with a deterministic identity.
 * Nothing personal goes past this schema. All times are ISO 8601 in UTC.
 */
export const VocRecordSchema = z.object({
  /** sha256 of connector, app and id, hex. */
  documentKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** The input's id, verbatim. */
  id: z.string().min(1),
  connector: z.string().min(1),
  source: SourceKindSchema,
  app: z.string().optional(),
  publishedAt: z.iso.datetime(),
  publishedAtPrecision: z.enum(PUBLISHED_AT_PRECISIONS),
  editedAt: z.iso.datetime().optional(),
  firstSeenAt: z.iso.datetime(),
  /** Keyed hash of what the customer wrote (before redaction) and the rating, hex: tells an edit from a repetition. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  title: z.string().optional(),
  text: z.string(),
  rating: z.number().optional(),
  appVersion: z.string().optional(),
  device: z.string().optional(),
  url: z.string().optional(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  identifiers: z.array(IdentifierTokenSchema),
  redactionVersion: z.string().min(1),
  /** The collection run that brought it: correlates logs from source to alert. */
  runId: z.string().min(1),
  /** The source has deleted or redacted it: no words are left and it counts nowhere. */
  erased: z.literal(true).optional(),
});
export type VocRecord = z.infer<typeof VocRecordSchema>;

/** What orders two versions of one document; compared field by field, see {@link compareRevisions}. */
export interface Revision {
  readonly revisedAt: string;
  readonly contentHash: string;
  readonly analysisVersion: string;
}

/** The revision of a record: `editedAt`, else `publishedAt`, with the content and the analysis that read it. */
export function revisionOf(
  record: Pick<VocRecord, 'editedAt' | 'publishedAt' | 'contentHash'>,
  analysisVersion: string,
): Revision {
  return {
    revisedAt: record.editedAt ?? record.publishedAt,
    contentHash: record.contentHash,
    analysisVersion,
  };
}

/**
 * A total order on revisions: negative when `a` is older. Because it is total, any order of arrival ends in the
 * same stored document.
 */
export function compareRevisions(a: Revision, b: Revision): number {
  return (
    compareText(a.revisedAt, b.revisedAt) ||
    compareText(a.contentHash, b.contentHash) ||
    compareText(a.analysisVersion, b.analysisVersion)
  );
}

/** A revision as one string whose lexical order is {@link compareRevisions}. */
export function revisionKey(revision: Revision): string {
  return `${revision.revisedAt}|${revision.contentHash}|${revision.analysisVersion}`;
}
