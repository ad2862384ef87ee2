import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VocError } from '../../../../../shared/domain/errors.ts';
import { createGenerative, type GenerativeDeps } from '../../../../../shared/nlp/generative/generative.ts';
import { OUTCOMES } from '../../../../../shared/nlp/generative/outcomes.ts';
import type { ModelAnswer, Prompt } from '../../../../../shared/nlp/generative/text-model.ts';
import { redact } from '../../../../../shared/privacy/redact.ts';
import { makeReading } from '../../../../fixtures/make-record.ts';
import { TAXONOMY } from './taxonomy.ts';

const TEXT = '인증이 안 돼요';
const DOUBTFUL = makeReading({ hesitations: [] });
const ANSWER = {
  sure: true,
  sentiment: 'negative',
  stage: 'verification',
  hesitations: [{ code: 'auth', evidence: ['인증이 안'] }],
};
const saying = (value: unknown): ModelAnswer => ({
  text: typeof value === 'string' ? value : JSON.stringify(value),
  complete: true,
  usage: { inputTokens: 900, outputTokens: 60 },
});

function start(
  answer: (prompt: Prompt, index: number) => ModelAnswer | Promise<ModelAnswer>,
  options: Partial<GenerativeDeps> & { hasTime?: () => boolean } = {},
) {
  const prompts: Prompt[] = [];
  const generative = createGenerative({
    model: {
      async ask(prompt) {
        prompts.push(prompt);
        return answer(prompt, prompts.length - 1);
      },
    },
    modelId: 'model-a',
    taxonomy: TAXONOMY,
    prices: { maxUsdPerRun: 1, usdPer1kInputTokens: 0.001, usdPer1kOutputTokens: 0.005 },
    below: 0.55,
    hasPersonalData: (text) => redact(text).pii.length > 0,
    ...options,
  });
  const run = generative.startRun({ hasTime: options.hasTime ?? (() => true) });
  return { generative, run, prompts };
}

const counts = (run: ReturnType<typeof start>['run']) =>
  Object.fromEntries(Object.entries(run.report().outcomes).filter(([, count]) => count > 0));
const fails = (code: VocError['code'], kind: VocError['kind']) => () => {
  throw new VocError(code, kind, 'It failed.');
};

