import type { CampaignEcho, KeywordSuggestion } from '../domain/insight.ts';
import { ALL_SEGMENTS } from '../insight/suggestions.ts';
import { type Html, html } from './html.ts';
import { codeName, quoteList, type SectionContext, stageName } from './section-context.ts';

/** What to say in messages and what not. */
export function messagesSection(context: SectionContext): Html {
  const { review, words } = context;
  const tries = review.keywords.map((suggestion) => suggestionItem(context, suggestion));
  const avoid = review.avoid.map(
    ({ term, reason, messages }) =>
      html`<li><strong>${term}</strong> <span class="quiet">${context.format.language === 'ko' ? `메시지 ${messages}건` : `${messages} messages`}</span><p>${reason}</p></li>`,
  );
  return html`<section aria-labelledby="messages"><h2 id="messages">${words.sections.messages}</h2>
<h3 class="sub">${words.words.tryWords}</h3>${
    tries.length === 0
      ? html`<p class="empty">${words.words.noKeywords}</p>`
      : html`<p class="lead">${words.leads.keywords} ${words.words.draftNote}</p><ul class="suggestions">${tries}</ul>`
  }
<h3 class="sub">${words.words.avoidWords}</h3>${
    avoid.length === 0
      ? html`<p class="empty">${words.words.noAvoid}</p>`
      : html`<p class="lead">${words.leads.avoid}</p><ul class="avoid panel">${avoid}</ul>`
  }</section>`;
}

function suggestionItem(context: SectionContext, suggestion: KeywordSuggestion): Html {
  const { review, words, format } = context;
  const ko = format.language === 'ko';
  const point = review.points.find(({ id }) => id === suggestion.pointId);
  const where =
    point === undefined
      ? stageName(context, suggestion.stage)
      : `${codeName(context, point.code)} · ${stageName(context, point.stage)}`;
  const { lift } = suggestion;
  const liftText =
    lift === null
      ? words.words.noLift
      : `${words.words.lift} ${format.ratio(lift.value)}${ko ? '배' : '×'} (${format.ratio(lift.low)}–${format.ratio(lift.high)})`;
  return html`<li class="panel suggestion"><p class="where">${where}${suggestion.segment === ALL_SEGMENTS ? undefined : html` · ${suggestion.segment}`}</p>
<h4>‘${suggestion.phrase}’ <span class="quiet">${format.count(suggestion.said)}${ko ? '건에서 언급' : ' voices'}</span></h4>
<p><span class="badge ${suggestion.gap ? 'gap' : 'flat'}">${suggestion.gap ? words.words.notInOurMessages : words.words.inOurMessages}</span> <span class="angle">${words.angles[suggestion.angle]}</span></p>
<ul class="drafts">${suggestion.drafts.map((draft) => html`<li>${draft}</li>`)}</ul>
${suggestion.evidence[0] === undefined ? undefined : quoteList(context, suggestion.evidence.slice(0, 1))}
<p class="quiet small">${liftText}</p></li>`;
}

/** Campaigns of the last weeks and the doubts before and after them. */
export function campaignsSection(context: SectionContext): Html {
  const { review, words } = context;
  const items = review.campaigns.map((campaign) => campaignItem(context, campaign));
  return html`<section aria-labelledby="campaigns"><h2 id="campaigns">${words.sections.campaigns}</h2>${
    items.length === 0
      ? html`<p class="empty">${words.words.noCampaigns}</p>`
      : html`<p class="lead">${words.leads.campaigns}</p><ul class="campaigns">${items}</ul>`
  }</section>`;
}

function campaignItem({ words, format }: SectionContext, campaign: CampaignEcho): Html {
  const ko = format.language === 'ko';
  const most = Math.max(1, campaign.doubtsBefore, campaign.doubtsAfter);
  const days = format.count(campaign.windowDays ?? 7);
  const bar = (label: string, value: number, kind: string) =>
    html`<div class="echo"><span class="echo-name">${label}</span><span class="bar ${kind}" aria-hidden="true"><span style="width:${((value / most) * 100).toFixed(1)}%"></span></span><strong>${format.count(value)}${ko ? '건' : ''}</strong></div>`;
  const rate = (part: number) => (campaign.delivered === 0 ? '–' : format.percent(part / campaign.delivered));
  return html`<li class="panel campaign"><div><h3>${campaign.campaign}</h3><p class="when">${format.dateTime(campaign.sentAt)}</p>
<p class="message">${campaign.text}</p>
<p class="quiet small">${words.words.delivered} ${format.count(campaign.delivered)} · ${words.words.clicked} ${rate(campaign.clicked)} · ${words.words.unsubscribed} ${rate(campaign.unsubscribed)}</p></div>
<div>${bar(`${words.words.before} ${days}${ko ? '일' : ' d'}`, campaign.doubtsBefore, 'soft')}${bar(`${words.words.after} ${days}${ko ? '일' : ' d'}`, campaign.doubtsAfter, 'strong')}</div></li>`;
}
