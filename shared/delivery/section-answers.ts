import type { HesitationPoint } from '../domain/insight.ts';
import { businessDay } from '../domain/time.ts';
import { type Html, html } from './html.ts';
import { type OpenAnswer, openAnswers } from './open-answers.ts';
import { codeName, type SectionContext, stageName, traced } from './section-context.ts';
import { outcomesOfAll } from './section-outcomes.ts';
import { seriesHeading } from './series-name.ts';

const TOP = 5;

/**
 * What was promised last week, and the top points that nobody owns yet, with room to write on: the part of the page
 * that the meeting fills in.
 */
export function answersSection(context: SectionContext): Html {
  const { review, words } = context;
  const today = businessDay(new Date(review.generatedAt), review.timeZone);
  const answers = openAnswers(review, today);
  const unowned = review.points
    .slice(0, TOP)
    .map((point, index) => ({ point, rank: index + 1 }))
    .filter(({ point }) => point.status !== 'resolved' && !isAnswered(point, answers));
  const { columns } = words;
  const head = html`<thead><tr><th scope="col">${columns.what}</th><th scope="col">${columns.owner}</th><th scope="col">${columns.due}</th><th scope="col">${columns.note}</th></tr></thead>`;
  const blanks = [columns.owner, columns.due, columns.note].map(
    (label) => html`<td data-label="${label}"></td>`,
  );
  return html`<section aria-labelledby="answers"><h2 id="answers">${words.sections.answers}</h2>${
    answers.length === 0
      ? html`<p class="empty">${words.words.noAnswers}</p>`
      : html`<p class="lead">${words.leads.answers}</p><div class="panel scroll" tabindex="0" role="region" aria-labelledby="answers"><table class="answers">${head}<tbody>${answers.map((one) => answerRow(context, one))}</tbody></table></div>`
  }${
    unowned.length === 0
      ? undefined
      : html`<p class="lead open-lead" id="unowned">${words.leads.unowned}</p><div class="panel scroll" tabindex="0" role="region" aria-labelledby="unowned"><table class="answers blank">${head}<tbody>${unowned.map(({ point, rank }) => html`<tr><th scope="row">${pointLink(context, point, rank)}</th>${blanks}</tr>`)}</tbody></table></div>`
  }${outcomesOfAll(context)}</section>`;
}

function answerRow(context: SectionContext, answer: OpenAnswer): Html {
  const { words, format } = context;
  const { about, owner, dueDate, isOverdue, note } = answer;
  const what =
    about.kind === 'point'
      ? pointLink(context, about.point, about.rank)
      : traced(
          context,
          seriesHeading(about.incident.series, {
            taxonomy: context.taxonomy,
            language: format.language,
          }),
          { anchor: 'alerts' },
        );
  return html`<tr><th scope="row">${what}</th><td data-label="${words.columns.owner}">${owner ?? html`<span class="quiet">${words.words.noOwner}</span>`}</td><td data-label="${words.columns.due}">${dueDate === undefined ? html`<span class="quiet">${words.words.noDue}</span>` : format.day(dueDate)}${isOverdue ? html` <span class="badge up">${words.words.overdue}</span>` : undefined}</td><td data-label="${words.columns.note}">${note ?? '–'}</td></tr>`;
}

function pointLink(context: SectionContext, point: HesitationPoint, rank: number): Html {
  const anchor = rank <= TOP ? `point-${rank}` : 'all';
  return traced(context, `${codeName(context, point.code)} · ${stageName(context, point.stage)}`, { anchor });
}

function isAnswered(point: HesitationPoint, answers: readonly OpenAnswer[]): boolean {
  return answers.some(({ about }) => about.kind === 'point' && about.point.id === point.id);
}
