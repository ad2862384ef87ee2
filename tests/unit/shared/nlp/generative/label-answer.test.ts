import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingSchema } from '../../../../../shared/domain/analysis.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS } from '../../../../../shared/domain/taxonomy.ts';
import { readLabels } from '../../../../../shared/nlp/generative/label-answer.ts';
import { mergeLabels } from '../../../../../shared/nlp/generative/merge-labels.ts';
import { makeReading } from '../../../../fixtures/make-record.ts';
import { CODES } from './taxonomy.ts';

const TEXT = '신분증을 찍어도 인증이 안 되고 상담도 연결이 안 돼요';
const answer = (change: object = {}) => ({
  sure: true,
  sentiment: 'negative',
  stage: 'verification',
  hesitations: [{ code: 'auth', evidence: ['인증이 안 되고'] }],
  ...change,
});
const read = (given: unknown, text = TEXT) =>
  readLabels(typeof given === 'string' ? given : JSON.stringify(given), text, CODES);

describe('the labels of an answer', () => {
  it('come with evidence as offsets in the text', () => {
    expect(read(answer())).toEqual({
      sure: true,
      sentiment: 'negative',
      stage: 'verification',
      hesitations: [{ code: 'auth', evidence: [{ start: 9, end: 17, text: '인증이 안 되고' }] }],
    });
  });

  it('are found in a code fence and between words', () => {
    const fenced = `Here it is:\n\`\`\`json\n${JSON.stringify(answer())}\n\`\`\`\nDone.`;
    expect(read(fenced)?.hesitations).toHaveLength(1);
  });

  it('lose what stands outside the taxonomy or the text', () => {
    const hesitations = [
      { code: 'weather', evidence: ['인증이'] },
      { code: 'support', evidence: ['상담이 불친절', '상담도 연결이 안 돼요', '연결이'] },
      { code: 'auth', evidence: ['신분증을', ' ', '요'] },
      { code: 'auth', evidence: ['인증이'] },
      { code: 'error', evidence: ['튕겨요'] },
    ];
    expect(read(answer({ hesitations }))?.hesitations).toEqual([
      { code: 'support', evidence: [{ start: 18, end: 30, text: '상담도 연결이 안 돼요' }] },
      { code: 'auth', evidence: [{ start: 0, end: 4, text: '신분증을' }] },
    ]);
  });

  it('find composed evidence in a text of loose letters, as the text has it', () => {
    const loose = TEXT.normalize('NFD');
    const [found] = read(answer(), loose)?.hesitations[0]?.evidence ?? [];
    expect(found?.text.normalize('NFC')).toBe('인증이 안 되고');
    expect(loose.slice(found?.start, found?.end)).toBe(found?.text);
  });

  it('are none where everything claimed is made up, and where nothing is claimed', () => {
    expect(read(answer({ hesitations: [{ code: 'error', evidence: ['튕겨요'] }] }))).toBeNull();
    expect(read(answer({ hesitations: [] }))?.hesitations).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['prose', '잘 모르겠습니다.'],
    ['half an object', '{"sure": true, "sentim'],
    ['a list', '[]'],
    ['braces the wrong way round', '}{'],
    ['an unknown mood', answer({ sentiment: 'angry' })],
    ['an unknown stage', answer({ stage: 'checkout' })],
    ['no judgement of itself', answer({ sure: undefined })],
    ['evidence that is no list', answer({ hesitations: [{ code: 'auth', evidence: '인증이' }] })],
  ])('are none where the answer is %s', (_, given) => {
    expect(read(given)).toBeNull();
  });
});

describe('any answer', () => {
  const passages = fc.constantFrom('인증이', '안 되고', '연결', 'constructor', '', '없는 말');
  const fromText = fc
    .tuple(fc.nat(TEXT.length), fc.nat(TEXT.length))
    .map(([a, b]) => TEXT.slice(Math.min(a, b), Math.max(a, b)));
  const likely = fc.record({
    sure: fc.boolean(),
    sentiment: fc.constantFrom<unknown>(...SENTIMENT_LABELS, 'mixed', 3),
    stage: fc.constantFrom<unknown>(...FUNNEL_STAGES, '', null),
    hesitations: fc.array(
      fc.record({
        code: fc.oneof(fc.constantFrom(...CODES, '__proto__', 'toString', 'AUTH'), fc.string()),
        evidence: fc.array(fc.oneof(passages, fromText, fc.string({ unit: 'binary' }))),
      }),
      { maxLength: 8 },
    ),
  });
  const anyAnswer = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    likely.map((value) => JSON.stringify(value)),
    likely.map((value) => `\`\`\`json\n${JSON.stringify(value)}`),
  );
  const anyText = fc.oneof(fc.constantFrom(TEXT, TEXT.normalize('NFD')), fc.string({ unit: 'binary' }));

  it('gives a valid reading or none, with codes of the taxonomy and evidence of the text', () => {
    let used = 0;
    fc.assert(
      fc.property(anyAnswer, anyText, (given, text) => {
        const labels = readLabels(given, text, CODES);
        if (labels === null) return;
        used += 1;
        const before = makeReading({ hesitations: [] });
        const reading = ReadingSchema.parse(mergeLabels(before, labels, { below: 0.55, version: 'g1-0' }));
        for (const { code, evidence } of reading.hesitations) {
          expect(CODES.has(code)).toBe(true);
          expect(evidence.length).toBeGreaterThan(0);
          for (const span of evidence) expect(text.slice(span.start, span.end)).toBe(span.text);
        }
        expect(new Set(reading.hesitations.map(({ code }) => code)).size).toBe(reading.hesitations.length);
      }),
      { numRuns: 2_000 },
    );
    expect(used).toBeGreaterThan(50);
  });
});
