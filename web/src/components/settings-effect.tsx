import type { SettingsPreview } from '../../../shared/domain/settings-api.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { codeName } from '../taxonomy.ts';
import { HighlightedText } from './highlighted-text.tsx';

/** What saving would do to voices: how many, which ones, and that the whole history is read anew. */
export function SettingsEffect(props: { preview: SettingsPreview; names: Readonly<Record<string, string>> }) {
  const { text, format, language } = useLanguage();
  const words = text.settings.save;
  const { voices, changed, history, examples } = props.preview;
  const say = (read: (typeof examples)[number]['before']) =>
    [
      read.codes.map((code) => props.names[code] ?? codeName(code, language)).join(', ') || words.nothing,
      ...(read.terms.length === 0 ? [] : [read.terms.join(', ')]),
    ].join(' · ');
  return (
    <div class="stack">
      <p>
        <strong>
          {changed === 0
            ? words.previewNone(format.count(voices))
            : words.preview(format.count(changed), format.count(voices))}
        </strong>
        {history > 0 && <span class="block muted">{words.history(format.count(history))}</span>}
      </p>
      {examples.length > 0 && (
        <div>
          <h3>{words.examples}</h3>
          <ul class="connectors">
            {examples.map((example) => (
              <li key={example.documentKey}>
                <p class="clamp" lang="ko">
                  <HighlightedText text={example.text} marks={[]} />
                </p>
                <p class="small">
                  <span class="muted">{words.before}:</span> {say(example.before)}{' '}
                  <span aria-hidden="true">→</span> <span class="muted">{words.after}:</span>{' '}
                  <strong>{say(example.after)}</strong>{' '}
                  <a href={addressOf.voice(example.documentKey)} target="_blank" rel="noreferrer">
                    {words.open}
                  </a>
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
