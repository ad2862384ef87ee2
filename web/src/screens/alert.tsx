import type { Cause, Incident } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { NumberTile } from '../components/number-tile.tsx';
import { Page, Section } from '../components/page.tsx';
import { QuoteBlock } from '../components/quote.tsx';
import { SeverityBadge } from '../components/severity-badge.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { seriesName } from '../series-name.ts';
import { useStatus } from '../session.tsx';
import { codeName } from '../taxonomy.ts';
import { AlertAnswer } from './alert-answer.tsx';

/** Below this, a ratio to the usual says nothing that a person can picture. */
const LEAST_USUAL = 0.1;

/** One incident, where the link of its alert leads: what rose, why perhaps, in whose words, and the answer to it. */
export function AlertScreen({ id }: { id: string }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const { resource, reload } = useResource<Incident>(`/v1/incidents/${encodeURIComponent(id)}`);
  const incident = resource.state === 'ready' ? resource.data : null;
  return (
    <Page
      key={incident === null ? 'waiting' : 'ready'}
      title={
        incident === null
          ? text.alerts.title
          : text.alerts.name(seriesName(incident.series, { text, language }))
      }
      hint={
        incident !== null && (
          <span class="row">
            <SeverityBadge severity={incident.severity} />
            <span class={`badge incident-${incident.status}`}>{text.incident.status[incident.status]}</span>
            <span>{format.hours(incident.startedAt, incident.endedAt, timeZone)}</span>
          </span>
        )
      }
      back={{ href: addressOf.alerts(), label: text.alerts.back }}
    >
      <Loaded resource={resource} reload={reload}>
        {(ready) => <AlertDetail incident={ready} reload={reload} />}
      </Loaded>
    </Page>
  );
}

function AlertDetail({ incident, reload }: { incident: Incident; reload: () => void }) {
  const { text } = useLanguage();
  return (
    <div class="stack">
      <KeyNumbers incident={incident} />
      <AlertAnswer incident={incident} onAnswered={reload} />
      <Section title={text.alerts.quotes}>
        {incident.evidence.length === 0 ? (
          <Empty>{text.alerts.noQuotes}</Empty>
        ) : (
          <div class="quote-list">
            {incident.evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        )}
      </Section>
      <div class="split">
        <Section title={text.alerts.causes} hint={text.alerts.causesHint}>
          <Causes causes={incident.causes ?? []} />
        </Section>
        <Section title={text.alerts.reasons}>
          <Rose incident={incident} />
        </Section>
      </div>
      {incident.terms.length > 0 && (
        <Section title={text.alerts.words}>
          <ul class="chips">
            {incident.terms.map((term) => (
              <li key={term} class="chip-plain" lang="ko">
                {term}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function KeyNumbers({
  incident: { count, expected, customers, startedAt, endedAt },
}: {
  incident: Incident;
}) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  return (
    <dl class="numbers">
      <NumberTile name={text.alerts.count} value={text.count.documents(format.count(count))}>
        <span class="muted">{text.alerts.usual(format.decimal(expected))}</span>
        {expected >= LEAST_USUAL && (
          <span class="muted">{text.alerts.times(format.decimal(count / expected))}</span>
        )}
      </NumberTile>
      <NumberTile name={text.alerts.since} value={format.time(startedAt, timeZone)}>
        <span class="muted">
          {endedAt === undefined ? text.incident.ongoing : text.alerts.until(format.time(endedAt, timeZone))}
        </span>
      </NumberTile>
      <NumberTile
        name={text.alerts.customers}
        value={customers === undefined ? '–' : text.count.people(format.count(customers))}
      >
        <span class="muted">{text.alerts.customersHint}</span>
      </NumberTile>
    </dl>
  );
}

function Causes({ causes }: { causes: readonly Cause[] }) {
  const { text } = useLanguage();
  const say = useCauseSentence();
  if (causes.length === 0) return <Empty>{text.alerts.noCauses}</Empty>;
  return (
    <ul class="changes">
      {causes.map((cause) => (
        <li key={say(cause)}>{say(cause)}</li>
      ))}
    </ul>
  );
}

function useCauseSentence(): (cause: Cause) => string {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const words = text.alerts.cause;
  return (cause) => {
    switch (cause.kind) {
      case 'version':
        return words.version(cause.version, format.percent(cause.share), format.percent(cause.usual));
      case 'connector':
        return words.connector(cause.connector, format.percent(cause.share), format.percent(cause.usual));
      case 'campaign':
        return words.campaign(cause.campaign, format.time(cause.sentAt, timeZone));
      case 'source-health':
        return words.sourceHealth(cause.sourceId);
    }
  };
}

/** The reasons that people gave, and the other series that rose. */
function Rose({ incident }: { incident: Incident }) {
  const { text, format, language } = useLanguage();
  const together = (incident.seriesTogether ?? []).filter((series) => series !== incident.series);
  return (
    <div class="stack">
      {incident.codes.length === 0 ? (
        <Empty>{text.none}</Empty>
      ) : (
        <ul class="chips">
          {incident.codes.map(({ code, documents }) => (
            <li key={code}>
              {codeName(code, language)}
              <small>{format.count(documents)}</small>
            </li>
          ))}
        </ul>
      )}
      {together.length > 0 && (
        <div>
          <h3>{text.alerts.together}</h3>
          <ul class="chips">
            {together.map((series) => (
              <li key={series} class="chip-plain">
                {seriesName(series, { text, language })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
