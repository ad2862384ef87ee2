import * as z from 'zod';
import { type CustomerProfile, CustomerProfileSchema } from '../domain/customer.ts';
import type { LinkProfile } from '../domain/link-profile.ts';
import { IdentifierKindSchema } from '../domain/record.ts';
import { createTable, type Item, type TableDeps } from './table.ts';

/** Which row of which import a profile says; a later one replaces an earlier one, in whatever order they come. */
export interface RowVersion {
  /** When the row's file was uploaded or its answer given, ISO 8601 UTC. */
  readonly asOf: string;
  readonly line: number;
}

/** A profile with what an import needs to know to replace it. */
export interface StoredCustomer {
  readonly profile: CustomerProfile;
  /** Tokens that the index may still hold for this customer beside those of the profile. */
  readonly formerTokens: readonly string[];
  /** Equal for equal profiles. */
  readonly fingerprint: string;
  readonly version: RowVersion;
  /** The claim under which it was written (see the repository of import claims); another one for every write. */
  readonly claim: string;
  /** Customers that are the same person. */
  readonly sameAs: readonly string[];
}

/** A profile to write over what was read, where nobody else has written meanwhile. */
export interface CustomerWrite {
  readonly next: Omit<StoredCustomer, 'sameAs'>;
  /** The claim that was read; null where there was no profile. */
  readonly readClaim: string | null;
}

/** That two customers are, or no longer are, the same person. */
export interface SamePerson {
  readonly customerId: string;
  readonly otherId: string;
}

const ItemSchema = z.object({
  pk: z.string(),
  /** What a row says, as one JSON text: nested attributes would be several times the work of writing it. */
  document: z.string(),
  /** One a line. */
  formerTokens: z.string().default(''),
  asOf: z.string(),
  line: z.number(),
  claim: z.string(),
  sameAs: z.set(z.string()).default(new Set()),
});

const DocumentSchema = z.object({
  profile: CustomerProfileSchema.omit({ tokens: true }),
  /** `kind token`, one a line. */
  tokens: z.string(),
  fingerprint: z.string(),
});

