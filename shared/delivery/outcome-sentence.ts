import type { PointOutcome } from '../domain/point-outcome.ts';
import type { RateDifference } from '../domain/rate-difference.ts';
import type { Format } from './format.ts';

/** Whether fewer hesitated after the words changed, in one plain sentence with its interval. */
export function doubtSentence({ doubt }: PointOutcome, format: Format): string {
  const { before, after, days } = doubt;
  const rates = `${rate(before, format)} → ${rate(after, format)}`;
  const interval = intervalOf(doubt, format);
  if (format.language === 'ko') {
    const verdict = {
      better: `의심이 줄었습니다 (${interval})`,
      worse: `의심이 늘었습니다 (${interval})`,
      'no-clear-difference': `뚜렷한 차이는 없습니다 (${interval})`,
      'too-few': '아직 적어서 말할 수 없습니다',
    }[doubt.verdict];
    return `처음 보낸 날부터 ${days}일과 그 전 ${days}일을 견주면, 전체 목소리 중 이 망설임은 ${rates}: ${verdict}.`;
  }
  const verdict = {
    better: `fewer hesitate (${interval})`,
    worse: `more hesitate (${interval})`,
    'no-clear-difference': `no clear difference (${interval})`,
    'too-few': 'too few to say yet',
  }[doubt.verdict];
  return `Of all voices, ${days} days before → ${days} days from the first sending: ${rates}: ${verdict}.`;
}

/** Whether more clicked than on other words of the same campaign; undefined without a comparison. */
export function clickSentence({ click }: PointOutcome, format: Format): string | undefined {
  if (click === undefined) return undefined;
  const rates = `${rate(click.before, format)} → ${rate(click.after, format)}`;
  const interval = intervalOf(click, format);
  if (format.language === 'ko') {
    const verdict = {
      better: `더 눌렀습니다 (${interval})`,
      worse: `덜 눌렀습니다 (${interval})`,
      'no-clear-difference': `뚜렷한 차이는 없습니다 (${interval})`,
      'too-few': '아직 적어서 말할 수 없습니다',
    }[click.verdict];
    return `같은 캠페인에서 다른 문구와 견준 클릭률은 ${rates}: ${verdict}.`;
  }
  const verdict = {
    better: `more click (${interval})`,
    worse: `fewer click (${interval})`,
    'no-clear-difference': `no clear difference (${interval})`,
    'too-few': 'too few to say yet',
  }[click.verdict];
  return `Clicks against the other words of the same campaign: ${rates}: ${verdict}.`;
}

function rate({ events, of }: RateDifference['before'], format: Format): string {
  return of === 0 ? '–' : format.percent(events / of);
}

/** In percentage points: `-11.2 ~ -6.1%p`. */
function intervalOf({ difference }: RateDifference, format: Format): string {
  const point = (value: number) => `${value > 0 ? '+' : ''}${format.percent(value).replace('%', '')}`;
  const range = `${point(difference.low)} ~ ${point(difference.high)}`;
  return format.language === 'ko' ? `95% 구간 ${range}%p` : `95% interval ${range} points`;
}
