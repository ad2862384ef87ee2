import { useState } from 'preact/hooks';
import { toCsv } from '../../../shared/delivery/to-csv.ts';
import type { MessageEffectList } from '../../../shared/domain/message-archive.ts';
import type { ArchiveEffect } from '../../../shared/domain/message-effect.ts';
import { addressOf } from '../addresses.ts';
import { saveFile } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { EffectPlot } from '../charts/effect-plot.tsx';
import { effectName } from '../charts/effect-scale.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Section } from './page.tsx';
import { Empty, Loaded } from './states.tsx';
import { useWeekLabel } from './week-picker.tsx';

const OUTCOMES = ['click', 'conversion', 'leaving'] as const satisfies readonly ArchiveEffect['outcome'][];

/** What words and features of our messages did: a chart, its table and its CSV. */
export function MessageEffects() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<MessageEffectList>('/v1/message-effects');
  return (
    <Section title={text.sentMessages.worked} hint={text.sentMessages.workedHint}>
      <Loaded resource={resource} reload={reload}>
        {({ effects, week }) =>
          effects.length === 0 ? (
            <Empty>{text.sentMessages.workedNone}</Empty>
          ) : (
            <Effects effects={effects} week={week} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Effects({ effects, week }: { effects: readonly ArchiveEffect[]; week: string | null }) {
  const { text } = useLanguage();
  const weekLabel = useWeekLabel();
  const known = OUTCOMES.filter((outcome) => effects.some((effect) => effect.outcome === outcome));
  const [outcome, setOutcome] = useState(known[0] ?? 'click');
  const shown = effects
    .filter((effect) => effect.outcome === outcome)
    .sort((a, b) => b.lift.value - a.lift.value);
  return (
    <>
      <div class="toolbar">
        <label class="inline-label">
          <span>{text.sentMessages.outcome}</span>
          <select
            value={outcome}
            onChange={(event) =>
              setOutcome(OUTCOMES.find((each) => each === event.currentTarget.value) ?? 'click')
            }
          >
            {known.map((each) => (
              <option key={each} value={each}>
                {text.sentMessages.outcomes[each]}
              </option>
            ))}
          </select>
        </label>
        <CsvButton effects={effects} />
      </div>
      <EffectPlot effects={shown} />
      {week !== null && <p class="muted">{text.sentMessages.workedWeek(weekLabel(week))}</p>}
      <details>
        <summary>{text.sentMessages.table}</summary>
        <EffectTable effects={shown} />
      </details>
    </>
  );
}

function EffectTable({ effects }: { effects: readonly ArchiveEffect[] }) {
  const { text, format } = useLanguage();
  const { what, interval, sends, rate } = text.sentMessages;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">{rate}</th>
          <th scope="col">{interval}</th>
          <th scope="col">{sends}</th>
        </tr>
      </thead>
      <tbody>
        {effects.map(({ kind, name, lift, sends: count }) => (
          <tr key={`${kind} ${name}`}>
            <td data-label={what}>
              <span>
                {kind === 'word' ? (
                  <a href={addressOf.messages({ text: name })} title={text.sentMessages.messagesWith(name)}>
                    {name}
                  </a>
                ) : (
                  effectName(name, text.sentMessages.effectName)
                )}
              </span>
            </td>
            <td data-label={rate}>{text.sentMessages.times(format.ratio(lift.value))}</td>
            <td data-label={interval}>
              {text.sentMessages.between(format.ratio(lift.low), format.ratio(lift.high))}
            </td>
            <td data-label={sends}>{format.count(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CsvButton({ effects }: { effects: readonly ArchiveEffect[] }) {
  const { text } = useLanguage();
  const words = text.sentMessages;
  function save() {
    const header = [
      words.outcome,
      words.what,
      words.rate,
      `${words.interval} (low)`,
      `${words.interval} (high)`,
      words.sends,
    ];
    const rows = effects.map(({ outcome, name, lift, sends }) => [
      words.outcomes[outcome],
      effectName(name, words.effectName),
      lift.value,
      lift.low,
      lift.high,
      sends,
    ]);
    saveFile('voc-message-effects.csv', new Blob([toCsv([header, ...rows])], { type: 'text/csv' }));
  }
  return (
    <button type="button" class="button" onClick={save}>
      {words.csv}
    </button>
  );
}
