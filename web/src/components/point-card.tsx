import type { ListedPoint } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { readPeriod, type WhoSpeaks } from '../point-query.ts';
import { codeName, stageName } from '../taxonomy.ts';
import { ChangeBadge } from './change-badge.tsx';
import { Priority } from './priority.tsx';
import { QuoteBlock } from './quote.tsx';

const QUOTES = 2;
const TERMS = 5;

/** One hesitation point of a period (as `periodName` names it): how much, whether it moves, and what customers say. */
export function PointCard(props: {
  point: ListedPoint;
  period: string;
  /** The first day of the period, set off in the line. */
  from: string;
  rank: number;
  who?: WhoSpeaks;
}) {
  const { point, period, from, rank, who = {} } = props;
  const { text, format, language } = useLanguage();
  const href = addressOf.point(period, point, who);
  const { source, segment } = who;
  const place = { code: point.code, stage: point.stage };
  const begin = point.daily.findIndex(({ day }) => day >= from);
  return (
    <article class="card point-card">
      <header>
        <span class="rank" aria-hidden="true">
          {rank}
        </span>
        <div class="point-name">
          <h3>
            <a href={href}>{codeName(point.code, language)}</a>
          </h3>
          <p>{text.stageSuffix(stageName(point.stage, language))}</p>
        </div>
        {point.status !== 'known' && (
          <span class={`badge status-${point.status}`}>{text.status[point.status]}</span>
        )}
      </header>
      <div class="point-numbers">
        <p class="big-number">
          {text.count.documents(format.count(point.documents))}
          <small title={text.interval(format.percent(point.share.low), format.percent(point.share.high))}>
            {text.fractionOfAll(format.percent(point.share.value))}
          </small>
        </p>
        <ChangeBadge change={point.change} />
      </div>
      <Priority priority={point.priority} />
      <Sparkline
        values={point.daily.map((day) => day.documents)}
        label={`${text.point.trend}: ${point.daily.map((day) => day.documents).join(', ')}`}
        emphasisFrom={Math.max(0, begin)}
      />
      {point.terms.length > 0 && (
        <ul class="chips">
          {point.terms.slice(0, TERMS).map((term) => (
            <li key={term.term} class="chip-plain" lang="ko">
              {term.term}
              <small>{format.count(term.documents)}</small>
            </li>
          ))}
        </ul>
      )}
      {point.evidence.slice(0, QUOTES).map((quote) => (
        <QuoteBlock key={quote.documentKey} quote={quote} clamp={true} />
      ))}
      <footer>
        <a href={href}>{text.point.detail}</a>
        <a href={addressOf.voices({ ...readPeriod(period), ...place, source, segment })}>
          {text.point.allVoices}
        </a>
      </footer>
    </article>
  );
}
