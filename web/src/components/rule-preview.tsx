import { wantsIncident } from '../../../shared/alerting/team-rules.ts';
import type { AlertRule } from '../../../shared/domain/alert.ts';
import type { IncidentList } from '../../../shared/domain/dashboard-api.ts';
import type { Incident } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { useLanguage } from '../i18n/language.tsx';
import { seriesName } from '../series-name.ts';
import { useStatus } from '../session.tsx';
import { lastDays } from '../voice-filter.ts';
import { Loaded } from './states.tsx';

const PREVIEW_DAYS = 28;

/** What a rule would have told of in the last weeks, against the rule of now. The detector decides by the same code. */
export function RulePreview({ before, after }: { before: AlertRule; after: AlertRule }) {
  const { text, format } = useLanguage();
  const { today } = useStatus();
  const { resource, reload } = useResource<IncidentList>('/v1/incidents?limit=200');
  const words = text.settings.rules;
  return (
    <div class="stack rule-preview">
      <div>
        <h3>{words.preview}</h3>
        <p class="hint">{words.previewHint}</p>
      </div>
      <Loaded resource={resource} reload={reload}>
        {({ incidents }) => {
          const { from } = lastDays(today, PREVIEW_DAYS);
          const recent = incidents.filter(({ startedAt }) => startedAt >= from);
          if (recent.length === 0) return <p class="muted">{words.noIncidents}</p>;
          const told = recent.filter((incident) => wantsIncident(before, incident));
          const wouldTell = recent.filter((incident) => wantsIncident(after, incident));
          return (
            <>
              <p role="status">
                {words.wouldTell(
                  format.count(told.length),
                  format.count(wouldTell.length),
                  format.count(recent.length),
                )}
              </p>
              <Difference
                title={words.lost}
                incidents={told.filter((incident) => !wouldTell.includes(incident))}
              />
              <Difference
                title={words.gained}
                incidents={wouldTell.filter((incident) => !told.includes(incident))}
              />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Difference({ title, incidents }: { title: string; incidents: readonly Incident[] }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  if (incidents.length === 0) return null;
  return (
    <div>
      <h4>{title}</h4>
      <ul class="changes">
        {incidents.map((incident) => (
          <li key={incident.id}>
            <a href={addressOf.alert(incident.id)} target="_blank" rel="noreferrer">
              {text.alerts.name(seriesName(incident.series, { text, language }))}
            </a>
            <span class="muted">
              {`${text.alerts.severity[incident.severity ?? 'notice']} · ${text.count.documents(format.count(incident.count))} · ${format.hours(incident.startedAt, incident.endedAt, timeZone)}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
