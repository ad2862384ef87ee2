import type { Voice } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import type { Mark } from '../cut-at-marks.ts';
import { useLanguage } from '../i18n/language.tsx';
import { searchHits, type TextSearch } from '../search-hits.ts';
import { useStatus } from '../session.tsx';
import { codeName, stageName } from '../taxonomy.ts';
import { HighlightedText } from './highlighted-text.tsx';
import { Rating, SentimentBadge } from './quote.tsx';

/** The marks of a voice: the words that carry each reason, named by it. */
export function useMarks(voice: Voice): Mark[] {
  const { language } = useLanguage();
  return voice.hesitations.flatMap((hesitation) =>
    hesitation.evidence.map(({ start, end }) => ({ start, end, note: codeName(hesitation.code, language) })),
  );
}

/** When a voice was written, as exactly as it is known. */
export function useWrittenAt(): (voice: Voice) => string {
  const { format } = useLanguage();
  const { timeZone } = useStatus();
  return (voice) =>
    voice.publishedAtPrecision === 'instant'
      ? format.time(voice.publishedAt, timeZone)
      : format.day(voice.day);
}

/** One voice in a list; its heading leads to the whole of it. */
export function VoiceCard({ voice, search }: { voice: Voice; search: TextSearch }) {
  const { text, language } = useLanguage();
  const marks = useMarks(voice);
  const writtenAt = useWrittenAt();
  const terms = voice.keywords.map(({ term }) => term);
  return (
    <article class="card voice-card">
      <header>
        <SentimentBadge label={voice.sentiment.label} />
        <span>{text.source[voice.source]}</span>
        <span>{writtenAt(voice)}</span>
        {voice.rating !== undefined && <Rating value={voice.rating} />}
        {voice.urgency === 'high' && <span class="badge change-up">{text.urgency.high}</span>}
      </header>
      {voice.title !== undefined && (
        <h2 lang={voice.language}>
          <HighlightedText text={voice.title} marks={[]} hits={searchHits(voice.title, search, terms)} />
        </h2>
      )}
      <p class="voice-text clamp-long" lang={voice.language}>
        <HighlightedText text={voice.text} marks={marks} hits={searchHits(voice.text, search, terms)} />
      </p>
      <footer>
        <ul class="chips">
          {voice.hesitations.map((hesitation) => (
            <li key={hesitation.code}>{codeName(hesitation.code, language)}</li>
          ))}
          <li class="chip-plain">{text.stageSuffix(stageName(voice.stage, language))}</li>
        </ul>
        <a href={addressOf.voice(voice.documentKey)}>{text.voices.open}</a>
      </footer>
    </article>
  );
}
