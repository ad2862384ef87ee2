import { suggestionTag } from '../domain/suggestion-tag.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { businessDay } from '../domain/time.ts';
import { changeSentences } from './change-sentences.ts';
import { changeText } from './change-text.ts';
import { createFormat, type Language } from './format.ts';
import { incidentBrief } from './incident-brief.ts';
import { type OpenAnswer, openAnswers } from './open-answers.ts';
import { pageWords } from './page-words.ts';
import { seriesHeading } from './series-name.ts';
import type { Delivery } from './sink.ts';
import { testSentence } from './test-sentence.ts';

/** A part of a short message. All texts are plain: each channel escapes them in its own way. */
export interface BriefSection {
  readonly heading: string;
  readonly lines: readonly string[];
  /** Redacted words of customers. */
  readonly quotes: readonly string[];
}

/** What a delivery says in a chat, a card or a mail, whatever the channel. */
export interface Brief {
  readonly title: string;
  /** The first section is the news; the others are details. */
  readonly sections: readonly BriefSection[];
  /** Empty where there is no dashboard. */
  readonly url: string;
  readonly open: string;
}

export interface BriefOptions {
  readonly language: Language;
  /** Gives codes their names. */
  readonly taxonomy: Taxonomy;
  /** The zone in which hours are told. */
  readonly timeZone: string;
}

const TOP = 5;

/** The short form of any delivery. */
export function briefOf(delivery: Delivery, options: BriefOptions): Brief {
  switch (delivery.kind) {
    case 'weekly-review':
      return reviewBrief(delivery, options);
    case 'incident':
      return incidentBrief(delivery.alert, delivery.url, options);
    case 'draft':
      return draftBrief(delivery, options);
  }
}

/** A week in a minute: what changed, the five points, alerts, open answers, words to try and to avoid. */
function reviewBrief(
  { review, url }: Extract<Delivery, { kind: 'weekly-review' }>,
  { language, taxonomy }: BriefOptions,
): Brief {
  const words = pageWords(language);
  const format = createFormat(language, review.timeZone);
  const ko = language === 'ko';
  const code = (id: string) => taxonomy.codes.find((entry) => entry.code === id)?.name[language] ?? id;
  const stage = (id: string) => taxonomy.stages.find((entry) => entry.stage === id)?.name[language] ?? id;
  const name = (point: { code: string; stage: string }) => `${code(point.code)} · ${stage(point.stage)}`;
  const quoted = (texts: readonly { text: string }[]) => texts.slice(0, 1).map(({ text }) => text);
  const count = (value: number) => `${format.count(value)}${ko ? '건' : ''}`;

  const news = changeSentences(review, taxonomy, format).map(({ text }) => text);
  const points = review.points.slice(0, TOP).map(
    (point, index): BriefSection => ({
      heading: `${index + 1}. ${name(point)}`,
      lines: [
        `${count(point.documents)} · ${words.columns.share} ${format.percent(point.share.value)} · ${words.words.changeLabel} ${changeText(point.change, words, format)}`,
      ],
      quotes: quoted(point.evidence),
    }),
  );
  const alerts = review.incidents.map(
    (incident) =>
      `${seriesHeading(incident.series, { taxonomy, language })}: ${format.dateTime(incident.startedAt)}, ${count(incident.count)} (${words.words.usual} ${format.expected(incident.expected)}${ko ? '건' : ''})`,
  );
  const today = businessDay(new Date(review.generatedAt), review.timeZone);
  const answers = openAnswers(review, today).map((answer) => answerLine(answer));
  const tries = review.keywords
    .slice(0, TOP)
    .map(({ phrase, said, angle }) => `‘${phrase}’ ${count(said)} → ${words.angles[angle]}`);
  const avoid = review.avoid.slice(0, TOP).map(({ term, reason }) => `‘${term}’: ${reason}`);
  const list = (heading: string, lines: readonly string[]): BriefSection[] =>
    lines.length === 0 ? [] : [{ heading, lines, quotes: [] }];
  return {
    title: `${review.brand} ${words.title} · ${format.week(review.week)}`,
    sections: [
      { heading: words.sections.changes, lines: news, quotes: [] },
      ...list(words.sections.answers, answers),
      ...points,
      ...list(words.sections.alerts, alerts),
      ...list(words.words.tryWords, tries),
      ...list(words.words.avoidWords, avoid),
    ],
    url,
    open: ko ? '리뷰 전체 보기' : 'Read the whole review',
  };

  function answerLine({ about, owner, dueDate, note, isOverdue }: OpenAnswer): string {
    const what =
      about.kind === 'point'
        ? name(about.point)
        : seriesHeading(about.incident.series, { taxonomy, language });
    const due =
      dueDate === undefined
        ? words.words.noDue
        : `${format.day(dueDate)}${isOverdue ? ` (${words.words.overdue})` : ''}`;
    return `${what}: ${owner ?? words.words.noOwner} · ${due}${note === undefined ? '' : ` · ${note}`}`;
  }
}

function draftBrief(
  { draft, url }: Extract<Delivery, { kind: 'draft' }>,
  { language, taxonomy }: BriefOptions,
): Brief {
  const ko = language === 'ko';
  const words = pageWords(language);
  const tag = suggestionTag(draft.suggestionId);
  const code = taxonomy.codes.find((entry) => entry.code === draft.code)?.name[language] ?? draft.code;
  const stage = taxonomy.stages.find((entry) => entry.stage === draft.stage)?.name[language] ?? draft.stage;
  return {
    title: ko
      ? `메시지 초안: ‘${draft.phrase}’ (${draft.week})`
      : `Message draft: “${draft.phrase}” (${draft.week})`,
    sections: [
      { heading: ko ? '문안' : 'Text', lines: [draft.text], quotes: [] },
      {
        heading: ko ? '대상' : 'For',
        lines: [`${code} · ${stage} · ${draft.segment}`, words.words.draftNote],
        quotes: [],
      },
      {
        heading: ko ? '결과를 알려면' : 'To learn the result',
        lines: [
          ...(draft.test === null ? [] : [testSentence(draft.test, language)]),
          ko
            ? `보낼 캠페인에 태그 ${tag}를 달아 주세요. 그래야 결과가 이 제안으로 돌아옵니다.`
            : `Tag the campaign ${tag}, so that its result comes back to this suggestion.`,
        ],
        quotes: [],
      },
    ],
    url,
    open: ko ? '제안 보기' : 'See the suggestion',
  };
}
