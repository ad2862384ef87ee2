import type { SettingsView } from '../../../shared/domain/settings-api.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

/** How far stored voices are read by the settings of now; nothing where all are. */
export function ReadingProgress({ reading: { behind, running } }: { reading: SettingsView['reading'] }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  if (running === null) return behind ? <p class="banner">{text.settings.reading.behind}</p> : null;
  const of = format.count(running.of);
  return (
    <div class="banner reading-progress">
      <span role="status">
        {running.seen === 0
          ? text.settings.reading.waiting(format.time(running.startsAt, timeZone), of)
          : text.settings.reading.running(format.count(running.seen), of)}
      </span>
      <progress
        aria-label={text.settings.reading.label}
        value={running.seen}
        max={Math.max(1, running.of, running.seen)}
      />
    </div>
  );
}
