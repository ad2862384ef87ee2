import type { ErrorList } from '../../../shared/domain/dashboard-api.ts';
import type { ErrorRecord } from '../../../shared/domain/error-record.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { BarList } from '../charts/bar-list.tsx';
import { NumberTile } from '../components/number-tile.tsx';
import { Page, Section } from '../components/page.tsx';
import { SourceHealth } from '../components/source-health.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { useAllowed, useStatus } from '../session.tsx';
import { CustomerFiles } from './customer-files.tsx';

/** What came in, from where, and what could not be read. */
export function CollectionScreen({ day }: { day: string | null }) {
  const { text, format } = useLanguage();
  const status = useStatus();
  const maySeeErrors = useAllowed('marketer', 'cx', 'admin');
  return (
    <Page title={text.collection.title} hint={text.collection.hint}>
      <div class="stack">
        <dl class="numbers">
          <NumberTile
            name={text.collection.total}
            value={text.count.documents(format.count(status.documents))}
          />
          <NumberTile name={text.collection.days} value={text.count.days(format.count(status.days))} />
          <NumberTile
            name={text.collection.period}
            value={
              status.firstDay === null || status.lastDay === null
                ? '–'
                : format.period(status.firstDay, status.lastDay)
            }
          />
          <NumberTile
            name={text.collection.lastDay}
            value={status.lastDay === null ? '–' : format.dayWithYear(status.lastDay)}
          />
        </dl>
        <Section title={text.collection.bySource}>
          <BarList
            bars={status.sources.map((source) => ({
              key: source.source,
              label: text.source[source.source],
              value: source.documents,
              said: `${text.count.documents(format.count(source.documents))} · ${text.sentiment.negative} ${format.count(source.negative)}`,
              href: source.documents > 0 ? addressOf.voices({ source: source.source }) : undefined,
            }))}
          />
        </Section>
        <SourceHealth />
        {maySeeErrors && <CustomerFiles />}
        <Section title={text.collection.errors} hint={text.collection.errorsHint}>
          {maySeeErrors ? <Errors day={day} /> : <Empty>{text.collection.errorsHidden}</Empty>}
        </Section>
      </div>
    </Page>
  );
}

function Errors({ day }: { day: string | null }) {
  const { text, format } = useLanguage();
  const { resource, reload } = useResource<ErrorList>(
    day === null ? '/v1/errors' : `/v1/errors?day=${encodeURIComponent(day)}`,
  );
  return (
    <Loaded resource={resource} reload={reload}>
      {(list) => (
        <>
          {list.days.length > 0 && (
            <label class="inline-label">
              <span>{text.collection.day}</span>
              <select
                value={list.day ?? ''}
                onChange={(event) =>
                  navigate(addressOf.collection(event.currentTarget.value), { replace: true })
                }
              >
                {list.day !== null && !list.days.includes(list.day) && (
                  <option value={list.day}>{list.day}</option>
                )}
                {list.days.map((known) => (
                  <option key={known} value={known}>
                    {format.dayWithYear(known)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {list.errors.length === 0 ? (
            <Empty>{text.collection.noErrors}</Empty>
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{text.collection.file}</th>
                  <th scope="col">{text.collection.line}</th>
                  <th scope="col">{text.collection.field}</th>
                  <th scope="col">{text.collection.reason}</th>
                </tr>
              </thead>
              <tbody>
                {list.errors.map((error, index) => (
                  <ErrorRow key={`${error.occurredAt} ${error.inputHash ?? index}`} error={error} />
                ))}
              </tbody>
            </table>
          )}
          {list.truncated && (
            <p class="muted">{text.collection.truncated(format.count(list.errors.length))}</p>
          )}
        </>
      )}
    </Loaded>
  );
}

function ErrorRow({ error }: { error: ErrorRecord }) {
  const { text, format } = useLanguage();
  return (
    <tr>
      <td data-label={text.collection.file}>{error.origin}</td>
      <td data-label={text.collection.line} class="numeric">
        {error.line === undefined ? '–' : format.count(error.line)}
      </td>
      <td data-label={text.collection.field}>{error.field ?? text.collection.wholeLine}</td>
      <td data-label={text.collection.reason}>
        <strong>{text.collection.errorCode[error.code] ?? error.code}</strong>
        <span class="muted block">{error.message}</span>
      </td>
    </tr>
  );
}
