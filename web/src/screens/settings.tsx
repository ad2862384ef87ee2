import { useEffect } from 'preact/hooks';
import type { SettingsView } from '../../../shared/domain/settings-api.ts';
import { addressOf, SETTINGS_TABS, type SettingsTab } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { ReadingProgress } from '../components/reading-progress.tsx';
import { Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { setNames } from '../taxonomy.ts';
import { SettingsHistoryPanel } from './settings-history.tsx';
import { SettingsRules } from './settings-rules.tsx';
import { SettingsTaxonomy } from './settings-taxonomy.tsx';
import { SettingsWords } from './settings-words.tsx';

const LOOK_AGAIN_MS = 5_000;

/** What a panel of the settings gets: what holds now, and how to have it read again. */
export interface SettingsPanel {
  readonly view: SettingsView;
  readonly reload: () => void;
}

/** The settings that people edit while everything runs; each part has an address of its own. */
export function SettingsScreen({ tab }: { tab: SettingsTab }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { resource, reload } = useResource<SettingsView>('/v1/settings');
  const view = resource.state === 'ready' ? resource.data : null;
  // Names that were saved here hold on every other screen at once.
  useEffect(() => {
    if (view !== null) setNames({ codes: view.taxonomy.codes });
  }, [view]);
  const running = view?.reading.running !== null && view !== null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, reload]);

  return (
    <Page title={text.settings.title} hint={text.settings.hint}>
      <nav class="tabs" aria-label={text.settings.tabs.label}>
        {SETTINGS_TABS.map((one) => (
          <a key={one} href={addressOf.settings(one)} aria-current={one === tab ? 'page' : undefined}>
            {text.settings.tabs[one]}
          </a>
        ))}
      </nav>
      <Loaded resource={resource} reload={reload}>
        {(settings) => (
          <div class="stack">
            <p class="muted">
              {settings.at === null
                ? text.settings.asDeployed
                : text.settings.edition(
                    format.count(settings.edition),
                    settings.by ?? '',
                    format.time(settings.at, timeZone),
                  )}
            </p>
            <ReadingProgress reading={settings.reading} />
            <Panel tab={tab} view={settings} reload={reload} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Panel({ tab, ...panel }: SettingsPanel & { tab: SettingsTab }) {
  switch (tab) {
    case 'taxonomy':
      return <SettingsTaxonomy {...panel} />;
    case 'domain-words':
      return <SettingsWords {...panel} />;
    case 'alert-rules':
      return <SettingsRules {...panel} />;
    case 'history':
      return <SettingsHistoryPanel {...panel} />;
  }
}
