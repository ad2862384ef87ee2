import { useEffect, useState } from 'preact/hooks';
import { searchWords } from '../../../shared/insight/search-words.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { codeName, hesitationCodes, stageName } from '../taxonomy.ts';
import { FUNNEL_STAGES, SENTIMENT_LABELS, SOURCE_KINDS } from '../vocabulary.ts';
import { type Narrowing, type VoiceFilter, without } from '../voice-filter.ts';
import { VoicePeriod } from './voice-period.tsx';

const STARS = ['1', '2', '3', '4', '5'] as const;
const TEXTS = ['q', 'contains', 'segment'] as const;
/** On a phone the lists would push the voices off the screen. */
const WIDE = window.matchMedia('(min-width: 641px)');
type Texts = Readonly<Record<(typeof TEXTS)[number], string>>;

/** All that voices can be searched by. What is chosen from a list holds at once, what is typed when it is sent. */
export function VoiceSearch(props: {
  filter: VoiceFilter;
  weeks: readonly string[];
  segments: readonly string[];
}) {
  const { filter, weeks, segments } = props;
  const { text } = useLanguage();
  const [typed, setTyped] = useState(() => textsOf(filter));
  const [wordless, setWordless] = useState(false);
  const { q, contains, segment } = filter;
  useEffect(() => setTyped(textsOf({ q, contains, segment })), [q, contains, segment]);
  const type = (name: keyof Texts, value: string) => {
    setWordless(false);
    setTyped({ ...typed, [name]: value });
  };

  function search(event: Event) {
    event.preventDefault();
    const asked = typed.q.trim();
    // Signs alone are no word; the API would refuse them.
    if (asked !== '' && searchWords(asked).length === 0) return setWordless(true);
    const texts = Object.fromEntries(TEXTS.map((name) => [name, typed[name].trim()]));
    navigate(addressOf.voices({ ...filter, ...texts }));
  }

  return (
    <search aria-label={text.voices.search}>
      <form class="card voice-search" onSubmit={search}>
        <label>
          <span>{text.voices.words}</span>
          <span class="search-line">
            <input
              type="search"
              value={typed.q}
              maxLength={100}
              placeholder={text.voices.wordsExample}
              aria-describedby="words-hint"
              aria-invalid={wordless}
              onInput={(event) => type('q', event.currentTarget.value)}
            />
            <button type="submit" class="button button-primary">
              {text.voices.find}
            </button>
          </span>
        </label>
        <p id="words-hint" class={wordless ? 'field-problem' : 'hint'} role={wordless ? 'alert' : undefined}>
          {wordless ? text.voices.wordless : text.voices.wordsHint}
        </p>
        <details open={WIDE.matches}>
          <summary>{text.voices.filters}</summary>
          <fieldset class="filter-grid">
            <legend class="visually-hidden">{text.voices.filters}</legend>
            <VoicePeriod filter={filter} weeks={weeks} />
            <Choices filter={filter} />
          </fieldset>
        </details>
        <details open={contains !== undefined || segment !== undefined}>
          <summary>{text.voices.moreFilters}</summary>
          <div class="filter-grid">
            <label>
              <span>{text.voices.contains}</span>
              <input
                value={typed.contains}
                maxLength={100}
                placeholder={text.voices.containsExample}
                onInput={(event) => type('contains', event.currentTarget.value)}
              />
            </label>
            <label>
              <span>{text.voices.segment}</span>
              <input
                value={typed.segment}
                maxLength={100}
                list="known-segments"
                placeholder={segments[0] ?? ''}
                onInput={(event) => type('segment', event.currentTarget.value)}
              />
              <datalist id="known-segments">
                {segments.map((known) => (
                  <option key={known} value={known} />
                ))}
              </datalist>
            </label>
            <p class="hint">{text.voices.containsHint}</p>
          </div>
        </details>
      </form>
    </search>
  );
}

function textsOf({ q, contains, segment }: VoiceFilter): Texts {
  return { q: q ?? '', contains: contains ?? '', segment: segment ?? '' };
}

function Choices({ filter }: { filter: VoiceFilter }) {
  const { text, language } = useLanguage();
  const options: readonly { name: Narrowing; label: string; values: readonly (readonly string[])[] }[] = [
    {
      name: 'code',
      label: text.voices.code,
      values: hesitationCodes().map((code) => [code, codeName(code, language)]),
    },
    {
      name: 'stage',
      label: text.voices.stage,
      values: FUNNEL_STAGES.map((stage) => [stage, stageName(stage, language)]),
    },
    {
      name: 'source',
      label: text.voices.source,
      values: SOURCE_KINDS.map((source) => [source, text.source[source]]),
    },
    {
      name: 'sentiment',
      label: text.voices.sentiment,
      values: SENTIMENT_LABELS.map((label) => [label, text.sentiment[label]]),
    },
    { name: 'star', label: text.voices.star, values: STARS.map((star) => [star, text.voices.rating(star)]) },
  ];
  return (
    <>
      {options.map(({ name, label, values }) => (
        <label key={name}>
          <span>{label}</span>
          <select
            value={filter[name] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              navigate(addressOf.voices({ ...without(filter, name), [name]: value }), { replace: true })
            }
          >
            <option value="">{text.voices.all}</option>
            {/* What a link asks for and no list knows stays visible. */}
            {filter[name] !== undefined && !values.some(([value]) => value === filter[name]) && (
              <option value={filter[name]}>{filter[name]}</option>
            )}
            {values.map(([value, shown]) => (
              <option key={value} value={value}>
                {shown}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}
