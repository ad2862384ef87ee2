import type { WeeklyReview } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { BarList } from '../charts/bar-list.tsx';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { DayColumns } from '../charts/day-columns.tsx';
import { ChangeBadge, describeChange, directionOf } from '../components/change-badge.tsx';
import { EmergingProposals } from '../components/emerging-proposals.tsx';
import { IncidentCard } from '../components/incident-card.tsx';
import { CampaignList, KeywordList } from '../components/message-ideas.tsx';
import { NumberTile } from '../components/number-tile.tsx';
import { Section } from '../components/page.tsx';
import { PointCard } from '../components/point-card.tsx';
import { Empty } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { codeMeaning, codeName, stageName } from '../taxonomy.ts';

const POINTS = 6;
const REASONS = 8;
const KEYWORDS = 6;
const CAMPAIGNS = 4;

/** A weekly review at a glance, from its JSON. */
export function ReviewOverview({ review }: { review: WeeklyReview }) {
  const { text, language } = useLanguage();
  return (
    <div class="stack">
      <Headline review={review} />
      <KeyNumbers review={review} />
      <div class="split">
        <Section title={text.thisWeek.whatChanged}>
          <WhatChanged review={review} />
        </Section>
        <Section title={text.thisWeek.daily}>
          <Daily review={review} />
        </Section>
      </div>
      <Section
        plain={true}
        title={text.thisWeek.topPoints}
        action={<a href={addressOf.points(review.week)}>{text.thisWeek.allPoints}</a>}
      >
        {review.points.length === 0 ? (
          <Empty>{text.thisWeek.noPoints}</Empty>
        ) : (
          <div class="point-grid">
            {review.points.slice(0, POINTS).map((point, index) => (
              <PointCard
                key={point.id}
                point={point}
                period={review.week}
                from={review.from}
                rank={index + 1}
              />
            ))}
          </div>
        )}
      </Section>
      <Section title={text.thisWeek.incidentsTitle} hint={text.thisWeek.incidentsHint}>
        {review.incidents.length === 0 ? (
          <Empty>{text.thisWeek.noIncidents}</Empty>
        ) : (
          review.incidents.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} timeZone={review.timeZone} />
          ))
        )}
      </Section>
      <EmergingProposals week={review.week} />
      <div class="split">
        <Section title={text.thisWeek.reasons}>
          <Reasons review={review} />
        </Section>
        <Section title={text.thisWeek.sources}>
          <Sources review={review} />
        </Section>
      </div>
      {review.keywords.length > 0 && (
        <Section title={text.thisWeek.keywords} hint={text.thisWeek.keywordsHint}>
          <KeywordList keywords={review.keywords.slice(0, KEYWORDS)} />
        </Section>
      )}
      {review.campaigns.length > 0 && (
        <Section title={text.thisWeek.campaigns} hint={text.thisWeek.campaignsHint}>
          <CampaignList
            campaigns={mostDoubted(review.campaigns).slice(0, CAMPAIGNS)}
            timeZone={review.timeZone}
          />
        </Section>
      )}
      <Caveats review={review} language={language} />
    </div>
  );
}

/** Campaigns after which doubts rose most come first. */
function mostDoubted(campaigns: WeeklyReview['campaigns']): WeeklyReview['campaigns'] {
  const rise = (campaign: WeeklyReview['campaigns'][number]) => campaign.doubtsAfter - campaign.doubtsBefore;
  return campaigns.toSorted((a, b) => rise(b) - rise(a));
}

function Headline({ review }: { review: WeeklyReview }) {
  const { text, format, language } = useLanguage();
  const top = review.points.toSorted((a, b) => b.documents - a.documents)[0];
  if (top === undefined) return <p class="headline">{text.thisWeek.noPoints}</p>;
  const { before, strong, after } = text.thisWeek.headline(
    codeName(top.code, language),
    stageName(top.stage, language),
    text.count.documents(format.count(top.documents)),
    format.percent(top.share.value),
  );
  return (
    <p class="headline">
      {before}
      <a href={addressOf.point(review.week, top)}>{strong}</a>
      {after}
    </p>
  );
}

