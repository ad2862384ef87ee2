import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Brief, briefOf } from '../../../../shared/delivery/brief.ts';
import { NOTION_LIMITS, notionBlocks } from '../../../../shared/delivery/notion-blocks.ts';
import { escapeSlack, type SlackMessage, slackMessages } from '../../../../shared/delivery/slack-message.ts';
import { teamsMessage } from '../../../../shared/delivery/teams-card.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const options = { language: 'ko', taxonomy: TAXONOMY, timeZone: 'Asia/Seoul' } as const;
const briefOfReview = (review = makeReview()): Brief =>
  briefOf(
    {
      kind: 'weekly-review',
      review,
      published: { week: review.week, reviewKey: 'k', pointIds: [], suggestionIds: [] },
      files: [],
      url: 'https://voc.example.com/reviews/2026-W46?a=1&b=2',
    },
    options,
  );

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.integer({ min: 200, max: 2_000 }))
    .map(([part, times]) => part.repeat(times)),
  fc.constantFrom(
    '<!channel> 다들 보세요',
    '<https://evil.example|환급 신청>',
    '*굵게* _기울임_ ~취소~ `코드`',
    '&lt;!here&gt;',
    '😀'.repeat(4_000),
    '[여기](https://evil.example)',
  ),
);
const section = fc.record({
  heading: text,
  lines: fc.array(text, { maxLength: 6 }),
  quotes: fc.array(text, { maxLength: 4 }),
});
const brief: fc.Arbitrary<Brief> = fc.record({
  title: text.filter((one) => one.trim() !== ''),
  sections: fc.array(section, { maxLength: 20 }),
  url: fc.constantFrom('', 'https://voc.example.com/a?b=1|x>y', 'javascript:alert(1)'),
  open: fc.constant('열기'),
});

/** The limits that Block Kit documents, and the sum that it enforces without saying so. */
function problemsOf({ text: fallback, blocks }: SlackMessage): string[] {
  const problems: string[] = [];
  if (fallback === '') problems.push('no text for the notification');
  if (fallback.length > 40_000) problems.push('text too long');
  if (blocks.length > 50) problems.push('too many blocks');
  if (blocks.length === 0) problems.push('no blocks');
  if (blocks.reduce((sum, block) => sum + block.text.text.length, 0) > 13_200)
    problems.push('blocks too long');
  for (const block of blocks) {
    const { text: content } = block.text;
    if (content.length === 0) problems.push('empty block');
    if (block.type === 'header' && content.length > 150) problems.push('header too long');
    if (block.type === 'section' && content.length > 3_000) problems.push('section too long');
    if (block.type === 'section' && block.text.type === 'mrkdwn') {
      // The only thing between < and > is our own link.
      const rest = content.replace(/<https:\/\/voc\.example\.com\/[^<>|]*\|[^<>|]*>/g, '');
      if (/[<>]/.test(rest)) problems.push('a raw < or >');
      if (/&(?!amp;|lt;|gt;)/.test(rest)) problems.push('a raw &');
      if (block.text.verbatim !== true) problems.push('Slack may find mentions by itself');
    }
    if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(content)) problems.push('half a character');
  }
  return problems;
}

describe('a Slack message', () => {
  it('keeps the limits of Block Kit and lets no text become a mention, a link or markup', () => {
    fc.assert(
      fc.property(brief, (one) => {
        for (const message of slackMessages(one)) expect(problemsOf(message)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('loses no section, however many messages it takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 2_500 }), (count, length) => {
        const sections = Array.from({ length: count }, (_, index) => ({
          heading: `section-${index}.`,
          lines: ['가'.repeat(length)],
          quotes: [],
        }));
        const messages = slackMessages({ title: 't', sections, url: '', open: 'o' });
        const all = JSON.stringify(messages);
        for (const { heading } of sections) expect(all).toContain(heading);
        for (const message of messages) expect(problemsOf(message)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('says the news first and the points in the next message', () => {
    const [head, details] = slackMessages(briefOfReview());
    expect(head.blocks[0]).toMatchObject({
      type: 'header',
      text: { type: 'plain_text', text: '돌려받기 주간 고객 목소리 리뷰 · 2026년 46주차' },
    });
    expect(JSON.stringify(head)).toContain('이번 주에 들어온 고객 목소리는 203건');
    expect(JSON.stringify(head)).toContain(
      '<https://voc.example.com/reviews/2026-W46?a=1&amp;b=2|리뷰 전체 보기>',
    );
    expect(JSON.stringify(details)).toContain('1. 본인인증·로그인 · verification 단계');
    expect(JSON.stringify(details)).toContain('&gt; 본인인증이 계속 실패해요');
  });

  it('shows signs of formatting as customers wrote them', () => {
    expect(escapeSlack('<@U1> & *a* _b_ ~c~ `d`')).toBe('&lt;@U1&gt; &amp; ∗a∗ ＿b＿ ∼c∼ ˋdˋ');
  });
});

describe('a Teams card', () => {
  it('stays below 28 kB, and knows no Markdown', () => {
    fc.assert(
      fc.property(brief, (one) => {
        const message = JSON.stringify(teamsMessage(one));
        expect(Buffer.byteLength(message)).toBeLessThan(28_000);
        expect(message).not.toContain('"TextBlock"');
        expect(message).not.toContain('javascript:alert(1)","');
      }),
      { numRuns: 40 },
    );
  });

  it('has the whole review of an ordinary week', () => {
    const message = JSON.stringify(teamsMessage(briefOfReview()));
    expect(message).toContain('이번 주 무엇이 달라졌나');
    expect(message).toContain('피할 말');
    expect(message).toContain('"type":"Action.OpenUrl"');
  });
});

describe('Notion blocks', () => {
  it('keep the limits of texts', () => {
    fc.assert(
      fc.property(brief, (one) => {
        for (const block of notionBlocks(one)) {
          const [rich] = block[block.type]?.rich_text ?? [];
          expect(rich?.text.content.length).toBeLessThanOrEqual(NOTION_LIMITS.text);
          expect(rich?.text.link?.url ?? 'https://').toMatch(/^https:/);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a brief of a review', () => {
  it('carries answers with owner and due date over, and says what is overdue', () => {
    const review = makeReview();
    const [point] = review.points;
    if (point === undefined) throw new Error('the review has a point');
    const owned = {
      ...point,
      status: 'addressing' as const,
      tracking: {
        since: '2026-11-09T00:00:00.000Z',
        experiment: null,
        owner: '인증팀',
        dueDate: '2026-11-13',
        note: '점검 중',
      },
    };
    const brief = briefOfReview(makeReview({ points: [owned] }));
    expect(brief.sections[1]).toMatchObject({
      heading: '답이 필요한 것',
      lines: ['본인인증·로그인 · verification 단계: 인증팀 · 11월 13일(금) (기한 지남) · 점검 중'],
    });
  });

  it('speaks English', () => {
    const review = makeReview();
    const brief = briefOf(
      {
        kind: 'weekly-review',
        review,
        published: { week: review.week, reviewKey: 'k', pointIds: [], suggestionIds: [] },
        files: [],
        url: '',
      },
      { ...options, language: 'en' },
    );
    expect(JSON.stringify(brief.sections.map(({ heading }) => heading))).toMatch(
      /What changed this week.*Words to avoid/,
    );
    expect(JSON.stringify(brief.sections[1])).toContain('▲ 3.2×');
  });
});
