import { useEffect, useState } from 'preact/hooks';
import type { SourceHealthView, SourceList } from '../../../shared/domain/dashboard-api.ts';
import { useResource } from '../api/use-resource.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { type AskedRun, stateOfRun } from '../source-run.ts';
import { Section } from './page.tsx';
import { RunSource } from './run-source.tsx';
import { Empty, Loaded } from './states.tsx';

const LOOK_AGAIN_MS = 3_000;

/** Every configured source: how its runs went, and a button to have it read now. */
export function SourceHealth() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<SourceList>('/v1/sources');
  const [asked, setAsked] = useState<Readonly<Record<string, AskedRun>>>({});
  const sources = resource.state === 'ready' ? resource.data.sources : [];
  const now = Date.now();
  const waiting = sources.some((source) => {
    const run = asked[source.id];
    const state = run === undefined ? undefined : stateOfRun(run, source, now);
    return source.running || state === 'asked';
  });
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waiting, reload]);

  return (
    <Section title={text.collection.connectors} hint={text.collection.connectorsHint}>
      <Loaded resource={resource} reload={reload}>
        {(list) =>
          list.sources.length === 0 ? (
            <Empty>{text.collection.noConnectors}</Empty>
          ) : (
            <ul class="connectors">
              {list.sources.map((source) => (
                <li key={`${source.brings} ${source.id}`}>
                  <Head source={source} />
                  <Findings source={source} />
                  {source.recentDocuments.length > 1 && <RecentRuns source={source} />}
                  <Details source={source} />
                  <RunSource
                    source={source}
                    asked={asked[source.id]}
                    onAsked={(run) => {
                      setAsked({ ...asked, [source.id]: run });
                      reload();
                    }}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Head({ source }: { source: SourceHealthView }) {
  const { text } = useLanguage();
  const outcome = source.running ? 'running' : source.outcome;
  return (
    <span class="row">
      <strong>{source.id}</strong>
      <span class="muted">{text.collection.brings[source.brings]}</span>
      <span class={`badge outcome-${source.enabled ? outcome : 'off'}`}>
        {source.enabled ? text.collection.outcomes[outcome] : text.collection.off}
      </span>
    </span>
  );
}

function Findings({ source }: { source: SourceHealthView }) {
  const { text } = useLanguage();
  const words: Readonly<Record<string, string>> = text.collection.errorCode;
  const help: Readonly<Record<string, string>> = text.collection.errorHelp;
  if (!source.enabled || source.findings.length === 0) return null;
  return (
    <ul class="findings">
      {source.findings.map(({ code, severity }) => (
        <li key={code} class={`finding-${severity}`}>
          {text.collection.findings[code]}
          {code === 'failing' && source.errorCode !== null && (
            <>
              {` (${words[source.errorCode] ?? source.errorCode})`}
              <span class="block muted">{help[source.errorCode]}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function RecentRuns({ source: { recentDocuments } }: { source: SourceHealthView }) {
  const { text, format } = useLanguage();
  const numbers = recentDocuments.map((count) => format.count(count)).join(', ');
  return <Sparkline values={recentDocuments} label={`${text.collection.recentRuns}: ${numbers}`} />;
}

function Details({ source }: { source: SourceHealthView }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const at = (name: string, instant: string | null) =>
    instant === null ? [] : [`${name} ${format.time(instant, timeZone)}`];
  const details = [
    source.connector,
    source.schedule,
    ...at(text.collection.lastRun, source.lastRunAt),
    ...(source.lastSuccessAt === source.lastRunAt
      ? []
      : at(text.collection.lastSuccess, source.lastSuccessAt)),
    ...(source.documents === null ? [] : [text.collection.items(format.count(source.documents))]),
    ...(source.rejected === null || source.rejected === 0
      ? []
      : [text.collection.rejected(format.count(source.rejected))]),
    ...at(text.collection.parkedUntil, source.parkedUntil),
    ...(source.quotaLeft === null ? [] : [text.collection.quotaLeft(format.count(source.quotaLeft))]),
    ...at(text.collection.credentialUntil, source.credentialExpiresAt),
  ];
  return <span class="muted">{details.join(' · ')}</span>;
}
