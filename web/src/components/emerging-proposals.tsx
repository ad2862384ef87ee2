import type { EmergingList } from '../../../shared/domain/settings-api.ts';
import { useResource } from '../api/use-resource.ts';
import { useLanguage } from '../i18n/language.tsx';
import { EmergingProposal } from './emerging-proposal.tsx';
import { Section } from './page.tsx';
import { Empty, Loaded } from './states.tsx';

/** What customers suddenly speak of and no reason covers: each is accepted as a reason, or dismissed. */
export function EmergingProposals({ week }: { week: string }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<EmergingList>(`/v1/emerging?week=${encodeURIComponent(week)}`);
  return (
    <Section title={text.settings.emerging.title} hint={text.settings.emerging.hint}>
      <Loaded resource={resource} reload={reload}>
        {({ proposals, edition }) =>
          proposals.length === 0 ? (
            <Empty>{text.settings.emerging.none}</Empty>
          ) : (
            <ul class="connectors">
              {proposals.map(({ proposal, decision }) => (
                <EmergingProposal
                  key={proposal.id}
                  proposal={proposal}
                  decision={decision}
                  week={week}
                  edition={edition}
                  onDecided={reload}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
