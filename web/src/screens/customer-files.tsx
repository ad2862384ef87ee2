import type { ImportList } from '../../../shared/domain/dashboard-api.ts';
import type { ImportReport } from '../../../shared/domain/import-report.ts';
import { useResource } from '../api/use-resource.ts';
import { Section } from '../components/page.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

/** More of the newest findings would hide the rest of the screen. */
const SHOWN_IMPORTS = 5;
const SHOWN_LINES = 5;

/** What the newest customer files said, and what is wrong in them. */
export function CustomerFiles() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<ImportList>('/v1/imports');
  return (
    <Section title={text.customers.title} hint={text.customers.hint}>
      <Loaded resource={resource} reload={reload}>
        {({ imports }) =>
          imports.length === 0 ? (
            <Empty>{text.customers.none}</Empty>
          ) : (
            <ul class="connectors">
              {imports.slice(0, SHOWN_IMPORTS).map((report) => (
                <CustomerFile key={`${report.asOf} ${report.id}`} report={report} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function CustomerFile({ report }: { report: ImportReport }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { outcomes, duplicates } = report;
  const counts = (['new', 'changed', 'unchanged', 'outdated', 'removed'] as const)
    .filter((name) => outcomes[name] > 0)
    .map((name) => text.customers.outcomes[name](format.count(outcomes[name])));
  return (
    <li>
      <span class="row">
        <strong>{report.name}</strong>
        <span class={`badge outcome-${report.state === 'complete' ? 'complete' : 'partial'}`}>
          {text.customers.states[report.state]}
        </span>
      </span>
      <span class="muted">
        {[format.time(report.asOf, timeZone), text.customers.rows(format.count(report.rows)), ...counts].join(
          ' · ',
        )}
      </span>
      <ul class="findings">
        {report.rejectedRows > 0 && (
          <li class="finding-critical">{text.customers.rejected(format.count(report.rejectedRows))}</li>
        )}
        {report.invalid.map(({ field, reason, count, lines, rowRejected }) => (
          <li
            key={`${field} ${reason} ${rowRejected}`}
            class={rowRejected ? 'finding-critical' : 'finding-warning'}
          >
            {`${field}: ${text.customers.reasons[reason]} ${format.count(count)} (${linesOf(lines)})`}
          </li>
        ))}
        {duplicates.samePerson.count > 0 && (
          <li class="finding-warning">
            {`${text.customers.samePerson(format.count(duplicates.samePerson.count))} (${linesOf(duplicates.samePerson.lines)})`}
          </li>
        )}
        {duplicates.repeatedIds.count > 0 && (
          <li class="finding-warning">
            {`${text.customers.repeatedIds(format.count(duplicates.repeatedIds.count))} (${linesOf(duplicates.repeatedIds.lines)})`}
          </li>
        )}
        {report.stale.map(({ reason, count, lines }) => (
          <li key={reason} class="finding-warning">
            {`${text.customers.stale[reason]} ${format.count(count)} (${linesOf(lines)})`}
          </li>
        ))}
        {report.consents
          .filter(({ absent }) => absent)
          .map(({ field }) => (
            <li key={field} class="finding-warning">
              {text.customers.noConsent[field]}
            </li>
          ))}
      </ul>
      <span class="muted">
        {text.customers.missing}{' '}
        {report.missing
          .map(({ field, count, absent }) =>
            absent ? `${field} ${text.customers.wholeColumn}` : `${field} ${format.count(count)}`,
          )
          .join(', ') || '–'}
      </span>
      <span class="muted">
        {report.consents
          .filter(({ absent }) => !absent)
          .map(({ field, yes }) => `${text.customers.consents[field]} ${format.count(yes)}`)
          .join(' · ')}
      </span>
    </li>
  );

  function linesOf(lines: readonly number[]): string {
    const shown = lines.slice(0, SHOWN_LINES).map((line) => format.count(line));
    return `${text.customers.lines} ${shown.join(', ')}${lines.length > SHOWN_LINES ? ' …' : ''}`;
  }
}
