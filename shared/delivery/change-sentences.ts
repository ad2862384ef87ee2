import type { Change, WeeklyReview } from '../domain/insight.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { hasRisen } from '../insight/has-risen.ts';
import { particleFor } from '../nlp/korean-particle.ts';
import { changeKind, type Format } from './format.ts';

const MAX_CODE_SENTENCES = 4;
const MAX_INCIDENTS = 2;
/** Fewer doubts after a campaign are no news, even where they clearly rose. */
const TELLING_DOUBTS = 10;

/** One plain sentence, and what kind of news it is. */
export interface ChangeSentence {
  readonly tone: 'bad' | 'good' | 'plain';
  readonly text: string;
  /** The part of the page that its numbers come from. */
  readonly anchor: string;
}

/**
 * What a reader should know first, most important first: the week as a whole, what burst, what clearly rose or fell,
 * what came with a campaign. Says only what stands after correction, or that nothing does, or that nobody can tell.
 */
export function changeSentences(review: WeeklyReview, taxonomy: Taxonomy, format: Format): ChangeSentence[] {
  const tell = format.language === 'ko' ? KOREAN : ENGLISH;
  const name = (code: string) =>
    taxonomy.codes.find((entry) => entry.code === code)?.name[format.language] ?? code;
  const baseline = review.weeks.slice(0, -1).filter(({ documents }) => documents > 0);
  const usual =
    baseline.length === 0
      ? undefined
      : baseline.reduce((sum, { documents }) => sum + documents, 0) / baseline.length;
  const moved = review.codes
    .filter(({ change }) => changeKind(change) === 'up' || changeKind(change) === 'down')
    .sort((a, b) => Math.abs(b.documents - before(b, review)) - Math.abs(a.documents - before(a, review)))
    .slice(0, MAX_CODE_SENTENCES);
  const sentences: ChangeSentence[] = [
    { tone: 'plain', text: tell.week(review, usual, format), anchor: 'trend' },
  ];
  const biggest = [...review.incidents].sort((a, b) => b.count - a.count).slice(0, MAX_INCIDENTS);
  for (const incident of biggest) {
    const lead = incident.codes[0]?.code;
    sentences.push({
      tone: 'bad',
      text: tell.incident(incident, lead === undefined ? undefined : name(lead), format),
      anchor: 'alerts',
    });
  }
  for (const code of moved) {
    if (code.change === 'too-few') continue;
    const tone = changeKind(code.change) === 'up' ? 'bad' : 'good';
    sentences.push({ tone, text: tell.code(name(code.code), code, code.change, format), anchor: 'all' });
  }
  const campaign = tellingCampaign(review);
  if (campaign !== undefined)
    sentences.push({ tone: 'bad', text: tell.campaign(campaign, format), anchor: 'campaigns' });

  if (moved.length === 0) {
    const isCompared = review.codes.some(({ change }) => change !== 'too-few');
    sentences.push({
      tone: 'plain',
      text: baseline.length === 0 ? tell.firstWeek : isCompared ? tell.nothing : tell.tooFew,
      anchor: 'all',
    });
  }

  return sentences;
}

type Code = WeeklyReview['codes'][number];
type ToldChange = Exclude<Change, 'too-few'>;

function before(code: Code, review: WeeklyReview): number {
  const earlier = code.daily.filter(({ day }) => day < review.from);
  return earlier.length === 0
    ? 0
    : earlier.reduce((sum, { documents }) => sum + documents, 0) / (earlier.length / 7);
}

/**
 * The campaign after which doubts rose most clearly. Only one: the days after campaigns overlap, and the rise after one
 * is also the rise after the one before it.
 */
function tellingCampaign(review: WeeklyReview): WeeklyReview['campaigns'][number] | undefined {
  const rise = ({ doubtChange: change }: WeeklyReview['campaigns'][number]) =>
    hasRisen(change) ? change.low : 0;
  return review.campaigns
    .filter(
      (one) => one.doubtsAfter >= Math.max(TELLING_DOUBTS, one.doubtsBefore + 1) && hasRisen(one.doubtChange),
    )
    .sort((a, b) => rise(b) - rise(a))[0];
}

interface Teller {
  week(review: WeeklyReview, usual: number | undefined, format: Format): string;
  incident(incident: WeeklyReview['incidents'][number], reason: string | undefined, format: Format): string;
  code(name: string, code: Code, change: ToldChange, format: Format): string;
  campaign(campaign: WeeklyReview['campaigns'][number], format: Format): string;
  readonly firstWeek: string;
  /** Reasons were compared, and none moved. */
  readonly nothing: string;
  /** No reason could be compared: too few voices, or earlier weeks that another analysis has read. */
  readonly tooFew: string;
}

