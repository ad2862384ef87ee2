import { expect, it } from 'vitest';
import { evidenceInWords } from '../../../../shared/linking/evidence-words.ts';

it('says what a link rests on, the strongest first, and what speaks against it', () => {
  const evidence = [
    { kind: 'nickname', weight: -0.4 },
    { kind: 'no-recent-purchase', weight: -0.5 },
    { kind: 'device', weight: 3 },
  ];
  expect(evidenceInWords(evidence, 'ko')).toEqual([
    { kind: 'device', words: '기기가 같음', speaksFor: true },
    { kind: 'nickname', words: '닉네임이 같음', speaksFor: true },
    { kind: 'no-recent-purchase', words: '작성 전 7일 안에 구매하지 않음', speaksFor: false },
  ]);
  expect(evidenceInWords([{ kind: 'phone', weight: 5 }], 'en')).toMatchObject([
    { words: 'the same phone number' },
  ]);
});

it('shows a kind that it does not know as it is called', () => {
  expect(evidenceInWords([{ kind: 'new-kind', weight: 1 }], 'ko')).toMatchObject([{ words: 'new-kind' }]);
});
