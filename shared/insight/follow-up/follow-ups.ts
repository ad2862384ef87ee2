import type { CustomerProfile } from '../../domain/customer.ts';
import type { FollowUps } from '../../domain/follow-up.ts';
import type { StoredDocument } from '../../domain/stored-document.ts';
import { churnRisks } from './churn-risks.ts';
import { fastFollows } from './fast-follows.ts';
import { holds } from './holds.ts';
import { linkedVoices } from './linked-voices.ts';
import { repeatComplaints } from './repeat-complaints.ts';

/** How far back voices count for these lists, in days. */
export const FOLLOW_UP_DAYS = 28;

/** All that follows from the linked voices of the last four weeks. Pure; `documents` may hold others too. */
export function followUps(
  documents: Iterable<StoredDocument>,
  profiles: ReadonlyMap<string, CustomerProfile>,
  now: Date,
): FollowUps {
  const since = new Date(now.getTime() - FOLLOW_UP_DAYS * 86_400_000).toISOString();
  const until = now.toISOString();
  const voices = linkedVoices(documents).filter(
    ({ publishedAt }) => publishedAt >= since && publishedAt <= until,
  );
  const { risks, withoutConsent } = churnRisks(voices, profiles, now);
  return {
    generatedAt: until,
    fastFollows: fastFollows(voices, profiles, now),
    holds: holds(voices, now),
    repeats: repeatComplaints(voices),
    churnRisks: risks,
    withoutConsent,
  };
}
