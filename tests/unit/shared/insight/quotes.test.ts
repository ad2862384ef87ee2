import { describe, expect, it } from 'vitest';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import { codeEvidence, codeRelevance } from '../../../../shared/insight/quotes.ts';
import { makeDocument } from './contribution-factory.ts';

function read(
  text: string,
  evidence: readonly string[],
  of: { code?: string; sentiment?: 'negative' | 'positive'; confidence?: number; before?: string } = {},
): StoredDocument {
  const { code = 'error', sentiment = 'negative', confidence = 0.9, before } = of;
  const document = makeDocument({ id: text, at: '2026-11-10', text, code, sentiment });
  const spans = evidence.map((part) => {
    const start = text.indexOf(part);
    return { start, end: start + part.length, text: part };
  });
  const first = before === undefined ? [] : [{ code: before, confidence: 0.99, evidence: [] }];
  const hesitations = [...first, { code, confidence, evidence: spans }];
  return { ...document, reading: { ...document.reading, hesitations } };
}

describe('a document is quoted for a reason', () => {
  it.each([
    ['앱이 자꾸 꺼져서 이체를 못 했어요', ['꺼져서'], {}],
    // A content customer who still misses something.
    [
      '다 좋은데 로딩이 느려서 조금 불편하네요. 잘 쓰고 있습니다',
      ['로딩이 느려서'],
      { sentiment: 'positive' },
    ],
    ['다른 앱은 문제없이 되는데 여기만 안 돼요', ['다른 앱은 문제없이'], { code: 'alternative' }],
    ['오류가 없다더니 오류만 나요', ['오류만'], {}],
  ] as const)('where its words say so: %s', (text, evidence, of) => {
    expect(codeRelevance(read(text, evidence, of), 'code' in of ? of.code : 'error')).toBeGreaterThan(0);
  });

  it.each([
    ['praise by what is lacking', '앱 사용 중 오류는 거의 없었어요', ['오류는'], {}],
    ['the same within the words', '다른 앱보다 복잡하지않고 편해요', ['복잡하지않고'], {}],
    ['words that say nothing', '그냥 하나도 모르겠어요', ['하나도'], { confidence: 0.8 }],
    [
      'a content customer who misses nothing',
      '팝업으로 떠서 선물도 받았어요',
      ['팝업으로'],
      { sentiment: 'positive' },
    ],
    ['a guess', '글쎄요 이게 뭘까요', ['뭘까요'], { confidence: 0.4 }],
    [
      'a guess beside a clearer reason',
      '인증이 안 되고 몇 번을 해요',
      ['몇 번을'],
      { confidence: 0.66, before: 'auth' },
    ],
  ] as const)('not for %s', (_, text, evidence, of) => {
    expect(codeRelevance(read(text, evidence, of), 'error')).toBe(0);
  });

  it('has the words marked that tell something, as they stand in the text', () => {
    const text = '갑자기 로그인이 안 되고 화면이 멈춰요';
    const marks = codeEvidence(read(text, ['갑자기', '화면이 멈춰요']), 'error');
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['화면이 멈춰요']);
  });
});
