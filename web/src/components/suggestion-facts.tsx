import { testSentence } from '../../../shared/delivery/test-sentence.ts';
import type { SuggestionView } from '../../../shared/domain/suggestion-record.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { liftSentence, segmentName } from '../suggestion-words.ts';
import { codeName, stageName } from '../taxonomy.ts';
import { ChangeBadge } from './change-badge.tsx';

/** What a suggestion stands on: who says it, how it moves, what similar words did. */
export function SuggestionFacts({ view, week }: { view: SuggestionView; week: string }) {
  const { text, format, language } = useLanguage();
  const { suggestion, state, code } = view;
  const { praised, change } = suggestion;
  const place =
    code === undefined
      ? text.stageSuffix(stageName(suggestion.stage, language))
      : text.point.title(codeName(code, language), stageName(suggestion.stage, language));
  return (
    <>
      <div class="keyword-head">
        <strong lang="ko">{suggestion.phrase}</strong>
        <span class={`badge suggestion-${state}`}>{text.keywords.state[state]}</span>
        <span class={suggestion.gap ? 'badge keyword-gap' : 'badge'}>
          {suggestion.gap ? text.keyword.gap : text.keyword.used}
        </span>
        {change !== undefined && <ChangeBadge change={change} />}
      </div>
      <ul class="suggestion-facts">
        <li>
          {code === undefined ? (
            place
          ) : (
            <a href={addressOf.point(week, { code, stage: suggestion.stage })}>{place}</a>
          )}{' '}
          · {segmentName(suggestion.segment, text)} · {text.keyword.said(format.count(suggestion.said))}
        </li>
        <li>{liftSentence(suggestion, text, format)}</li>
        {praised !== undefined && (
          <li>{text.keywordFacts.praised(praised.feature, format.count(praised.documents))}</li>
        )}
        {suggestion.test != null && <li>{testSentence(suggestion.test, language)}</li>}
      </ul>
    </>
  );
}
