import { useState } from 'preact/hooks';
import type { PointAttributes, PointSort, WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { onlyPeriod, type PointQuery, periodKind, whoSpeaks, withPeriod } from '../point-query.ts';
import { navigate } from '../router.ts';
import { useStatus } from '../session.tsx';
import { codeName, hesitationCodes, stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES, SOURCE_KINDS } from '../vocabulary.ts';
import { useWeekLabel } from './week-picker.tsx';

const KINDS = ['week', 'day', 'range'] as const;
type Kind = (typeof KINDS)[number];
/** The API takes ranges of 92 days at most. */
const MAX_DAYS = 92;
const SORTS = ['priority', 'documents', 'change'] as const satisfies readonly PointSort[];

/** Which period, whose voices, which stage, in which order; every choice is an address. */
export function PointFilters(props: {
  question: PointQuery;
  weeks: WeekList['weeks'];
  /** Null while they are being read. */
  attributes: PointAttributes | null;
}) {
  const { question, weeks, attributes } = props;
  const { text, language } = useLanguage();
  const go = (next: PointQuery) => navigate(addressOf.points({ ...next }), { replace: true });
  const change = (name: keyof PointQuery, value: string) =>
    go({ ...question, [name]: value === '' ? undefined : value });
  const choices = [
    {
      name: 'source',
      label: text.voices.source,
      values: SOURCE_KINDS.map((source) => [source, text.source[source]] as const),
    },
    { name: 'segment', label: text.points.segment, values: named(attributes?.segment, question.segment) },
    {
      name: 'lifecycle',
      label: text.points.lifecycle,
      values: named(attributes?.lifecycle, question.lifecycle),
    },
    { name: 'channel', label: text.points.channel, values: named(attributes?.channel, question.channel) },
    {
      name: 'stage',
      label: text.voices.stage,
      values: FUNNEL_STAGES.map((stage) => [stage, stageName(stage, language)] as const),
    },
    {
      name: 'code',
      label: text.voices.code,
      values: hesitationCodes().map((code) => [code, codeName(code, language)] as const),
    },
  ] as const;
  const isNarrowed =
    Object.keys(whoSpeaks(question)).length > 0 ||
    question.stage !== undefined ||
    question.code !== undefined;
  return (
    <fieldset class="filters card">
      <legend class="visually-hidden">{text.voices.filters}</legend>
      <Period question={question} weeks={weeks} go={go} />
      {choices
        .filter(({ values }) => values.length > 0)
        .map(({ name, label, values }) => (
          <label key={name}>
            <span>{label}</span>
            <select
              value={question[name] ?? ''}
              onChange={(event) => change(name, event.currentTarget.value)}
            >
              <option value="">{text.voices.all}</option>
              {values.map(([value, shown]) => (
                <option key={value} value={value}>
                  {shown}
                </option>
              ))}
            </select>
          </label>
        ))}
      <label>
        <span>{text.points.sort}</span>
        <select
          value={question.sort ?? 'priority'}
          onChange={(event) => change('sort', event.currentTarget.value)}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {text.points.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
      {isNarrowed && (
        <a class="text-button" href={addressOf.points({ ...onlyPeriod(question) })}>
          {text.voices.reset}
        </a>
      )}
    </fieldset>
  );
}

function Period(props: { question: PointQuery; weeks: WeekList['weeks']; go: (next: PointQuery) => void }) {
  const { question, weeks, go } = props;
  const { text } = useLanguage();
  const weekLabel = useWeekLabel();
  const status = useStatus();
  const [kind, setKind] = useState<Kind>(periodKind(question) ?? 'week');
  const last = status.lastDay ?? status.today;
  const [from, setFrom] = useState(question.from ?? question.day ?? last);
  const [to, setTo] = useState(question.to ?? question.day ?? last);
  const isKnown = weeks.some(({ week }) => week === question.week);
  const isInOrder = from <= to && daysBetween(from, to) < MAX_DAYS;
  const choose = (next: Kind) => {
    setKind(next);
    const newest = weeks[0]?.week;
    if (next === 'week' && newest !== undefined) go(withPeriod(question, { week: newest }));
    if (next === 'day') go(withPeriod(question, { day: to }));
  };
  return (
    <>
      <label>
        <span>{text.points.period}</span>
        <select value={kind} onChange={(event) => choose(event.currentTarget.value as Kind)}>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {text.points.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      {kind === 'week' && (
        <label>
          <span>{text.points.kinds.week}</span>
          <select
            value={question.week ?? ''}
            onChange={(event) => go(withPeriod(question, { week: event.currentTarget.value }))}
          >
            {!isKnown && question.week !== undefined && (
              <option value={question.week}>{weekLabel(question.week)}</option>
            )}
            {weeks.map(({ week }) => (
              <option key={week} value={week}>
                {weekLabel(week)}
              </option>
            ))}
          </select>
        </label>
      )}
      {kind === 'day' && (
        <label>
          <span>{text.points.day}</span>
          <input
            type="date"
            value={question.day ?? last}
            onChange={(event) => {
              if (event.currentTarget.value !== '')
                go(withPeriod(question, { day: event.currentTarget.value }));
            }}
          />
        </label>
      )}
      {kind === 'range' && (
        <>
          <label>
            <span>{text.points.from}</span>
            <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
          </label>
          <label>
            <span>{text.points.to}</span>
            <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
          </label>
          <button
            type="button"
            class="button"
            disabled={!isInOrder}
            onClick={() => go(withPeriod(question, { from, to }))}
          >
            {text.points.show}
          </button>
          {!isInOrder && (
            <p class="muted" role="status">
              {text.points.rangeHint}
            </p>
          )}
        </>
      )}
    </>
  );
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Free attributes are shown as they are; the chosen one also where nobody has it now. */
function named(values: readonly string[] | undefined, chosen: string | undefined): [string, string][] {
  const all = new Set([...(values ?? []), ...(chosen === undefined ? [] : [chosen])]);
  return [...all].map((value) => [value, value]);
}
