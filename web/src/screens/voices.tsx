import type { PointList, WeekList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { FilterChips } from '../components/filter-chips.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { VoicePages } from '../components/voice-pages.tsx';
import { VoiceSearch } from '../components/voice-search.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { rememberVoices } from '../last-voices.ts';
import { useAllowed } from '../session.tsx';
import { periodOf, voiceFilterOf } from '../voice-filter.ts';

/** Voices of a period, narrowed by the address bar, so that a choice can be shared as a link. */
export function VoicesScreen({ query }: { query: URLSearchParams }) {
  const { text } = useLanguage();
  const mayReview = useAllowed('cx', 'admin');
  const weeks = useResource<WeekList>('/v1/weeks');
  const segments = useSegments(weeks.resource.state === 'ready' ? weeks.resource.data : null);
  return (
    <Page
      title={text.voices.title}
      hint={text.voices.hint}
      actions={
        mayReview && (
          <a class="button" href={addressOf.identityReview()}>
            {text.identity.title}
          </a>
        )
      }
    >
      <Loaded resource={weeks.resource} reload={weeks.reload}>
        {(list) => {
          const newest = list.weeks[0]?.week;
          if (newest === undefined) return <Empty>{text.empty.noDataTitle}</Empty>;
          const asked = voiceFilterOf(query);
          const filter = Object.keys(periodOf(asked)).length === 0 ? { ...asked, week: newest } : asked;
          const address = addressOf.voices(filter);
          // As it stands in the address bar, so that the way back leads to the very same address.
          rememberVoices(query.size === 0 ? address : `/voices?${query}`);
          return (
            <>
              <VoiceSearch filter={filter} weeks={list.weeks.map(({ week }) => week)} segments={segments} />
              <FilterChips filter={filter} />
              <VoicePages key={address} filter={filter} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** Segments that the newest review speaks of, as proposals: nothing lists all of them. */
function useSegments(list: WeekList | null): string[] {
  const week = list?.weeks.find(({ published }) => published)?.week;
  const { resource } = useResource<PointList>(week === undefined ? null : `/v1/points?week=${week}`);
  if (resource.state !== 'ready') return [];
  return [
    ...new Set(resource.data.points.flatMap(({ segments }) => segments.map(({ segment }) => segment))),
  ].sort();
}
