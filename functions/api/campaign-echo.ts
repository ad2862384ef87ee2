import * as z from 'zod';
import type { CampaignEcho } from '../../shared/domain/insight.ts';
import type { MessageDetail } from '../../shared/domain/message-archive.ts';
import { addWeeks, businessDay, isoWeek } from '../../shared/domain/time.ts';
import { wilsonShare } from '../../shared/insight/change.ts';
import type { ApiDeps } from './ports.ts';
import { publishedReview } from './published-review.ts';

const CampaignsSchema = z.object({
  campaigns: z.array(
    z.custom<CampaignEcho>((echo) => z.looseObject({ campaign: z.string() }).safeParse(echo).success),
  ),
});
const MAX_QUOTES = 6;

/**
 * What is said of a campaign: reviews tell of those sent in their week or the week before, each from the voices of its
 * own week, so that two reviews add up.
 */
export async function campaignEcho(
  deps: Pick<ApiDeps, 'reports' | 'timeZone'>,
  sent: { readonly campaign: string; readonly sentAt: string },
): Promise<Pick<MessageDetail, 'quoted' | 'doubts'>> {
  const week = isoWeek(businessDay(new Date(sent.sentAt), deps.timeZone));
  const reviews = await Promise.all(
    [week, addWeeks(week, 1)].map((each) => publishedReview(deps, each, CampaignsSchema)),
  );
  const echoes = reviews.flatMap(
    (review) => review?.campaigns.filter(({ campaign }) => campaign === sent.campaign) ?? [],
  );
  const last = echoes.at(-1);
  return {
    quoted: quotedOf(echoes.flatMap(({ quoted }) => quoted ?? [])),
    // The later review has counted more days after the sending.
    doubts:
      last === undefined
        ? null
        : { before: last.doubtsBefore, after: last.doubtsAfter, days: last.windowDays ?? 7 },
  };
}

function quotedOf(parts: readonly NonNullable<CampaignEcho['quoted']>[]): MessageDetail['quoted'] {
  const documents = parts.reduce((sum, part) => sum + part.documents, 0);
  if (documents === 0) return null;
  const share = (kind: 'doubt' | 'fatigue') =>
    wilsonShare(
      parts.reduce((sum, part) => sum + Math.round(part[kind].value * part.documents), 0),
      documents,
    );
  return {
    documents,
    doubt: share('doubt'),
    fatigue: share('fatigue'),
    evidence: parts.flatMap(({ evidence }) => evidence).slice(0, MAX_QUOTES),
  };
}