/** Customer attributes and consents under the CRM ID. */
export function createCustomerRepository(deps: TableDeps) {
  const table = createTable(deps);

  async function read(customerIds: readonly string[]): Promise<StoredCustomer[]> {
    return (await table.getMany(customerIds.map((pk) => ({ pk })))).map(storedOf);
  }

  return {
    /** The profiles that exist, by customer ID. */
    async getMany(customerIds: readonly string[]): Promise<Map<string, CustomerProfile>> {
      const stored = await read(customerIds);
      return new Map(stored.map((one) => [one.profile.customerId, withAlternates(one)]));
    },

    /** What the linker compares of the customers that exist, by customer ID. */
    async getLinkProfiles(customerIds: readonly string[]): Promise<Map<string, LinkProfile>> {
      const stored = await read(customerIds);
      return new Map(
        stored.flatMap(({ profile: { customerId, link } }) =>
          link === undefined ? [] : [[customerId, link] as const],
        ),
      );
    },

    /** The same with what an import needs. */
    async readForImport(customerIds: readonly string[]): Promise<Map<string, StoredCustomer>> {
      return new Map((await read(customerIds)).map((one) => [one.profile.customerId, one]));
    },

    /** Writes profiles; answers with the IDs of those that somebody else has written since they were read. */
    async putMany(writes: readonly CustomerWrite[]): Promise<Set<string>> {
      const lost = await table.writeEach(
        writes.map(({ next, readClaim }) => ({
          Update: {
            TableName: deps.tableName,
            Key: { pk: next.profile.customerId },
            // Not a put: who is the same person is written by others.
            UpdateExpression: `SET document = :document, asOf = :asOf, line = :line, claim = :claim ${
              next.formerTokens.length > 0 ? ', formerTokens = :former' : 'REMOVE formerTokens'
            }`,
            // Stops two imports from writing the same customer at once.
            ConditionExpression: readClaim === null ? 'attribute_not_exists(claim)' : 'claim = :read',
            ExpressionAttributeValues: {
              ...valuesOf(next),
              ...(readClaim === null ? {} : { ':read': readClaim }),
            },
          },
        })),
      );
      return new Set([...lost].map((index) => writes[index]?.next.profile.customerId ?? ''));
    },

    /** The index holds nothing but the profile's tokens any more, where the claim is still this one. */
    async forgetFormerTokens(customerIds: readonly string[], claim: string): Promise<void> {
      await table.writeEach(
        customerIds.map((pk) => ({
          Update: {
            TableName: deps.tableName,
            Key: { pk },
            UpdateExpression: 'REMOVE formerTokens',
            ConditionExpression: 'claim = :claim',
            ExpressionAttributeValues: { ':claim': claim },
          },
        })),
      );
    },

    /** A newer row says the same of these customers: an older one that comes late must not replace it. */
    async confirmMany(
      versions: readonly { customerId: string; readClaim: string; version: RowVersion }[],
    ): Promise<void> {
      await table.writeEach(
        versions.map(({ customerId, readClaim, version }) => ({
          Update: {
            TableName: deps.tableName,
            Key: { pk: customerId },
            UpdateExpression: 'SET asOf = :asOf, line = :line',
            ConditionExpression: 'claim = :read',
            ExpressionAttributeValues: { ':asOf': version.asOf, ':line': version.line, ':read': readClaim },
          },
        })),
      );
    },

    /** Notes, on each side, who has become the same person and who is no longer. */
    async relate(joined: readonly SamePerson[], parted: readonly SamePerson[]): Promise<void> {
      for (const [verb, pairs] of [['ADD', joined] as const, ['DELETE', parted] as const]) {
        const others = Map.groupBy(pairs, ({ customerId }) => customerId);
        await table.writeEach(
          [...others].map(([pk, group]) => ({
            Update: {
              TableName: deps.tableName,
              Key: { pk },
              UpdateExpression: `${verb} sameAs :others`,
              // Stops an erased customer from coming back as an item of its own.
              ConditionExpression: 'attribute_exists(claim)',
              ExpressionAttributeValues: { ':others': new Set(group.map(({ otherId }) => otherId)) },
            },
          })),
        );
      }
    },

    /** Deletes the profile where its claim is still this one. */
    async delete(customerId: string, claim: string): Promise<boolean> {
      return table.delete({ pk: customerId }, { expression: 'claim = :claim', values: { ':claim': claim } });
    },
  };
}

export type CustomerRepository = ReturnType<typeof createCustomerRepository>;

function storedOf(item: Item): StoredCustomer {
  const { document, formerTokens, asOf, line, claim, sameAs } = ItemSchema.parse(item);
  const { profile, tokens, fingerprint } = DocumentSchema.parse(JSON.parse(document));
  return {
    profile: { ...profile, tokens: linesOf(tokens).map(tokenOf) },
    formerTokens: linesOf(formerTokens),
    fingerprint,
    version: { asOf, line },
    claim,
    sameAs: [...sameAs].sort(),
  };
}

function valuesOf({ profile, formerTokens, fingerprint, version, claim }: CustomerWrite['next']) {
  const { tokens, ...attributes } = profile;
  return {
    ':document': JSON.stringify({
      profile: attributes,
      tokens: tokens.map(({ kind, token }) => `${kind} ${token}`).join('\n'),
      fingerprint,
    } satisfies z.infer<typeof DocumentSchema>),
    ':asOf': version.asOf,
    ':line': version.line,
    ':claim': claim,
    ...(formerTokens.length > 0 ? { ':former': formerTokens.join('\n') } : {}),
  };
}

function tokenOf(line: string): CustomerProfile['tokens'][number] {
  const cut = line.indexOf(' ');
  return { kind: IdentifierKindSchema.parse(line.slice(0, cut)), token: line.slice(cut + 1) };
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** The primary ID is the first of all, so that it is the same whichever account came first. */
function withAlternates({ profile, sameAs }: StoredCustomer): CustomerProfile {
  const [first] = sameAs;
  if (first === undefined) return profile;
  return {
    ...profile,
    alternateIds: [...sameAs],
    ...(first < profile.customerId ? { primaryId: first } : {}),
  };
}