function KeyNumbers({ review }: { review: WeeklyReview }) {
  const { text, format } = useLanguage();
  const before = review.weeks.filter((week) => week.week < review.week && week.documents > 0);
  const usual =
    before.length === 0
      ? null
      : Math.round(before.reduce((sum, week) => sum + week.documents, 0) / before.length);
  return (
    <dl class="numbers">
      <NumberTile
        name={text.thisWeek.voices}
        value={text.count.documents(format.count(review.documents))}
        hint={text.thisWeek.voicesHint}
      >
        {usual !== null && <span class="muted">{text.thisWeek.usual(format.count(usual))}</span>}
      </NumberTile>
      <NumberTile
        name={text.thisWeek.negativeShare}
        value={review.documents === 0 ? '–' : format.percent(review.negativeShare)}
      >
        {review.negativeShareBefore !== null && (
          <span class="muted">{text.thisWeek.pointsChange(format.percent(review.negativeShareBefore))}</span>
        )}
        <ChangeBadge change={review.change} />
      </NumberTile>
      <NumberTile name={text.thisWeek.customers} value={text.count.people(format.count(review.customers))}>
        <span class="muted">{text.thisWeek.customersHint}</span>
      </NumberTile>
      <NumberTile
        name={text.thisWeek.incidents}
        value={text.count.times(format.count(review.incidents.length))}
      >
        <span class="muted">{text.thisWeek.incidentsHint}</span>
      </NumberTile>
    </dl>
  );
}

function WhatChanged({ review }: { review: WeeklyReview }) {
  const { text, format, language } = useLanguage();
  const moved = review.codes.filter((code) => directionOf(code.change) !== 'unclear');
  if (moved.length === 0) return <Empty>{text.thisWeek.nothingChanged}</Empty>;
  return (
    <ul class="changes">
      {moved.map((code) => {
        const name = codeName(code.code, language);
        return (
          <li key={code.code}>
            <a href={addressOf.voices({ week: review.week, code: code.code })}>
              {directionOf(code.change) === 'up'
                ? text.thisWeek.changedUp(name)
                : text.thisWeek.changedDown(name)}
            </a>
            <span class="muted">{text.count.documents(format.count(code.documents))}</span>
            <ChangeBadge change={code.change} />
          </li>
        );
      })}
    </ul>
  );
}

function Daily({ review }: { review: WeeklyReview }) {
  const { text, format } = useLanguage();
  const { negative, neutral, positive } = text.sentiment;
  return (
    <ChartWithTable
      name={text.thisWeek.daily}
      file={`voices-by-day-${review.week}`}
      columns={[
        { name: text.points.day },
        { name: text.thisWeek.voices, isNumber: true },
        ...[negative, neutral, positive].map((name) => ({ name, isNumber: true })),
      ]}
      rows={review.daily.map((day) => [
        { shown: format.dayWithWeekday(day.day), csv: day.day },
        day.documents,
        day.negative,
        day.neutral,
        day.positive,
      ])}
    >
      <DayColumns days={review.daily.filter((day) => day.day >= review.from && day.day <= review.to)} />
    </ChartWithTable>
  );
}

function Reasons({ review }: { review: WeeklyReview }) {
  const { text, format, language } = useLanguage();
  return (
    <ChartWithTable
      name={text.thisWeek.reasons}
      file={`reasons-${review.week}`}
      columns={[
        { name: text.voices.code },
        { name: text.thisWeek.voices, isNumber: true },
        { name: text.point.share, isNumber: true },
        { name: text.point.change },
      ]}
      rows={review.codes.map((code) => [
        codeName(code.code, language),
        code.documents,
        { shown: format.percent(code.share.value), csv: code.share.value },
        describeChange(code.change, text, format),
      ])}
    >
      <BarList
        bars={review.codes
          .filter((code) => code.documents > 0)
          .toSorted((a, b) => b.documents - a.documents)
          .slice(0, REASONS)
          .map((code) => ({
            key: code.code,
            label: codeName(code.code, language),
            title: codeMeaning(code.code, language),
            value: code.documents,
            said: `${text.count.documents(format.count(code.documents))} · ${format.percent(code.share.value)}`,
            href: addressOf.voices({ week: review.week, code: code.code }),
          }))}
      />
    </ChartWithTable>
  );
}

function Sources({ review }: { review: WeeklyReview }) {
  const { text, format } = useLanguage();
  return (
    <ChartWithTable
      name={text.thisWeek.sources}
      file={`sources-${review.week}`}
      columns={[
        { name: text.voices.source },
        { name: text.thisWeek.voices, isNumber: true },
        { name: text.sentiment.negative, isNumber: true },
      ]}
      rows={review.sources.map((source) => [text.source[source.source], source.documents, source.negative])}
    >
      <BarList
        bars={review.sources
          .toSorted((a, b) => b.documents - a.documents)
          .map((source) => ({
            key: source.source,
            label: text.source[source.source],
            value: source.documents,
            said: `${text.count.documents(format.count(source.documents))} · ${text.sentiment.negative} ${format.count(source.negative)}`,
            href: addressOf.voices({ week: review.week, source: source.source }),
          }))}
      />
    </ChartWithTable>
  );
}

function Caveats({ review, language }: { review: WeeklyReview; language: string }) {
  const { text } = useLanguage();
  const known = review.caveats.flatMap((caveat) => text.caveat[caveat.code] ?? []);
  if (known.length === 0) return null;
  return (
    <section class="caveats" lang={language}>
      <h2>{text.thisWeek.caveats}</h2>
      <ul>
        {known.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
