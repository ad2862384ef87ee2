import type { EmergingDecision, EmergingPoint } from '../domain/emerging-point.ts';
import { VocError } from '../domain/errors.ts';
import type { CodeEdit, TaxonomyEdit } from '../domain/settings-edition.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';

type Proposal = Pick<EmergingPoint, 'id' | 'name' | 'terms'>;
type By = { readonly at: string; readonly by: string };

/**
 * The edit of the taxonomy with a new code from a proposal, and the decision to store with it. To accept the very same
 * once more changes nothing, so that a lost answer is simply tried again.
 * @throws VocError `taxonomy.code-exists` (config)
 */
export function acceptEmerging(
  current: Taxonomy,
  edit: TaxonomyEdit,
  proposal: Proposal,
  given: CodeEdit,
  by: By,
): { edit: TaxonomyEdit; decision: EmergingDecision } {
  const decision = decisionOn(proposal, 'accepted', given.code, by);
  const there = edit.codes.find(({ code }) => code === given.code);
  if (there !== undefined && JSON.stringify(there) === JSON.stringify(given)) return { edit, decision };
  if (current.codes.some(({ code }) => code === given.code)) {
    throw new VocError(
      'taxonomy.code-exists',
      'config',
      `The taxonomy has the code "${given.code}" already. Choose another one.`,
    );
  }
  return { edit: { codes: [...edit.codes, given] }, decision };
}

/** The decision that a proposal is nothing: it does not come again. */
export function dismissEmerging(proposal: Proposal, by: By): EmergingDecision {
  return decisionOn(proposal, 'dismissed', null, by);
}

function decisionOn(
  { id, name, terms }: Proposal,
  decision: EmergingDecision['decision'],
  code: string | null,
  by: By,
): EmergingDecision {
  return { id, name, terms: terms.map(({ term }) => term), decision, code, ...by };
}
