import type { Incident } from '../domain/insight.ts';
import { type Html, html, safeUrl } from './html.ts';
import { codeName, quoteList, type SectionContext, stageName, traced } from './section-context.ts';
import { seriesHeading } from './series-name.ts';

/** The incidents of the week, oldest first, with what customers said in those hours. */
export function alertsSection(context: SectionContext): Html {
  const { review, words } = context;
  const items = review.incidents.map((incident) => incidentItem(context, incident));
  return html`<section aria-labelledby="alerts"><h2 id="alerts">${words.sections.alerts}</h2>${
    items.length === 0
      ? html`<p class="empty">${words.words.noAlerts}</p>`
      : html`<ol class="incidents">${items}</ol>`
  }</section>`;
}

function incidentItem(context: SectionContext, incident: Incident): Html {
  const { words, format } = context;
  const ko = format.language === 'ko';
  const until =
    incident.endedAt === undefined
      ? words.words.ongoing
      : format.dayOf(incident.startedAt) === format.dayOf(incident.endedAt)
        ? format.time(incident.endedAt)
        : format.dateTime(incident.endedAt);
  const usual = `${words.words.usual} ${format.expected(incident.expected)}${ko ? '건' : ''}`;
  const url = incident.seenAt === undefined ? undefined : safeUrl(context.alertUrl?.(incident.id));
  const link =
    url === undefined ? undefined : html`<p class="source"><a href="${url}">${words.words.openAlert}</a></p>`;
  return html`<li class="panel incident"><div><h3>${seriesHeading(incident.series, { taxonomy: context.taxonomy, language: format.language })}</h3>
<p class="when">${format.dateTime(incident.startedAt)} – ${until}</p>
<p class="count"><span class="number">${format.count(incident.count)}</span>${ko ? '건' : ''} <span class="quiet">${usual}</span></p>
<p class="terms">${incident.codes.slice(0, 3).map((one) => html`<span class="chip">${codeName(context, one.code)} ${one.documents}</span>`)}</p>${link}</div>
${incident.evidence.length === 0 ? undefined : html`<div class="voices">${quoteList(context, incident.evidence)}</div>`}</li>`;
}

/** How many complete each stage, next to what customers said there. Bars are plain boxes: they print and scale. */
export function funnelSection(context: SectionContext): Html {
  const { review, words, format } = context;
  const known = review.stages.some(({ entered }) => entered !== null);
  const most = Math.max(1, ...review.stages.map(({ documents }) => documents));
  const { columns } = words;
  const rows = review.stages.map(({ stage, documents, negative, entered, completed }) => {
    const rate = entered === null || completed === null || entered === 0 ? undefined : completed / entered;
    const funnelCells = known
      ? html`<td class="n">${entered === null ? '–' : format.count(entered)}</td><td class="n">${completed === null ? '–' : format.count(completed)}</td><td class="bar-cell">${rate === undefined ? '–' : html`<span class="bar" aria-hidden="true"><span style="width:${(rate * 100).toFixed(1)}%"></span></span> ${format.percent(rate)}`}</td>`
      : undefined;
    return html`<tr><th scope="row">${stageName(context, stage)}</th>${funnelCells}<td class="n">${traced(context, format.count(documents), { filter: { stage } })}</td><td class="bar-cell"><span class="bar voices-bar" aria-hidden="true"><span style="width:${((documents / most) * 100).toFixed(1)}%"><span style="width:${(documents === 0 ? 0 : (negative / documents) * 100).toFixed(1)}%"></span></span></span> ${documents === 0 ? '–' : format.percent(negative / documents)}</td></tr>`;
  });
  return html`<section aria-labelledby="funnel"><h2 id="funnel">${words.sections.funnel}</h2><p class="lead">${known ? words.leads.funnel : words.words.noFunnel}</p>
<div class="panel scroll" tabindex="0" role="region" aria-labelledby="funnel"><table class="funnel"><thead><tr><th scope="col">${columns.stage}</th>${known ? html`<th scope="col" class="n">${columns.entered}</th><th scope="col" class="n">${columns.completed}</th><th scope="col">${columns.completion}</th>` : undefined}<th scope="col" class="n">${columns.voices}</th><th scope="col">${words.tiles.negative}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
