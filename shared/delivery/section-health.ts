import { type Html, html } from './html.ts';
import type { SectionContext } from './section-context.ts';

/** How the sources stood: a number that fell may be a source that has stopped. */
export function healthSection({ review, words, format }: SectionContext): Html {
  if (review.health === undefined || review.health.length === 0) return html``;
  const { columns } = words;
  const rows = review.health.map(
    ({ sourceId, lastSuccessAt, findings }) =>
      html`<tr><th scope="row">${sourceId}</th><td data-label="${columns.lastSuccess}">${lastSuccessAt === undefined ? words.words.never : format.dateTime(lastSuccessAt)}</td><td data-label="${columns.finding}">${
        findings.length === 0
          ? html`<span class="badge down">${words.words.healthy}</span>`
          : findings.map(
              ({ code, severity }) =>
                html`<span class="badge ${severity === 'critical' ? 'up' : 'flat'}">${words.findings[code]}</span> `,
            )
      }</td></tr>`,
  );
  return html`<section aria-labelledby="health"><h2 id="health">${words.sections.health}</h2><p class="lead">${words.leads.health}</p><div class="panel scroll" tabindex="0" role="region" aria-labelledby="health"><table class="health"><thead><tr><th scope="col">${columns.source}</th><th scope="col">${columns.lastSuccess}</th><th scope="col">${columns.finding}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}