const KOREAN: Teller = {
  week(review, usual, format) {
    const against =
      usual === undefined
        ? '이전 4주 자료가 없어 비교하지 않았습니다'
        : `이전 4주 평균 ${format.count(usual)}건보다 ${koreanDifference(review.documents / usual, format)}`;
    const shareBefore =
      review.negativeShareBefore === null
        ? ''
        : `(이전 4주 ${format.percent(review.negativeShareBefore)}${koreanVerdict(review.change)})`;
    if (review.documents === 0)
      return usual === undefined
        ? '이번 주에 들어온 고객 목소리가 없습니다.'
        : `이번 주에 들어온 고객 목소리가 없습니다(이전 4주 평균 ${format.count(usual)}건).`;
    return `이번 주에 들어온 고객 목소리는 ${format.count(review.documents)}건으로, ${against}. 그중 부정적인 목소리는 ${format.percent(review.negativeShare)}입니다${shareBefore}.`;
  },
  incident(incident, reason, format) {
    const until =
      incident.endedAt === undefined
        ? '부터'
        : `부터 ${koreanUntil(incident.startedAt, incident.endedAt, format)}까지`;
    const what =
      reason === undefined
        ? ''
        : incident.series === 'all'
          ? ` 가장 많이 나온 이유는 ‘${reason}’입니다.`
          : '';
    const whose = incident.series.startsWith('code:') && reason !== undefined ? `‘${reason}’ 관련 ` : '';
    return `${format.dayOf(incident.startedAt)} ${format.time(incident.startedAt)}${until} ${whose}부정적인 목소리가 ${format.count(incident.count)}건 몰렸습니다(평소 ${format.expected(incident.expected)}건).${what}`;
  },
  code(name, code, change, format) {
    const subject = `‘${name}’ 목소리${particleFor('목소리', '이', '가')}`;
    const now = `이번 주 ${format.count(code.documents)}건, 비중 ${format.percent(code.share.value)}`;
    if (change.high >= 1_000) return `${subject} 이전 4주에는 없다가 새로 나왔습니다(${now}).`;
    return change.ratio >= 1
      ? `${subject} 차지하는 비중이 이전 4주의 ${format.ratio(change.ratio)}배로 커졌습니다(${now}).`
      : `${subject} 차지하는 비중이 이전 4주보다 ${format.count((1 - change.ratio) * 100)}% 줄었습니다(${now}).`;
  },
  campaign(campaign, format) {
    return `‘${campaign.campaign}’ 발송 후 ${format.count(campaign.windowDays ?? 7)}일 동안 신뢰·알림 관련 목소리가 ${format.count(campaign.doubtsAfter)}건 나왔습니다(발송 전 같은 기간 ${format.count(campaign.doubtsBefore)}건).`;
  },
  firstWeek: '비교할 이전 주가 아직 없어, 늘거나 준 이유는 다음 주부터 알려 드립니다.',
  nothing: '우연으로 보기 어려울 만큼 늘거나 준 이유는 없습니다.',
  tooFew: '비교할 만큼 자료가 없어, 늘거나 준 이유를 말씀드릴 수 없습니다.',
};

const ENGLISH: Teller = {
  week(review, usual, format) {
    const against =
      usual === undefined
        ? 'there are no earlier weeks to compare with'
        : `the average of the four weeks before was ${format.count(usual)}`;
    const shareBefore =
      review.negativeShareBefore === null
        ? ''
        : ` (${format.percent(review.negativeShareBefore)} before${englishVerdict(review.change)})`;
    if (review.documents === 0) return `No customer voices came in; ${against}.`;
    return `${format.count(review.documents)} customer voices came in; ${against}. ${format.percent(review.negativeShare)} of them are negative${shareBefore}.`;
  },
  incident(incident, reason, format) {
    const until = incident.endedAt === undefined ? '' : ` until ${format.time(incident.endedAt)}`;
    const what = reason === undefined ? '' : ` Most of them: ${reason}.`;
    return `From ${format.dateTime(incident.startedAt)}${until}, ${format.count(incident.count)} negative voices came in (usual: ${format.expected(incident.expected)}).${what}`;
  },
  code(name, code, change, format) {
    const now = `${format.count(code.documents)} voices, ${format.percent(code.share.value)} of the week`;
    if (change.high >= 1_000) return `“${name}” is new against the four weeks before (${now}).`;
    return change.ratio >= 1
      ? `“${name}” takes ${format.ratio(change.ratio)} times its earlier share (${now}).`
      : `“${name}” takes ${format.count((1 - change.ratio) * 100)}% less of the voices than before (${now}).`;
  },
  campaign(campaign, format) {
    return `In the ${format.count(campaign.windowDays ?? 7)} days after “${campaign.campaign}” was sent, ${format.count(campaign.doubtsAfter)} voices spoke of trust or notifications (${format.count(campaign.doubtsBefore)} in as many days before).`;
  },
  firstWeek: 'There is no earlier week yet; changes will be told from next week on.',
  nothing: 'No reason rose or fell more than chance explains.',
  tooFew: 'There is not enough to compare, so nobody can tell which reasons rose or fell.',
};

function koreanDifference(ratio: number, format: Format): string {
  const percent = Math.round((ratio - 1) * 100);
  if (Math.abs(percent) < 3) return '크게 다르지 않습니다';
  return percent > 0 ? `${format.count(percent)}% 많습니다` : `${format.count(-percent)}% 적습니다`;
}

function koreanVerdict(change: Change): string {
  const kind = changeKind(change);
  return kind === 'up' || kind === 'down' ? ', 뚜렷한 변화' : kind === 'flat' ? ', 우연일 수 있는 차이' : '';
}

function englishVerdict(change: Change): string {
  const kind = changeKind(change);
  return kind === 'up' || kind === 'down' ? ', a clear change' : kind === 'flat' ? ', may be chance' : '';
}

function koreanUntil(startedAt: string, endedAt: string, format: Format): string {
  const sameDay = format.dayOf(startedAt) === format.dayOf(endedAt);
  return sameDay ? format.time(endedAt) : `${format.dayOf(endedAt)} ${format.time(endedAt)}`;
}