describe('the large-model step', () => {
  it('sharpens a doubtful reading and says what it cost', async () => {
    const { run, generative, prompts } = start(() => saying(ANSWER));
    const reading = await run.sharpen({ text: TEXT, title: '제목' }, DOUBTFUL);
    expect(reading).toMatchObject({
      hesitations: [{ code: 'auth', evidence: [{ start: 0, end: 5, text: '인증이 안' }] }],
      stage: 'verification',
      analysisVersion: `a1+${generative.version}`,
    });
    expect(JSON.parse(prompts[0]?.user ?? '')).toEqual({ title: '제목', text: TEXT });
    expect(run.report()).toMatchObject({ outcomes: { used: 1 }, failureCode: undefined });
    expect(run.report().spentUsd).toBeCloseTo(0.0012, 10);
  });

  it('asks nothing about a sure reading or a text without a word', async () => {
    const { run, prompts } = start(() => saying(ANSWER));
    const sure = makeReading();
    expect(await run.sharpen({ text: TEXT }, sure)).toBe(sure);
    expect(await run.sharpen({ text: '!!! 👍' }, DOUBTFUL)).toBe(DOUBTFUL);
    expect([prompts, counts(run)]).toEqual([[], {}]);
  });

  it('shows no text or title in which personal data is found', async () => {
    const { run, prompts } = start(() => saying(ANSWER));
    expect(await run.sharpen({ text: '제 번호는 010-1234-5678 입니다' }, DOUBTFUL)).toBe(DOUBTFUL);
    expect(await run.sharpen({ text: TEXT, title: 'hong@example.com' }, DOUBTFUL)).toBe(DOUBTFUL);
    expect([prompts, counts(run)]).toEqual([[], { refused: 2 }]);
  });

  it.each([
    ['unsure', saying({ ...ANSWER, sure: false })],
    ['invalid', saying('잘 모르겠어요')],
    ['invalid', { ...saying(ANSWER), complete: false }],
    ['invalid', saying({ ...ANSWER, hesitations: [{ code: 'auth', evidence: ['없는 말'] }] })],
  ])('keeps the reading as it is when the answer is %s', async (outcome, answer) => {
    const { run } = start(() => answer);
    expect(await run.sharpen({ text: TEXT }, DOUBTFUL)).toBe(DOUBTFUL);
    expect(counts(run)).toEqual({ [outcome]: 1 });
    expect(run.report().spentUsd).toBeCloseTo(0.0012, 10);
  });

  it('asks no more once the next question could pass the cap', async () => {
    const maxUsdPerRun = 0.02;
    const { run, prompts } = start(() => saying(ANSWER), {
      prices: { maxUsdPerRun, usdPer1kInputTokens: 0.001, usdPer1kOutputTokens: 0.005 },
    });
    for (let index = 0; index < 30; index += 1) await run.sharpen({ text: TEXT }, DOUBTFUL);
    const { used, 'skipped-cap': skipped } = run.report().outcomes;
    expect(used).toBe(prompts.length);
    expect(used).toBeGreaterThan(3);
    expect(used + skipped).toBe(30);
    expect(run.report().spentUsd).toBeLessThanOrEqual(maxUsdPerRun);
  });

  it('begins every run with the whole cap', async () => {
    const { generative, run } = start(() => saying(ANSWER));
    await run.sharpen({ text: TEXT }, DOUBTFUL);
    expect(generative.startRun({ hasTime: () => true }).report().spentUsd).toBe(0);
  });

  it('asks no more when the time is nearly up', async () => {
    const { run, prompts } = start(() => saying(ANSWER), { hasTime: () => false });
    await run.sharpen({ text: TEXT }, DOUBTFUL);
    expect([prompts, counts(run)]).toEqual([[], { 'skipped-time': 1 }]);
  });

  it('gives up for this run after three failures in a row, at once when it is refused access', async () => {
    for (const [code, kind, asked] of [
      ['generative.unavailable', 'transient', 3],
      ['generative.rate-limited', 'rate', 3],
      ['generative.unauthorized', 'auth', 1],
    ] as const) {
      const { run, prompts } = start(fails(code, kind));
      for (let index = 0; index < 6; index += 1)
        expect(await run.sharpen({ text: TEXT }, DOUBTFUL)).toBe(DOUBTFUL);
      expect(prompts).toHaveLength(asked);
      expect(run.report()).toMatchObject({ outcomes: { failed: 6 }, failureCode: code });
    }
  });

  it('goes on after a failure that does not last, and counts as spent only what may have been charged', async () => {
    const spent = async (kind: 'rate' | 'transient') => {
      const { run } = start((_, index) =>
        index % 2 === 0 ? fails('generative.unavailable', kind)() : saying(ANSWER),
      );
      for (let index = 0; index < 8; index += 1) await run.sharpen({ text: TEXT }, DOUBTFUL);
      expect(counts(run)).toEqual({ used: 4, failed: 4 });
      return run.report().spentUsd;
    };
    expect(await spent('rate')).toBeCloseTo(0.0048, 10);
    expect(await spent('transient')).toBeGreaterThan(0.0148);
  });

  it('takes a defect for a failure', async () => {
    const { run } = start(() => saying(ANSWER), {
      hasPersonalData: () => {
        throw new TypeError('a bug');
      },
    });
    expect(await run.sharpen({ text: TEXT }, DOUBTFUL)).toBe(DOUBTFUL);
    expect(counts(run)).toEqual({ failed: 1 });
  });

  it('has a version that changes with model, taxonomy and threshold, and with nothing else', () => {
    const version = (options: Partial<GenerativeDeps> = {}) =>
      start(() => saying(''), options).generative.version;
    expect(version()).toMatch(/^g1-[0-9a-f]{8}$/);
    expect(version({ hasPersonalData: () => true })).toBe(version());
    const others = [
      version(),
      version({ modelId: 'model-b' }),
      version({ below: 0.6 }),
      version({ taxonomy: { ...TAXONOMY, codes: TAXONOMY.codes.slice(1) } }),
    ];
    expect(new Set(others).size).toBe(4);
  });

  it('never throws, whatever is read, answered or thrown, and counts each question once', async () => {
    const answers = fc.oneof(
      fc.string({ unit: 'binary' }).map(saying),
      fc.json().map(saying),
      fc.constant(saying(ANSWER)),
      fc.constant(undefined),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), answers), { maxLength: 6 }),
        async (documents) => {
          let index = -1;
          const { run } = start(() => {
            const [, answer] = documents[index] ?? [];
            if (answer === undefined) throw 'no error';
            return answer;
          });
          for (const [text] of documents) {
            index += 1;
            const reading = await run.sharpen({ text: `인증 ${text}` }, DOUBTFUL);
            for (const { evidence } of reading.hesitations)
              for (const span of evidence) expect(`인증 ${text}`.slice(span.start, span.end)).toBe(span.text);
          }
          const { outcomes } = run.report();
          expect(OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0)).toBe(documents.length);
        },
      ),
    );
  });
});
