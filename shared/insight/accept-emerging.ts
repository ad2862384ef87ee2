import type { EmergingDecision, EmergingPoint } from '../domain/emerging-point.ts';
import { VocError } from '../domain/errors.ts';
import type { LocalizedName, Taxonomy } from '../domain/taxonomy.ts';

/** What a person names a new reason to hesitate. */
export interface NewCode {
  readonly code: string;
  readonly name: LocalizedName;
  readonly what: LocalizedName;
}

/**
 * The taxonomy with a new code from a proposal, and the decision to store with it. The phrases of the proposal are what
 * the cues of the code begin with. A new version of the taxonomy means that stored voices are read anew.
 * @throws VocError `taxonomy.code-exists` (config)
 */
export function acceptEmerging(
  taxonomy: Taxonomy,
  proposal: Pick<EmergingPoint, 'id' | 'name' | 'terms'>,
  given: NewCode,
  by: { readonly at: string; readonly by: string },
): { taxonomy: Taxonomy; decision: EmergingDecision } {
  if (taxonomy.codes.some(({ code }) => code === given.code)) {
    throw new VocError(
      'taxonomy.code-exists',
      'config',
      `The taxonomy has the code "${given.code}" already. Choose another one.`,
    );
  }
  return {
    taxonomy: {
      ...taxonomy,
      version: `${taxonomy.version}+${given.code}`,
      codes: [...taxonomy.codes, given],
    },
    decision: decisionOn(proposal, 'accepted', given.code, by),
  };
}

/** The decision that a proposal is nothing: it does not come again. */
export function dismissEmerging(
  proposal: Pick<EmergingPoint, 'id' | 'name' | 'terms'>,
  by: { readonly at: string; readonly by: string },
): EmergingDecision {
  return decisionOn(proposal, 'dismissed', null, by);
}

function decisionOn(
  { id, name, terms }: Pick<EmergingPoint, 'id' | 'name' | 'terms'>,
  decision: EmergingDecision['decision'],
  code: string | null,
  by: { readonly at: string; readonly by: string },
): EmergingDecision {
  return { id, name, terms: terms.map(({ term }) => term), decision, code, ...by };
}
