import { keywordRow, keywordsCsv } from '../../../shared/delivery/keyword-row.ts';
import type { WeekList } from '../../../shared/domain/dashboard-api.ts';
import type { WeeklyReview } from '../../../shared/domain/insight.ts';
import type { SuggestionList, SuggestionView } from '../../../shared/domain/suggestion-record.ts';
import { addressOf } from '../addresses.ts';
import { saveFile } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSoonAgain } from '../api/use-soon-again.ts';
import { AvoidedWordItem } from '../components/avoided-word.tsx';
import { CopyChecker } from '../components/copy-checker.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Page, Section } from '../components/page.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { SuggestionCard } from '../components/suggestion-card.tsx';
import { WeekPicker } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { segmentName } from '../suggestion-words.ts';
import { codeName, stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES } from '../vocabulary.ts';

/** What narrows the words, as the address bar has it; '' is "all". */
interface Narrowing {
  readonly segment: string;
  readonly stage: string;
  readonly point: string;
  readonly suggestion: string;
}

/** Words to try and to avoid in messages of a week, and a checker for any draft. */
export function KeywordsScreen({ query }: { query: URLSearchParams }) {
  const { text } = useLanguage();
  const weeks = useResource<WeekList>('/v1/weeks');
  const published =
    weeks.resource.state === 'ready' ? weeks.resource.data.weeks.filter((week) => week.published) : [];
  const week = query.get('week') ?? published[0]?.week ?? null;
  const of = (name: keyof Narrowing) => query.get(name) ?? '';
  const narrowing = {
    segment: of('segment'),
    stage: of('stage'),
    point: of('point'),
    suggestion: of('suggestion'),
  };
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
                <Suggestions week={week} narrowing={narrowing} />
                <Avoid week={week} narrowing={narrowing} />
              </>
            )
          }
        </Loaded>
        <CopyChecker />
      </div>
    </Page>
  );
}

function Suggestions({ week, narrowing }: { week: string; narrowing: Narrowing }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<SuggestionList>(
    `/v1/suggestions?limit=200&week=${encodeURIComponent(week)}`,
  );
  const soonAgain = useSoonAgain(reload);
  return (
    <Loaded resource={resource} reload={reload}>
      {(list) => {
        const shown = list.suggestions.filter((view) => fits(view, narrowing));
        return (
          <>
            <Filters week={week} narrowing={narrowing} suggestions={list.suggestions} />
            <Section
              title={text.keywords.suggestions}
              hint={text.thisWeek.keywordsHint}
              action={shown.length > 0 && <CsvButton week={week} shown={shown} />}
            >
              {shown.length === 0 ? (
                <Empty>
                  {list.suggestions.length === 0 ? text.keywords.empty : text.keywordFacts.emptyFilter}
                </Empty>
              ) : (
                <ul class="keywords">
                  {shown.map((view) => (
                    <SuggestionCard
                      key={view.suggestion.id}
                      view={view}
                      week={week}
                      tools={list.draftTools}
                      isNamed={view.suggestion.id === narrowing.suggestion}
                      onDecided={soonAgain}
                    />
                  ))}
                </ul>
              )}
            </Section>
          </>
        );
      }}
    </Loaded>
  );
}

function Filters(props: { week: string; narrowing: Narrowing; suggestions: readonly SuggestionView[] }) {
  const { text, language } = useLanguage();
  const { week, narrowing, suggestions } = props;
  const { segment, stage, point } = narrowing;
  const segments = [...new Set(suggestions.map(({ suggestion }) => suggestion.segment))].sort();
  const points = new Map(
    suggestions.map(({ suggestion, code }) => [
      suggestion.pointId,
      code === undefined
        ? suggestion.pointId
        : text.point.title(codeName(code, language), stageName(suggestion.stage, language)),
    ]),
  );
  return (
    <FilterBar
      legend={text.keywordFacts.filters}
      choices={[
        {
          name: 'segment',
          label: text.keywordFacts.segment,
          value: segment,
          options: segments.map((each) => [each, segmentName(each, text)]),
        },
        {
          name: 'stage',
          label: text.keywordFacts.stage,
          value: stage,
          options: FUNNEL_STAGES.map((each) => [each, stageName(each, language)]),
        },
        { name: 'point', label: text.keywordFacts.point, value: point, options: [...points] },
      ]}
      onChange={(name, value) => {
        const next = { segment, stage, point, [name]: value };
        navigate(addressOf.keywords(week, next.point, { segment: next.segment, stage: next.stage }), {
          replace: true,
        });
      }}
      reset={segment === '' && stage === '' && point === '' ? null : addressOf.keywords(week)}
    />
  );
}

/** What is shown as the same table that the review has. */
function CsvButton({ week, shown }: { week: string; shown: readonly SuggestionView[] }) {
  const { text, language } = useLanguage();
  function save() {
    const rows = shown.map(({ suggestion, code }) => {
      const point =
        code === undefined
          ? suggestion.pointId
          : `${codeName(code, language)} / ${stageName(suggestion.stage, language)}`;
      return keywordRow(suggestion, { week, point });
    });
    saveFile(`voc-${week}-keywords.csv`, new Blob([keywordsCsv(rows, language)], { type: 'text/csv' }));
  }
  return (
    <button type="button" class="button" onClick={save}>
      {text.keywordFacts.csv}
    </button>
  );
}

function Avoid({ week, narrowing }: { week: string; narrowing: Narrowing }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<WeeklyReview>(`/v1/reviews/${encodeURIComponent(week)}`);
  return (
    <Section title={text.keywords.avoid} hint={text.keywords.avoidHint}>
      <Loaded resource={resource} reload={reload}>
        {({ avoid }) => {
          // A word whose place is not known is to be avoided everywhere.
          const isAt = (places: readonly string[] | undefined, wanted: string) =>
            wanted === '' ||
            wanted === 'all' ||
            places === undefined ||
            places.length === 0 ||
            places.includes(wanted);
          const shown = avoid.filter(
            ({ stages, segments }) => isAt(stages, narrowing.stage) && isAt(segments, narrowing.segment),
          );
          return shown.length === 0 ? (
            <Empty>{text.keywords.noAvoid}</Empty>
          ) : (
            <ul class="keywords">
              {shown.map((word) => (
                <AvoidedWordItem key={`${word.kind} ${word.term}`} word={word} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

function fits({ suggestion }: SuggestionView, { segment, stage, point }: Narrowing): boolean {
  return (
    (segment === '' || suggestion.segment === segment) &&
    (stage === '' || suggestion.stage === stage) &&
    (point === '' || suggestion.pointId === point)
  );
}
