import { type CustomerProfile, CustomerRowSchema } from '../shared/domain/customer.ts';
import type { LearntFormats } from '../shared/domain/learnt.ts';
import { type LinkResult, UNLINKED } from '../shared/domain/link.ts';
import type { LinkProfile } from '../shared/domain/link-profile.ts';
import { customerProfile } from '../shared/linking/customer-tokens.ts';
import { CustomerFileLearner } from '../shared/linking/learn-statistics.ts';
import { type LinkInput, linkRecord } from '../shared/linking/link.ts';
import { NO_FORMATS } from '../shared/privacy/learnt-formats.ts';
import type { TokenKeys } from '../shared/privacy/token-keys.ts';
import type { InputLine } from '../shared/sources/input/input-line.ts';
import { mapColumns } from '../shared/sources/input/map-columns.ts';
import type { CommandIo } from './command.ts';
import { MemoryIndex } from './memory-index.ts';
import { emptyTally } from './process-lines.ts';
import { readProjectConfig } from './project-files.ts';
import { readInputLines } from './read-input.ts';
import { goodRows } from './read-rows.ts';

/** The customers of a CSV in memory: the identity index and the profiles, without a store. */
export interface OfflineCustomers {
  readonly size: number;
  /** How the company's numbers look, for the collector. */
  readonly formats: LearntFormats;
  link(record: LinkInput): LinkResult;
  profileOf(link: LinkResult): CustomerProfile | undefined;
}

/** A world in which nobody is known. */
export const NO_CUSTOMERS: OfflineCustomers = {
  size: 0,
  formats: NO_FORMATS,
  link: () => UNLINKED,
  profileOf: () => undefined,
};

/**
 * Reads a customers CSV, with the columns of `customerFiles` in voc.config.yaml. Bad rows are reported and left out.
 * @throws Error when not one row is a customer
 */
export async function readCustomers(
  file: string,
  { keys, timeZone }: { keys: TokenKeys; timeZone: string },
  io: CommandIo,
): Promise<OfflineCustomers> {
  const profiles = new Map<string, CustomerProfile>();
  const index = new MemoryIndex();
  const learner = new CustomerFileLearner();
  const links = new Map<string, LinkProfile>();
  const tally = emptyTally();
  const rows = goodRows(
    withOurColumns(readInputLines(file, io)),
    CustomerRowSchema,
    'customer.schema-mismatch',
    io,
    tally,
    file,
  );
  for await (const { row } of rows) {
    const profile = customerProfile(row, keys);
    for (const { token } of profile.tokens) index.add(token, profile.customerId);
    // The index holds the tokens; a second list of them would be most of the memory.
    profiles.set(profile.customerId, { ...profile, tokens: [] });
    if (profile.link !== undefined) links.set(profile.customerId, profile.link);
    learner.add(row);
  }
  if (profiles.size === 0) {
    throw new Error(`${file} has no customers. It needs a header with customerId, name, phone, email, …`);
  }
  const { statistics, formats } = learner.learnt();
  return {
    size: profiles.size,
    formats,
    link: (record) => linkRecord(record, { owners: index, profiles: links, statistics, timeZone }),
    profileOf: ({ status, customerId }) =>
      status === 'linked' && customerId !== null ? profiles.get(customerId) : undefined,
  };
}

async function* withOurColumns(lines: AsyncIterable<InputLine>): AsyncGenerator<InputLine> {
  const { customerFiles } = await readProjectConfig();
  for await (const line of lines) yield mapColumns(line, { columns: customerFiles.columns, always: {} });
}
