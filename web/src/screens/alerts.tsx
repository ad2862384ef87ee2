import { useState } from 'preact/hooks';
import type { IncidentList } from '../../../shared/domain/dashboard-api.ts';
import type { Incident } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { Page, Section } from '../components/page.tsx';
import { SeverityBadge } from '../components/severity-badge.tsx';
import { Empty, Failure, Loaded, Notice } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { seriesName } from '../series-name.ts';
import { useStatus } from '../session.tsx';

const FIRST_PAGE = '/v1/incidents?limit=50';

/** All incidents: those that go on, then those that are over, each newest first. */
export function AlertsScreen() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<IncidentList>(FIRST_PAGE);
  return (
    <Page title={text.alerts.title} hint={text.alerts.hint}>
      <Loaded resource={resource} reload={reload}>
        {(list) =>
          list.incidents.length === 0 ? (
            <Notice title={text.alerts.empty}>
              <a class="button" href={addressOf.thisWeek()}>
                {text.alerts.toWeek}
              </a>
            </Notice>
          ) : (
            <Incidents first={list} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Incidents({ first }: { first: IncidentList }) {
  const { text } = useLanguage();
  const [later, setLater] = useState<IncidentList | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const incidents = [...first.incidents, ...(later?.incidents ?? [])];
  const cursor = (later ?? first).nextCursor;

  async function readMore(after: string) {
    setError(null);
    try {
      const page = await getJson<IncidentList>(`${FIRST_PAGE}&cursor=${encodeURIComponent(after)}`);
      setLater({ ...page, incidents: [...(later?.incidents ?? []), ...page.incidents] });
    } catch (failure) {
      setError(asApiError(failure));
    }
  }

  return (
    <div class="stack">
      <Section title={text.alerts.open}>
        <IncidentRows
          incidents={incidents.filter(({ status }) => status !== 'resolved')}
          none={text.alerts.noneOpen}
        />
      </Section>
      <Section title={text.alerts.over}>
        <IncidentRows
          incidents={incidents.filter(({ status }) => status === 'resolved')}
          none={text.alerts.noneOver}
        />
      </Section>
      {error !== null && <Failure error={error} />}
      {cursor !== null && (
        <p class="more">
          <button type="button" class="button" onClick={() => void readMore(cursor)}>
            {text.alerts.more}
          </button>
        </p>
      )}
    </div>
  );
}

function IncidentRows({ incidents, none }: { incidents: readonly Incident[]; none: string }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  if (incidents.length === 0) return <Empty>{none}</Empty>;
  return (
    <ul class="connectors alert-list">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <span class="row">
            <SeverityBadge severity={incident.severity} />
            <strong>
              <a href={addressOf.alert(incident.id)}>
                {text.alerts.name(seriesName(incident.series, { text, language }))}
              </a>
            </strong>
            <span class={`badge incident-${incident.status}`}>{text.incident.status[incident.status]}</span>
          </span>
          <span>{text.incident.what(format.count(incident.count), format.decimal(incident.expected))}</span>
          <span class="muted">{format.hours(incident.startedAt, incident.endedAt, timeZone)}</span>
        </li>
      ))}
    </ul>
  );
}
