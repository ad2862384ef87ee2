import { useState } from 'preact/hooks';
import type { Correction, CorrectionRequest } from '../../../shared/domain/correction.ts';
import type { Voice } from '../../../shared/domain/dashboard-api.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { codeName, stageName } from '../taxonomy.ts';
import { CorrectionForm } from './correction-form.tsx';
import { Section } from './page.tsx';
import { Failure } from './states.tsx';

/** The labels of a voice as they were read. */
export function labelsOf(voice: Voice): CorrectionRequest {
  return {
    sentiment: voice.sentiment.label,
    codes: voice.hesitations.map(({ code }) => code).slice(0, 5),
    stage: voice.stage,
  };
}

/** How a voice was read beside how a person reads it, and the form for that. */
export function VoiceCorrection({ voice, onChanged }: { voice: Voice; onChanged: () => void }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const mayCorrect = useAllowed('marketer', 'cx', 'admin');
  const { sending, error, send } = useSend();
  const [editing, setEditing] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const { correction } = voice;
  const path = `/v1/voices/${voice.documentKey}/correction`;

  async function change(act: () => Promise<unknown>, said: string) {
    setDone(null);
    if (!(await send(async () => void (await act())))) return;
    setEditing(false);
    setDone(said);
    onChanged();
  }

  return (
    <Section title={text.voice.reading} hint={text.voice.correctHint}>
      <div class="stack">
        {correction !== undefined && (
          <p>
            {text.voice.corrected(format.time(correction.at, timeZone))}
            {correction.read.analysisVersion !== voice.analysisVersion && (
              <span class="block finding-warning">{text.voice.correctedBefore}</span>
            )}
          </p>
        )}
        <Comparison read={labelsOf(voice)} corrected={correction?.labels} />
        {error !== null && <Failure error={error} />}
        <p role="status" class="muted">
          {done}
        </p>
        {!mayCorrect && <p class="muted">{text.voice.mayNotCorrect}</p>}
        {mayCorrect && !editing && (
          <div class="row">
            <button type="button" class="button" onClick={() => setEditing(true)}>
              {correction === undefined ? text.voice.correct : text.voice.correctAgain}
            </button>
            {correction !== undefined && (
              <button
                type="button"
                class="text-button"
                disabled={sending}
                onClick={() => void change(() => sendJson('DELETE', path), text.voice.takenBack)}
              >
                {text.voice.takeBack}
              </button>
            )}
          </div>
        )}
        {editing && (
          <CorrectionForm
            start={correction?.labels ?? labelsOf(voice)}
            sending={sending}
            onSave={(labels) =>
              void change(() => sendJson<Correction>('PUT', path, labels), text.voice.savedCorrection)
            }
            onCancel={() => setEditing(false)}
          />
        )}
      </div>
    </Section>
  );
}

function Comparison(props: { read: CorrectionRequest; corrected: CorrectionRequest | undefined }) {
  const { read, corrected } = props;
  const { text, language } = useLanguage();
  const codesOf = ({ codes }: CorrectionRequest) =>
    codes.map((code) => codeName(code, language)).join(', ') || text.voice.noReason;
  const rows: readonly [string, (labels: CorrectionRequest) => string][] = [
    [text.voice.sentiment, ({ sentiment }) => text.sentiment[sentiment]],
    [text.voices.code, codesOf],
    [text.voice.stage, ({ stage }) => stageName(stage, language)],
  ];
  return (
    <table class="table comparison">
      <thead>
        <tr>
          <td />
          <th scope="col">{text.voice.asRead}</th>
          {corrected !== undefined && <th scope="col">{text.voice.asCorrected}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, say]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-label={text.voice.asRead}>
              <span>{say(read)}</span>
            </td>
            {corrected !== undefined && (
              <td data-label={text.voice.asCorrected}>
                {say(corrected) === say(read) ? (
                  <span class="muted">{text.voice.sameAsRead}</span>
                ) : (
                  <strong>{say(corrected)}</strong>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
