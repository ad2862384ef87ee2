import type { WeekList } from '../../../shared/domain/dashboard-api.ts';
import type { AvoidedWord, WeeklyReview } from '../../../shared/domain/insight.ts';
import type { SuggestionList } from '../../../shared/domain/suggestion-record.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { CopyChecker } from '../components/copy-checker.tsx';
import { Page, Section } from '../components/page.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { SuggestionCard } from '../components/suggestion-card.tsx';
import { WeekPicker } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';

/** Words to try and to avoid in messages of a week, and a checker for any draft. */
export function KeywordsScreen({ week: chosen, pointId }: { week: string | null; pointId: string | null }) {
  const { text } = useLanguage();
  const weeks = useResource<WeekList>('/v1/weeks');
  const published =
    weeks.resource.state === 'ready' ? weeks.resource.data.weeks.filter((week) => week.published) : [];
  const week = chosen ?? published[0]?.week ?? null;
  return (
    <Page
      title={text.keywords.title}
      hint={text.keywords.hint}
      actions={
        week !== null && (
          <WeekPicker weeks={published} week={week} addressOf={(other) => addressOf.keywords(other)} />
        )
      }
    >
      <div class="stack">
        <Loaded resource={weeks.resource} reload={weeks.reload}>
          {() =>
            week === null ? (
              <Empty>{text.empty.preparingTitle}</Empty>
            ) : (
              <>
                <Suggestions week={week} pointId={pointId} />
                <Avoid week={week} />
              </>
            )
          }
        </Loaded>
        <CopyChecker />
      </div>
    </Page>
  );
}

function Suggestions({ week, pointId }: { week: string; pointId: string | null }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<SuggestionList>(
    `/v1/suggestions?limit=200&week=${encodeURIComponent(week)}`,
  );
  return (
    <Section
      title={text.keywords.suggestions}
      hint={text.thisWeek.keywordsHint}
      action={
        pointId !== null && (
          <a class="button" href={addressOf.keywords(week)}>
            {text.keywords.all}
          </a>
        )
      }
    >
      <Loaded resource={resource} reload={reload}>
        {(list) => {
          const shown = list.suggestions.filter(
            ({ suggestion }) => pointId === null || suggestion.pointId === pointId,
          );
          if (shown.length === 0) return <Empty>{text.keywords.empty}</Empty>;
          return (
            <ul class="keywords">
              {shown.map((view) => (
                <SuggestionCard key={view.suggestion.id} view={view} week={week} onDecided={reload} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Avoid({ week }: { week: string }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<WeeklyReview>(`/v1/reviews/${encodeURIComponent(week)}`);
  return (
    <Section title={text.keywords.avoid} hint={text.keywords.avoidHint}>
      <Loaded resource={resource} reload={reload}>
        {({ avoid }) =>
          avoid.length === 0 ? (
            <Empty>{text.keywords.noAvoid}</Empty>
          ) : (
            <ul class="keywords">
              {avoid.map((word) => (
                <AvoidItem key={`${word.kind} ${word.term}`} word={word} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function AvoidItem({ word }: { word: AvoidedWord }) {
  const { text } = useLanguage();
  return (
    <li>
      <div class="keyword-head">
        <strong lang="ko">{word.term}</strong>
        <span class="badge">{text.keywords.avoidKind[word.kind ?? 'rule']}</span>
        <span lang="ko">{word.reason}</span>
      </div>
      {word.instead !== undefined && <p lang="ko">{text.keywords.instead(word.instead)}</p>}
    </li>
  );
}
