import { type Audience, AudienceSchema } from '../../shared/domain/audience.ts';
import { type FollowUps, FollowUpsSchema } from '../../shared/domain/follow-up.ts';
import type { FollowUpListName, FollowUpPage } from '../../shared/domain/follow-up-list.ts';
import type { ApiDeps } from './ports.ts';

export interface StoredLists {
  /** Null where they have not been made yet. */
  readonly followUps: FollowUps | null;
  readonly audience: Audience | null;
}

/** The lists as they were last made. */
export async function readLists(deps: Pick<ApiDeps, 'followUps'>): Promise<StoredLists> {
  const [followUps, audience] = await Promise.all([
    deps.followUps.read('follow-ups.json'),
    deps.followUps.read('audience.json'),
  ]);
  return {
    followUps: followUps === null ? null : FollowUpsSchema.parse(parsed(followUps)),
    audience: audience === null ? null : AudienceSchema.parse(parsed(audience)),
  };
}

/** A list before it is cut into pages. */
export interface WholeList {
  readonly generatedAt: string;
  readonly entries: readonly FollowUpPage['entries'][number][];
}

/** The entries of one list in its order, and when it was made; null where it has not been made yet. */
export function entriesOf({ followUps, audience }: StoredLists, list: FollowUpListName): WholeList | null {
  if (list === 'audience') {
    if (audience === null) return null;
    const entries = audience.lists.flatMap(({ code, stage, guide, members }) =>
      members.map((member) => ({ ...member, code, stage, guide })),
    );
    return { generatedAt: audience.generatedAt, entries };
  }
  if (followUps === null) return null;
  const { generatedAt, fastFollows, holds, repeats, churnRisks } = followUps;
  const lists = {
    'fast-follow': fastFollows,
    'repeat-complaints': repeats,
    'churn-risk': churnRisks,
    hold: holds,
  } as const;
  return { generatedAt, entries: lists[list] };
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
