import type { HesitationPoint } from '../domain/insight.ts';
import { type Html, html } from './html.ts';
import { dailyBars } from './review-charts.ts';
import {
  changeBadge,
  changeInterval,
  codeName,
  quoteList,
  type SectionContext,
  stageName,
  traced,
  type VoiceFilter,
} from './section-context.ts';
import { pointOutcomes } from './section-outcomes.ts';

const TOP = 5;
/** Points that the table lists even where one voice alone speaks of them. */
const ALWAYS_LISTED = 15;

/** The five points that matter most, as cards with trend and quotes. */
export function topPointsSection(context: SectionContext): Html {
  const { review, words } = context;
  const cards = review.points.slice(0, TOP).map((point, index) => pointCard(context, point, index + 1));
  return html`<section aria-labelledby="reasons"><h2 id="reasons">${words.sections.reasons}</h2>${
    cards.length === 0
      ? html`<p class="empty">${words.words.noPoints}</p>`
      : html`<p class="lead">${words.leads.reasons}</p><ol class="cards">${cards}</ol>`
  }</section>`;
}

function pointCard(context: SectionContext, point: HesitationPoint, rank: number): Html {
  const { review, words, format } = context;
  const name = codeName(context, point.code);
  const ko = format.language === 'ko';
  const status = words.statuses[point.status];
  const interval = changeInterval(context, point.change);
  const week = point.daily.filter(({ day }) => day >= review.from);
  const tableRow = week.map(
    ({ day, documents }) => html`<tr><th scope="row">${format.day(day)}</th><td>${documents}</td></tr>`,
  );
  return html`<li class="card" id="point-${rank}"><div class="card-head"><span class="rank" aria-hidden="true">${rank}</span><div>
<h3>${name}</h3><p class="stage">${ko ? `${stageName(context, point.stage)} 단계` : `${stageName(context, point.stage)} stage`}${status === undefined ? undefined : html` <span class="badge new">${status}</span>`}</p></div>
<p class="count"><span class="number">${traced(context, format.count(point.documents), { filter: filterOf(point) })}</span>${ko ? '건' : ''}</p></div>
<div class="card-body"><div class="facts"><dl>
<div><dt>${words.columns.share}</dt><dd>${format.percent(point.share.value)} <span class="quiet">(${format.percent(point.share.low)}–${format.percent(point.share.high)})</span></dd></div>
<div><dt>${words.words.changeLabel}</dt><dd>${changeBadge(context, point.change, point.status)}${interval === '' ? undefined : html` <span class="quiet">(${interval})</span>`}</dd></div>
<div><dt>${words.sentiments.negative}</dt><dd>${format.percent(point.negativeShare)}</dd></div>
${review.customers === 0 ? undefined : html`<div><dt>${words.tiles.customers}</dt><dd>${format.count(point.customers)}${words.words.people}</dd></div>`}
<div><dt>${words.words.bestSeenIn}</dt><dd>${sourcesOf(context, point)}</dd></div>
${
  point.segments.length === 0
    ? undefined
    : html`<div><dt>${words.words.segments}</dt><dd>${point.segments
        .slice(0, 3)
        .map((one) => `${one.segment} ${one.documents}${overOf(context, one)}`)
        .join(' · ')}</dd></div>`
}
</dl>
<div class="spark">${dailyBars(`point-${rank}`, point.daily, review.from, `${name}: ${words.words.daily}`, format)}</div>
<details class="data"><summary>${words.words.table}</summary><table><thead><tr><th scope="col">${words.columns.day}</th><th scope="col">${words.columns.documents}</th></tr></thead><tbody>${tableRow}</tbody></table></details>
</div><div class="voices"><h4>${words.words.evidence}</h4>${point.evidence.length === 0 ? html`<p class="quiet">${words.words.quotedElsewhere}</p>` : quoteList(context, point.evidence)}
${point.terms.length === 0 ? undefined : html`<p class="terms"><span class="quiet">${words.words.terms}</span> ${point.terms.slice(0, 6).map((one) => html`<span class="chip">${one.term}</span>`)}</p>`}
${pointOutcomes(context, point)}</div></div></li>`;
}

function filterOf({ code, stage }: HesitationPoint): VoiceFilter {
  return { code, stage };
}

function sourcesOf({ words }: SectionContext, point: HesitationPoint): string {
  const names = words.sources;
  return (Object.entries(point.sources) as [keyof typeof names, number][])
    .sort(([, a], [, b]) => b - a)
    .map(([source, documents]) => `${names[source]} ${documents}`)
    .join(' · ');
}

/** Every point of the week in one table. */
export function allPointsSection(context: SectionContext): Html {
  const { review, words, format } = context;
  if (review.points.length === 0) return html``;
  const shown = review.points.filter((point, index) => index < ALWAYS_LISTED || point.documents > 1);
  const hidden = review.points.length - shown.length;
  const rows = shown.map((point, index) => {
    const interval = changeInterval(context, point.change);
    return html`<tr><td>${index + 1}</td><th scope="row">${codeName(context, point.code)}</th><td>${stageName(context, point.stage)}</td><td class="n">${traced(context, format.count(point.documents), { filter: filterOf(point), ...(index < TOP ? { anchor: `point-${index + 1}` } : {}) })}</td><td class="n">${format.percent(point.share.value)}</td><td>${changeBadge(context, point.change, point.status)}${interval === '' ? undefined : html` <span class="quiet">${interval}</span>`}</td><td class="n">${format.count(point.customers)}</td><td class="n">${format.percent(point.negativeShare)}</td></tr>`;
  });
  const { columns } = words;
  return html`<section aria-labelledby="all"><h2 id="all">${words.sections.all}</h2><p class="lead">${words.leads.all}</p>
<div class="panel scroll" tabindex="0" role="region" aria-labelledby="all"><table class="points"><thead><tr><th scope="col">${columns.rank}</th><th scope="col">${columns.reason}</th><th scope="col">${columns.stage}</th><th scope="col" class="n">${columns.documents}</th><th scope="col" class="n">${columns.share}</th><th scope="col">${columns.change}</th><th scope="col" class="n">${columns.customers}</th><th scope="col" class="n">${columns.negative}</th></tr></thead><tbody>${rows}</tbody></table>${hidden === 0 ? undefined : html`<p class="quiet small">${format.language === 'ko' ? `한 건씩만 나온 ${hidden}개 조합은 CSV 파일에 있습니다.` : `${hidden} more with one voice each are in the CSV file.`}</p>`}</div></section>`;
}

/** Said only where a segment clearly speaks of the point more often than the others. */
function overOf({ format }: SectionContext, { over }: HesitationPoint['segments'][number]): string {
  if (over === undefined || over === 'too-few' || !over.significant || over.ratio <= 1) return '';
  const ratio = format.ratio(over.ratio);
  return format.language === 'ko' ? ` (다른 고객군의 ${ratio}배)` : ` (${ratio} times the others)`;
}
