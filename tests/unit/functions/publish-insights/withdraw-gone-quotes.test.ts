import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withdrawGoneQuotes } from '../../../../functions/publish-insights/withdraw-gone-quotes.ts';
import type { Sink } from '../../../../shared/delivery/sink.ts';
import type { Incident, WeeklyReview } from '../../../../shared/domain/insight.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { contributionOf } from '../../../../shared/insight/contribution.ts';
import { buildWeeklyReview } from '../../../../shared/insight/weekly-review.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';
import { bucketsOf, makeDocument } from '../../shared/insight/contribution-factory.ts';

const { copyRules } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const FONT = new URL(
  '../../../../node_modules/pretendard/dist/public/variable/PretendardVariable.ttf',
  import.meta.url,
);

const WORDS = [
  '수수료가 얼마인지 안 보여요',
  '결제 직전에야 비용을 알았습니다',
  '왜 이 금액을 내야 하는지 모르겠네요',
];
/** Without the marked beginning, which the page puts into an element of its own. */
const REST = WORDS.map((text) => text.slice(5));
const documents = WORDS.map((text, index) =>
  makeDocument({
    id: String(index),
    at: '2026-11-10T03:00:00Z',
    text,
    code: 'price',
    evidence: text.slice(0, 4),
  }),
);
const contributions = documents.map((document) => contributionOf(document, undefined));
const review = buildWeeklyReview({
  week: '2026-W46',
  timeZone: 'Asia/Seoul',
  brand: '돌려받기',
  generatedAt: '2026-11-16T00:00:00.000Z',
  taxonomy: { version: '1', codes: [], stages: [] },
  copyRules,
  buckets: bucketsOf(contributions),
  contributions,
  documents: new Map(documents.map((document) => [document.record.documentKey, document])),
  messages: [],
  funnel: [],
});

function world(stored: readonly StoredDocument[]) {
  const files = new Map<string, string>();
  const pdfs: string[] = [];
  let kept: WeeklyReview = review;
  let incident: Incident = {
    id: 'i1',
    series: 'all',
    startedAt: '2026-11-10T03:00:00.000Z',
    count: 3,
    expected: 1,
    upper: 2,
    status: 'resolved',
    codes: [],
    terms: [],
    evidence: review.points[0]?.evidence ?? [],
    version: 1,
  };
  const sink: Pick<Sink, 'rewrite'> = {
    rewrite: async (left, { isNewest }) =>
      void files.set(`exports/crm/${isNewest ? 'latest' : left.week}.csv`, JSON.stringify(left.points)),
  };
  return {
    files,
    pdfs,
    kept: () => kept,
    incident: () => incident,
    run: () =>
      withdrawGoneQuotes({
        documents: {
          getMany: async () => new Map(stored.map((document) => [document.record.documentKey, document])),
        },
        insights: {
          listReviews: async () => [{ week: '2026-W46', generatedAt: '', documents: 3, negativeShare: 1 }],
          getReview: async () => kept,
          putReview: async (next) => {
            kept = next;
          },
        },
        alerts: {
          listIncidents: async () => [incident],
          saveIncident: async (next) => {
            incident = next;
            return true;
          },
        },
        sinks: [{}, sink],
        reports: {
          write: async (key, body) => {
            files.set(key, String(body));
          },
        },
        pdfRequests: {
          send: async (messages) => {
            pdfs.push(...messages.map(({ body }) => body));
            return new Set();
          },
        },
        readFont: () => readFile(FONT),
        taxonomy: { version: '1', codes: [], stages: [] },
        language: 'ko',
        dashboardUrl: '',
      }),
  };
}

describe('withdrawGoneQuotes', () => {
  it('leaves reviews alone whose documents are all there', async () => {
    const { run, files, pdfs } = world(documents);
    expect(await run()).toEqual({ reviews: 1, withdrawn: 0, incidents: 0 });
    expect([files.size, pdfs.length]).toEqual([0, 0]);
  });

  it('takes the words of a deleted and of an expired document out of every file, the points, the PDF, the incidents and what sinks keep, once', async () => {
    const [first, second, third] = documents;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('there are three');
    const erased = { ...first, record: { ...first.record, text: '', erased: true as const } };
    const { run, files, pdfs, kept, incident } = world([erased, third]);
    expect(await run()).toEqual({ reviews: 1, withdrawn: 1, incidents: 1 });
    expect(pdfs).toHaveLength(1);
    for (const content of [...files.values(), JSON.stringify(kept()), JSON.stringify(incident())]) {
      expect(content).not.toContain(REST[0]);
      expect(content).not.toContain(REST[1]);
    }
    expect(files.get('reviews/2026-W46/review.json')).toContain(REST[2]);
    expect(files.get('reviews/2026-W46/review.html')).toContain(REST[2]);
    expect(kept().points[0]).toMatchObject({ documents: 3, evidence: [{ text: WORDS[2] }] });
    expect(files.get('exports/crm/latest.csv')).toContain(REST[2]);
    expect(incident()).toMatchObject({ count: 3, evidence: [{ text: WORDS[2] }] });
    expect(await run()).toEqual({ reviews: 1, withdrawn: 0, incidents: 0 });
  });
});
