import { describe, expect, it } from 'vitest';
import { parseConcepts } from '../../../../shared/nlp/parse-concepts.ts';

const problemsOf = (text: string) => {
  const parsed = parseConcepts(text);
  return parsed.ok ? [] : parsed.problems;
};

describe('parseConcepts', () => {
  it('reads concepts with their entries, in the order of the file', () => {
    const parsed = parseConcepts(
      [
        '# what customers speak of',
        'login: 로그인 ^앱 OTP',
        '  접속',
        '',
        'fee: 수수료',
        'blocked: 안녕',
        '',
      ].join('\n'),
    );
    expect(parsed.ok && [...parsed.concepts.entries]).toEqual([
      [
        'login',
        [
          { text: '로그인', atWordStart: false },
          { text: '앱', atWordStart: true },
          { text: 'otp', atWordStart: false },
          { text: '접속', atWordStart: false },
        ],
      ],
      ['fee', [{ text: '수수료', atWordStart: false }]],
      ['blocked', [{ text: '안녕', atWordStart: false }]],
    ]);
  });

  it('composes loose letters, reads files of Windows and takes an entry that is there twice once', () => {
    const parsed = parseConcepts(`login: ${'로그인'.normalize('NFD')} 로그인\r\n  접속 접속\r\n`);
    expect(parsed.ok && parsed.concepts.entries.get('login')).toEqual([
      { text: '로그인', atWordStart: false },
      { text: '접속', atWordStart: false },
    ]);
  });

  it('knows an entry at the beginning of words from the same one anywhere', () => {
    expect(problemsOf('short: ^안\nlong: 안\n')).toEqual([]);
  });

  it.each([
    ['entries before the first name', ['  로그인', 'login: 접속'], 1, /before the first name/],
    ['a line that is neither', ['login: 접속', '로그인 접속'], 2, /neither/],
    ['a name in capitals', ['Login: 접속'], 1, /neither/],
    ['a name without a space after it', ['login:접속'], 1, /neither/],
    ['a concept twice', ['login: 접속', 'fee: 수수료', 'login: 로그인'], 3, /login is there twice/],
    [
      'an entry of two concepts',
      ['login: 접속', '# remark', 'fee: 수수료', '  접속'],
      4,
      /"접속" is in login/,
    ],
    ['an entry in two spellings', ['login: OTP', 'fee: otp'], 2, /"otp" is in login/],
    ['an entry that is too long', ['login: 접속', `  ${'가'.repeat(31)}`], 2, /too long/],
  ])('names the line of %s', (_, lines, line, message) => {
    expect(problemsOf(lines.join('\n'))).toEqual([{ line, message: expect.stringMatching(message) }]);
  });

  it('names every problem, not only the first', () => {
    const text = ['로그인', 'login: 접속', 'fee: 접속', 'fee: 수수료', `  ${'가'.repeat(40)}`].join('\n');
    expect(problemsOf(text).map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });
});
