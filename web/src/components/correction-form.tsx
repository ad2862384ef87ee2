import { useState } from 'preact/hooks';
import type { CorrectionRequest } from '../../../shared/domain/correction.ts';
import { useLanguage } from '../i18n/language.tsx';
import { codeName, hesitationCodes, stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS } from '../vocabulary.ts';

/** `shared/domain/correction.ts` keeps so many. */
const MAX_CODES = 5;

/** The three labels of a voice as a person gives them; the first reason counts as the main one. */
export function CorrectionForm(props: {
  start: CorrectionRequest;
  sending: boolean;
  onSave: (labels: CorrectionRequest) => void;
  onCancel: () => void;
}) {
  const { text, language } = useLanguage();
  const [labels, setLabels] = useState(props.start);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(labels);
      }}
    >
      <fieldset class="form-whole choices">
        <legend>{text.voice.sentiment}</legend>
        {SENTIMENT_LABELS.map((sentiment) => (
          <label key={sentiment} class="choice">
            <input
              type="radio"
              name="sentiment"
              checked={labels.sentiment === sentiment}
              onChange={() => setLabels({ ...labels, sentiment })}
            />
            {text.sentiment[sentiment]}
          </label>
        ))}
      </fieldset>
      <label class="form-whole">
        <span>{text.voice.stage}</span>
        <select
          value={labels.stage}
          onChange={({ currentTarget: { value } }) =>
            setLabels({ ...labels, stage: FUNNEL_STAGES.find((stage) => stage === value) ?? labels.stage })
          }
        >
          {FUNNEL_STAGES.map((stage) => (
            <option key={stage} value={stage}>
              {stageName(stage, language)}
            </option>
          ))}
        </select>
      </label>
      <Reasons codes={labels.codes} onChange={(codes) => setLabels({ ...labels, codes })} />
      <p class="row form-whole">
        <button type="submit" class="button button-primary" disabled={props.sending}>
          {props.sending ? text.voice.saving : text.voice.saveCorrection}
        </button>
        <button type="button" class="button" onClick={props.onCancel}>
          {text.voice.cancel}
        </button>
      </p>
    </form>
  );
}

function Reasons({ codes, onChange }: { codes: readonly string[]; onChange: (codes: string[]) => void }) {
  const { text, language } = useLanguage();
  const rest = hesitationCodes().filter((code) => !codes.includes(code));
  const others = (code: string) => codes.filter((one) => one !== code);
  return (
    <fieldset class="form-whole">
      <legend>{text.voices.code}</legend>
      {codes.length === 0 && <p class="muted">{text.voice.noReason}</p>}
      <ul class="edit-list">
        {codes.map((code, index) => {
          const name = codeName(code, language);
          return (
            <li key={code}>
              <span>
                {name} {index === 0 && <span class="badge">{text.voice.mainReason}</span>}
              </span>
              <span class="row">
                {index > 0 && (
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={text.voice.makeMain(name)}
                    title={text.voice.makeMain(name)}
                    onClick={() => onChange([code, ...others(code)])}
                  >
                    ↑
                  </button>
                )}
                <button
                  type="button"
                  class="icon-button"
                  aria-label={text.voice.removeReason(name)}
                  title={text.voice.removeReason(name)}
                  onClick={() => onChange(others(code))}
                >
                  ✕
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {codes.length >= MAX_CODES ? (
        <p class="hint">{text.voice.reasonsFull}</p>
      ) : (
        <label>
          <span>{text.voice.addReason}</span>
          <select
            value=""
            onChange={(event) => {
              onChange([...codes, event.currentTarget.value]);
              event.currentTarget.value = '';
            }}
          >
            <option value="">{text.voice.chooseReason}</option>
            {rest.map((code) => (
              <option key={code} value={code}>
                {codeName(code, language)}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}
