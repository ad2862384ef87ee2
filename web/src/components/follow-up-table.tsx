import { useEffect, useState } from 'preact/hooks';
import type { FollowUpListName, FollowUpPage } from '../../../shared/domain/follow-up-list.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson } from '../api/client.ts';
import type { Messages } from '../i18n/ko.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { codeName, stageName } from '../taxonomy.ts';
import { CopyButton } from './message-ideas.tsx';
import { Failure, Loading } from './states.tsx';

type Column = keyof Messages['followUps']['columns'];
/** A customer as a row: what each column says, and the voice that it comes from. */
interface Row {
  readonly customerId: string;
  readonly cells: Partial<Record<Column, string>>;
  readonly documentKey: string | undefined;
}

/** One list of customers, page by page. Each page that is read is recorded as a look-up. */
export function FollowUpTable({ list }: { list: FollowUpListName }) {
  const { text, format } = useLanguage();
  const toRows = useRows();
  const [pages, setPages] = useState<readonly FollowUpPage[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let current = true;
    setError(null);
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    getJson<FollowUpPage>(`/v1/follow-up-lists/${list}${query}`).then(
      (page) => {
        if (!current) return;
        // A list that was made anew meanwhile begins anew.
        setPages((earlier) =>
          cursor !== null && earlier[0]?.generatedAt === page.generatedAt ? [...earlier, page] : [page],
        );
      },
      (failure: unknown) => {
        if (current) setError(asApiError(failure));
      },
    );
    return () => {
      current = false;
    };
  }, [list, cursor, round]);

  const rows = pages.flatMap(toRows);
  const columns = Object.keys(rows[0]?.cells ?? {}) as Column[];
  const next = pages.at(-1)?.nextCursor ?? null;
  if (error !== null) return <Failure error={error} retry={() => setRound((count) => count + 1)} />;
  if (pages.length === 0) return <Loading />;
  return (
    <>
      <p class="row">
        <span class="muted" role="status">
          {text.followUps.shown(format.count(rows.length))}
        </span>
        <CopyButton
          value={[...new Set(rows.map(({ customerId }) => customerId))].join('\n')}
          label={text.followUps.copyIds}
        />
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{text.followUps.columns.customer}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {text.followUps.columns[column]}
              </th>
            ))}
            <th scope="col">{text.followUps.columns.open}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.customerId} ${row.documentKey} ${row.cells.reason}`}>
              <td data-label={text.followUps.columns.customer}>
                <code>{row.customerId}</code>
              </td>
              {columns.map((column) => (
                <td key={column} data-label={text.followUps.columns[column]}>
                  {row.cells[column]}
                </td>
              ))}
              <td data-label={text.followUps.columns.open}>
                {row.documentKey !== undefined && (
                  <a href={addressOf.voice(row.documentKey)}>{text.followUps.voice}</a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {next !== null && (
        <p class="more">
          <button type="button" class="button" onClick={() => setCursor(next)}>
            {text.followUps.more}
          </button>
        </p>
      )}
    </>
  );
}

/** The rows of a page in the reader's words. */
function useRows(): (page: FollowUpPage) => Row[] {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const time = (instant: string) => format.time(instant, timeZone);
  const reason = (code: string | null) => (code === null ? '–' : codeName(code, language));
  return (page) => {
    switch (page.list) {
      case 'fast-follow':
        return page.entries.map(({ customerId, documentKey, dueAt, urgency, code }) => ({
          customerId,
          documentKey,
          cells: { due: time(dueAt), urgency: text.urgency[urgency], reason: reason(code) },
        }));
      case 'hold':
        return page.entries.map(({ customerId, documentKey, until, code }) => ({
          customerId,
          documentKey,
          cells: { until: time(until), reason: reason(code) },
        }));
      case 'repeat-complaints':
        return page.entries.map(({ customerId, documentKeys, code, voices, lastAt }) => ({
          customerId,
          documentKey: documentKeys.at(-1),
          cells: { reason: reason(code), voices: text.count.times(format.count(voices)), last: time(lastAt) },
        }));
      case 'churn-risk':
        return page.entries.map((entry) => ({
          customerId: entry.customerId,
          documentKey: entry.documentKeys.at(-1),
          cells: {
            score: format.count(entry.score),
            band: text.followUps.band[entry.band],
            negative: text.count.documents(format.count(entry.negativeVoices)),
            reason: entry.codes.map(reason).join(', ') || '–',
            last: time(entry.lastAt),
          },
        }));
      case 'audience':
        return page.entries.map(({ customerId, documentKey, code, stage, guide, nightAllowed, saidAt }) => ({
          customerId,
          documentKey,
          cells: {
            reason: text.point.title(codeName(code, language), stageName(stage, language)),
            guide,
            night: nightAllowed ? text.followUps.yes : text.followUps.no,
            said: time(saidAt),
          },
        }));
    }
  };
}
