import type { AvoidedWord } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { stageName } from '../taxonomy.ts';
import { QuoteBlock } from './quote.tsx';

/** A word better left alone: why, where, in whose words, and what to say instead. */
export function AvoidedWordItem({ word }: { word: AvoidedWord }) {
  const { text, format, language } = useLanguage();
  const { leaving, voices, evidence = [], stages = [], segments = [] } = word;
  const places = [...stages.map((stage) => text.stageSuffix(stageName(stage, language))), ...segments];
  return (
    <li>
      <div class="keyword-head">
        <strong lang="ko">{word.term}</strong>
        <span class="badge">{text.keywords.avoidKind[word.kind ?? 'rule']}</span>
        <span lang="ko">{word.reason}</span>
      </div>
      {word.instead !== undefined && <p lang="ko">{text.keywords.instead(word.instead)}</p>}
      <ul class="suggestion-facts">
        {voices !== undefined && <li>{text.keywordFacts.saidBy(format.count(voices.documents))}</li>}
        {leaving !== undefined && (
          <li>
            {text.keywordFacts.leaving(
              format.ratio(leaving.value),
              format.ratio(leaving.low),
              format.ratio(leaving.high),
            )}
          </li>
        )}
        {word.messages > 0 && (
          <li>
            <a href={addressOf.messages({ text: word.term })}>
              {text.keywordFacts.inMessages(format.count(word.messages))}
            </a>
          </li>
        )}
        {places.length > 0 && (
          <li>
            {text.keywordFacts.avoidAt}: {places.join(', ')}
          </li>
        )}
      </ul>
      {evidence.length > 0 && (
        <details>
          <summary>{text.keywords.quotes(format.count(evidence.length))}</summary>
          <div class="quote-list">
            {evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        </details>
      )}
    </li>
  );
}
