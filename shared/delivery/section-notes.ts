import type { WeeklyReview } from '../domain/insight.ts';
import type { Format } from './format.ts';
import { type Html, html } from './html.ts';
import type { SectionContext } from './section-context.ts';

/** Limits of the data and how the numbers were made. */
export function notesSection({ review, words, format }: SectionContext): Html {
  const caveats = review.caveats.map((caveat) => html`<li>${caveatText(caveat, format)}</li>`);
  return html`<section aria-labelledby="notes"><h2 id="notes">${words.sections.notes}</h2><div class="notes"><div><h3>${words.words.caveats}</h3>${
    caveats.length === 0 ? html`<p>${words.words.noCaveats}</p>` : html`<ul>${caveats}</ul>`
  }</div><div><h3>${words.words.method}</h3><ul>${words.method.map((line) => html`<li>${line}</li>`)}</ul></div></div>
<p class="made">${words.words.madeAt} ${format.dateTime(review.generatedAt)} (${review.timeZone})${review.analysisVersions.length === 0 ? undefined : html` · ${words.words.analysedBy} ${review.analysisVersions.join(', ')}`}</p></section>`;
}

type Caveat = WeeklyReview['caveats'][number];

function caveatText(caveat: Caveat, format: Format): string {
  const number = (name: string) => Number(caveat.detail[name] ?? 0);
  const count = (name: string) => format.count(number(name));
  const percent = (name: string) => format.percent(number(name));
  const texts: Readonly<Record<string, { ko: () => string; en: () => string }>> = {
    'small-week': {
      ko: () => `이번 주 목소리가 ${count('documents')}건으로 적습니다. 비중과 변화는 참고로만 보세요.`,
      en: () => `Only ${count('documents')} voices this week: read shares and changes with care.`,
    },
    'short-baseline': {
      ko: () =>
        number('weeks') === 0
          ? '비교할 이전 주 자료가 없어 변화를 계산하지 않았습니다.'
          : `비교한 이전 주가 ${count('weeks')}주뿐입니다. 4주가 모이면 더 정확해집니다.`,
      en: () =>
        number('weeks') === 0
          ? 'There is no earlier week to compare with.'
          : `Compared with ${count('weeks')} earlier weeks instead of 4.`,
    },
    'other-analysis-before': {
      ko: () => `이전 ${count('weeks')}주는 다른 분석 버전으로 읽은 자료여서 비교에서 뺐습니다.`,
      en: () => `${count('weeks')} earlier weeks were read by another analysis version and are not compared.`,
    },
    'several-analysis-versions': {
      ko: () => `이번 주 자료에 분석 버전이 ${count('versions')}개 섞여 있습니다.`,
      en: () => `${count('versions')} analysis versions have read this week’s voices.`,
    },
    'day-precision': {
      ko: () =>
        `${count('documents')}건(${percent('share')})은 시각 없이 날짜만 있어 시간대별 급증 감지에서 뺐습니다.`,
      en: () =>
        `${count('documents')} voices (${percent('share')}) have a day but no time and are not part of hourly alerts.`,
    },
    'mostly-unlinked': {
      ko: () =>
        `고객과 확실히 연결된 목소리는 ${count('linked')}건(${percent('share')})입니다. 고객 수와 고객군은 이 범위에서만 센 값입니다.`,
      en: () =>
        `${count('linked')} voices (${percent('share')}) are linked to a customer; customers and segments count these only.`,
    },
    'no-quotes': {
      ko: () => '원문 보관 기간이 지나 인용문을 보여 드릴 수 없습니다.',
      en: () => 'The texts are no longer kept, so there are no quotes.',
    },
    'no-messages': {
      ko: () => '보낸 메시지 자료가 없어 ‘우리 메시지에 없는 말’과 캠페인 반응은 판단하지 않았습니다.',
      en: () => 'No sent messages are known: gaps and campaigns are not judged.',
    },
    'no-funnel': {
      ko: () => '이번 주 단계별 진입·완료 자료가 없습니다.',
      en: () => 'No funnel numbers of this week are known.',
    },
  };
  return texts[caveat.code]?.[format.language]() ?? caveat.code;
}
