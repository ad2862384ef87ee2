import { changeSentences } from './change-sentences.ts';
import { changeKind } from './format.ts';
import { type Html, html } from './html.ts';
import { sentimentChart } from './review-charts.ts';
import { type SectionContext, traced } from './section-context.ts';

/** Brand, week and the key numbers. */
export function headerSection(context: SectionContext): Html {
  const { review, words, format } = context;
  const baseline = review.weeks.slice(0, -1).filter(({ documents }) => documents > 0);
  const usual = baseline.reduce((sum, { documents }) => sum + documents, 0) / Math.max(1, baseline.length);
  const ko = format.language === 'ko';
  const kind = changeKind(review.change);
  const verdict =
    kind === 'too-few'
      ? words.words.tooFew
      : kind === 'flat'
        ? words.words.noChange
        : ko
          ? `뚜렷하게 ${kind === 'up' ? '늘었음' : '줄었음'}`
          : `clearly ${kind}`;
  const tiles = [
    tile(
      words.tiles.documents,
      traced(context, format.count(review.documents), { filter: {}, anchor: 'trend' }),
      ko ? '건' : '',
      baseline.length === 0
        ? ''
        : ko
          ? `이전 4주 평균 ${format.count(usual)}건`
          : `average before: ${format.count(usual)}`,
    ),
    tile(
      words.tiles.negative,
      review.documents === 0
        ? html`–`
        : traced(context, format.percent(review.negativeShare), {
            filter: { sentiment: 'negative' },
            anchor: 'trend',
          }),
      '',
      review.negativeShareBefore === null
        ? ''
        : ko
          ? `이전 4주 ${format.percent(review.negativeShareBefore)} · ${verdict}`
          : `before: ${format.percent(review.negativeShareBefore)} · ${verdict}`,
    ),
    tile(
      words.tiles.customers,
      traced(context, format.count(review.customers), { anchor: 'notes' }),
      words.words.people,
      ko ? '고객 정보와 확실히 연결된 분' : 'linked with certainty',
    ),
    tile(
      words.tiles.alerts,
      traced(context, format.count(review.incidents.length), { anchor: 'alerts' }),
      ko ? '건' : '',
      ko ? '평소보다 뚜렷하게 몰린 때' : 'clearly more than usual',
    ),
  ];
  return html`<header class="top">
<p class="brand">${review.brand} · ${words.title}</p>
<h1>${format.week(review.week)} <span class="range">${format.day(review.from)} – ${format.day(review.to)}</span></h1>
<dl class="tiles">${tiles}</dl>
${agenda(context)}
</header>`;
}

/** The way through the meeting. */
function agenda({ words }: SectionContext): Html {
  const stops = (
    [
      ['changes', 3],
      ['answers', 7],
      ['reasons', 12],
      ['alerts', 3],
      ['messages', 5],
    ] as const
  ).map(
    ([section, minutes]) =>
      html`<li><a href="#${section}">${words.sections[section]}</a> <span class="quiet">${minutes}${words.words.minutes}</span></li>`,
  );
  return html`<nav class="agenda" aria-label="${words.words.agenda}"><span class="quiet">${words.words.agenda}</span><ol>${stops}</ol></nav>`;
}

function tile(name: string, value: Html, unit: string, note: string): Html {
  return html`<div class="tile"><dt>${name}</dt><dd><span class="number">${value}</span><span class="unit">${unit}</span></dd>${note === '' ? undefined : html`<dd class="note">${note}</dd>`}</div>`;
}

/** The news of the week in plain sentences. */
export function changesSection({ review, taxonomy, words, format }: SectionContext): Html {
  const sentences = changeSentences(review, taxonomy, format);
  return html`<section aria-labelledby="changes"><h2 id="changes">${words.sections.changes}</h2>
<ul class="news">${sentences.map(({ tone, text, anchor }) => html`<li class="${tone}"><span class="said">${text}</span> <a class="why" href="#${anchor}">${words.words.basis}</a></li>`)}</ul></section>`;
}

/** Voices per day by sentiment, with the numbers as a table. */
export function trendSection(context: SectionContext): Html {
  const { review, words, format } = context;
  const rows = review.daily.map(
    (day) =>
      html`<tr><th scope="row">${format.day(day.day)}</th><td>${day.documents}</td><td>${day.negative}</td><td>${day.neutral}</td><td>${day.positive}</td></tr>`,
  );
  const sources = review.sources.map(
    ({ source, documents, negative }) =>
      html`<li><span>${words.sources[source]}</span><strong>${traced(context, format.count(documents), { filter: { source } })}</strong><span class="quiet">${words.sentiments.negative} ${format.percent(documents === 0 ? 0 : negative / documents)}</span></li>`,
  );
  return html`<section aria-labelledby="trend"><h2 id="trend">${words.sections.trend}</h2><p class="lead">${words.leads.trend}</p>
<div class="panel">${sentimentChart(review, words, format)}
<details class="data"><summary>${words.words.table}</summary><div class="scroll"><table><thead><tr><th scope="col">${words.columns.day}</th><th scope="col">${words.columns.total}</th><th scope="col">${words.sentiments.negative}</th><th scope="col">${words.sentiments.neutral}</th><th scope="col">${words.sentiments.positive}</th></tr></thead><tbody>${rows}</tbody></table></div></details>
<ul class="sources">${sources}</ul></div></section>`;
}
