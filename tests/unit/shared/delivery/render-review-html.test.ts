import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderReviewHtml } from '../../../../shared/delivery/render-review-html.ts';
import { makeReview, TAXONOMY } from './review-factory.ts';

const options = { language: 'ko', taxonomy: TAXONOMY, fontFaceCss: '' } as const;
const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> =HYPERLINK("http://x") *굵게* <!channel>`;

describe('renderReviewHtml', () => {
  const page = renderReviewHtml(makeReview(), options);
  const $ = load(page);

  it('needs no script and nothing from the network', () => {
    expect($('script').length).toBe(0);
    expect($('link, img, iframe, object').length).toBe(0);
    expect(page).not.toMatch(/url\((?!data:)/);
    expect($('meta[http-equiv="Content-Security-Policy"]').attr('content')).toContain("default-src 'none'");
  });

  it('tells the week in plain Korean sentences, with numbers', () => {
    const news = $('.news .said')
      .map((_, item) => $(item).text())
      .get();
    expect(news[0]).toBe(
      '이번 주에 들어온 고객 목소리는 203건으로, 이전 4주 평균 148건보다 37% 많습니다. 그중 부정적인 목소리는 54.0%입니다(이전 4주 52.0%, 우연일 수 있는 차이).',
    );
    expect(news[1]).toBe(
      '11월 11일(수) 20:00부터 23:00까지 부정적인 목소리가 36건 몰렸습니다(평소 3.5건). 가장 많이 나온 이유는 ‘본인인증·로그인’입니다.',
    );
    expect(news.join(' ')).toContain('‘비용·가치’ 목소리가 차지하는 비중이 이전 4주보다 84% 줄었습니다');
    expect(news.join(' ')).toContain('‘환급 안내’ 발송 후 6일 동안');
  });

  it('shows each point with its share, interval, change, quote and marked evidence', () => {
    const card = $('.card').first();
    expect(card.find('h3').text()).toBe('본인인증·로그인');
    expect(card.text()).toContain('20.7% (15.7%–26.8%)');
    expect(card.text()).toContain('▲ 3.2배 (2.1–5.0배)');
    expect(card.find('blockquote mark').text()).toBe('본인인증');
    expect(card.find('.source').text()).toContain('앱 리뷰 · 11월 11일(수)');
    expect(card.find('.stars').attr('aria-label')).toBe('별점 2');
  });

  it('stays words, whatever anybody writes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(
        HOSTILE,
        '</style><script>x</script>',
        '"><svg onload=x>',
        '&#60;b&#62;',
        'javascript:x',
      ),
    );
    const tags = (parsed: ReturnType<typeof load>) => parsed('*').length;
    // Markup is counted: a text that became markup would add elements, whatever they are.
    const plain = tags(
      load(renderReviewHtml(makeReview({ quote: 'aaaa', phrase: 'a', brand: 'a' }), options)),
    );
    fc.assert(
      fc.property(text, text, text, (quote, phrase, brand) => {
        const parsed = load(
          renderReviewHtml(makeReview({ quote: `aaaa${quote}`, phrase, brand, url: quote }), options),
        );
        const links = parsed('a[href]')
          .map((_, link) => parsed(link).attr('href') ?? '')
          .get();
        expect(links.filter((href) => !/^(#|https?:)/.test(href))).toEqual([]);
        expect(parsed('script, img, svg[onload], iframe').length).toBe(0);
        expect(tags(parsed) - links.filter((href) => href.startsWith('http')).length).toBe(plain);
      }),
      { numRuns: 40 },
    );
  });

  const owned = () => {
    const [point] = makeReview().points;
    if (point === undefined) throw new Error('the review has a point');
    const other = { ...point, id: 'price.usage', code: 'price' as const, stage: 'usage' as const };
    return [
      {
        ...point,
        tracking: {
          since: '2026-11-09T00:00:00.000Z',
          experiment: null,
          owner: '인증팀 <b>',
          dueDate: '2026-11-13',
          note: '점검 중',
        },
      },
      other,
    ];
  };

  it('carries over what was promised, and leaves room for what nobody owns yet', () => {
    const answers = load(renderReviewHtml(makeReview({ points: owned() }), options))(
      '[aria-labelledby="answers"]',
    );
    expect(answers.find('table.answers').first().find('tbody tr').text()).toBe(
      '본인인증·로그인 · verification 단계인증팀 <b>11월 13일(금) 기한 지남점검 중',
    );
    const blank = answers.find('table.blank tbody tr');
    expect(blank.length).toBe(1);
    expect(blank.text()).toBe('비용·가치 · usage 단계');
  });

  it('tells how the sources stood, where somebody asked', () => {
    const health = [
      { sourceId: 'apple-kr', lastSuccessAt: '2026-11-16T00:00:00.000Z', findings: [] },
      { sourceId: 'board', findings: [{ code: 'selector-drift' as const, severity: 'critical' as const }] },
    ];
    const section = load(renderReviewHtml(makeReview({ health }), options))(
      'section[aria-labelledby="health"]',
    );
    expect(section.find('tbody').text()).toBe(
      'apple-kr11월 16일(월) 09:00이상 없음board아직 없음페이지 구조가 바뀜 ',
    );
    expect($('#health').length).toBe(0);
  });

  it('leads from every number to its voices, and never to nowhere', () => {
    const withDashboard = load(
      renderReviewHtml(makeReview({ points: owned() }), {
        ...options,
        dashboardUrl: 'https://voc.example.com/',
      }),
    );
    expect(withDashboard('#point-1 .count a').attr('href')).toBe(
      'https://voc.example.com/voices?week=2026-W46&code=auth&stage=verification',
    );
    for (const one of [$, withDashboard]) {
      const anchors = one('a[href^="#"]')
        .map((_, link) => one(link).attr('href')?.slice(1))
        .get();
      expect(anchors.length).toBeGreaterThan(8);
      expect(anchors.filter((id) => one(`[id="${id}"]`).length !== 1)).toEqual([]);
    }
  });

  it('escapes whatever customers, campaigns or brands say', () => {
    const hostile = renderReviewHtml(
      makeReview({
        quote: HOSTILE,
        phrase: HOSTILE,
        brand: HOSTILE,
        avoid: [{ term: HOSTILE, reason: HOSTILE, messages: 1 }],
      }),
      options,
    );
    const parsed = load(hostile);
    expect(parsed('script, img').length).toBe(0);
    expect(parsed('[onerror]').length).toBe(0);
    expect(parsed('blockquote').first().text()).toBe(HOSTILE);
    expect(parsed('title').text()).toContain(HOSTILE);
  });

  it('links to evidence, and never to a script address', () => {
    const linked = load(
      renderReviewHtml(makeReview(), { ...options, evidenceUrl: (key) => `/documents/${key}` }),
    );
    expect(linked('.source a').first().attr('href')).toBe(`/documents/${'a'.repeat(64)}`);
    const hostile = load(renderReviewHtml(makeReview({ url: 'javascript:alert(1)' }), options));
    expect(hostile('.source a').length).toBe(0);
    const source = load(renderReviewHtml(makeReview({ url: 'https://example.com/1' }), options));
    expect(source('.source a').first().attr('href')).toBe('https://example.com/1');
  });

  it('can be read by a screen reader: one h1, no level skipped, named charts, sections and tables', () => {
    expect($('h1').length).toBe(1);
    const levels = $('h1, h2, h3, h4')
      .map((_, heading) => Number(heading.tagName.slice(1)))
      .get();
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? level)).toBeLessThanOrEqual(1);
    expect($('[role=img]').length).toBeGreaterThan(2);
    $('[role=img]').each((_, chart) => expect($(chart).attr('aria-label')).toBeTruthy());
    $('section').each((_, section) => expect($(`#${$(section).attr('aria-labelledby')}`).length).toBe(1));
    $('table').each((_, table) => expect($(table).find('thead th[scope=col]').length).toBeGreaterThan(1));
    const ids = $('[id]')
      .map((_, element) => $(element).attr('id') ?? '')
      .get();
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same page for the same review', () => {
    expect(renderReviewHtml(makeReview(), options)).toBe(page);
  });

  it('speaks English on request', () => {
    const english = load(renderReviewHtml(makeReview(), { ...options, language: 'en' }));
    expect(english('html').attr('lang')).toBe('en');
    expect(english('#changes').text()).toBe('What changed this week');
    const own = english('body').clone();
    own
      .find(
        'blockquote, .drafts, .avoid, .message, .campaign h3, .suggestion h4, .chip, .brand, .facts, .news, .lead',
      )
      .remove();
    expect(own.text()).not.toMatch(/[가-힣]/);
  });

  it('says so plainly where there is nothing', () => {
    const empty = load(
      renderReviewHtml(
        makeReview({
          documents: 0,
          points: [],
          keywords: [],
          avoid: [],
          campaigns: [],
          incidents: [],
          codes: [],
        }),
        options,
      ),
    );
    expect(empty('.empty').length).toBe(6);
    expect(empty('.news .said').first().text()).toBe(
      '이번 주에 들어온 고객 목소리가 없습니다(이전 4주 평균 148건).',
    );
    expect(empty('.news').text()).toContain('비교할 만큼 자료가 없어');
    expect(empty('.tiles').text()).not.toContain('54.0%');
  });

  it('says that no reason moved only where reasons were compared', () => {
    const news = (change: 'too-few' | { ratio: number; low: number; high: number; significant: boolean }) => {
      const codes = makeReview().codes.map((code) => ({ ...code, change }));
      return load(renderReviewHtml(makeReview({ codes }), options))('.news').text();
    };
    const flat = news({ ratio: 1.1, low: 0.8, high: 1.4, significant: false });
    expect(flat).toContain('우연으로 보기 어려울 만큼 늘거나 준 이유는 없습니다');
    expect(news('too-few')).toContain('비교할 만큼 자료가 없어');
    expect(news('too-few')).not.toContain('이유는 없습니다');
  });
});
