import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { codeName, stageName } from '../taxonomy.ts';
import { type Narrowing, narrowingsOf, periodOf, type VoiceFilter, without } from '../voice-filter.ts';

/** The conditions that hold; each is a link to the same voices without it. */
export function FilterChips({ filter }: { filter: VoiceFilter }) {
  const { text } = useLanguage();
  const say = useConditionName();
  const conditions = narrowingsOf(filter);
  if (conditions.length === 0) return null;
  return (
    <div class="row filter-chips">
      <ul class="chips" aria-label={text.voices.chosen}>
        {conditions.map(({ name, value }) => (
          <li key={name}>
            <a
              href={addressOf.voices(without(filter, name))}
              aria-label={text.voices.removeCondition(say(name, value))}
            >
              {say(name, value)} <span aria-hidden="true">✕</span>
            </a>
          </li>
        ))}
      </ul>
      <a class="text-button" href={addressOf.voices(periodOf(filter))}>
        {text.voices.reset}
      </a>
    </div>
  );
}

/** A condition in words: `감정: 부정`. */
export function useConditionName(): (name: Narrowing, value: string) => string {
  const { text, language } = useLanguage();
  const sentiments: Readonly<Record<string, string>> = text.sentiment;
  const sources: Readonly<Record<string, string>> = text.source;
  return (name, value) => {
    switch (name) {
      case 'q':
        return `${text.voices.word}: ${value}`;
      case 'contains':
        return `${text.voices.containsShort}: ${value}`;
      case 'source':
        return `${text.voices.source}: ${sources[value] ?? value}`;
      case 'sentiment':
        return `${text.voices.sentiment}: ${sentiments[value] ?? value}`;
      case 'code':
        return `${text.voices.code}: ${codeName(value, language)}`;
      case 'stage':
        return `${text.voices.stage}: ${stageName(value, language)}`;
      case 'star':
        return text.voices.rating(value);
      case 'segment':
        return `${text.voices.segment}: ${value}`;
    }
  };
}
