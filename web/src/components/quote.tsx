import type { Quote } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { HighlightedText } from './highlighted-text.tsx';

/** What a customer said, with where and when; leads to the whole voice. */
export function QuoteBlock({ quote, clamp = false }: { quote: Quote; clamp?: boolean }) {
  const { text, format } = useLanguage();
  return (
    <figure class={`quote quote-${quote.sentiment}`}>
      <blockquote class={clamp ? 'clamp' : undefined} lang="ko">
        <HighlightedText text={quote.text} marks={quote.highlights} />
      </blockquote>
      <figcaption>
        <span>{text.source[quote.source]}</span>
        <span>{format.day(quote.day)}</span>
        {quote.rating !== undefined && <Rating value={quote.rating} />}
        <a href={addressOf.voice(quote.documentKey)}>{text.voices.open}</a>
      </figcaption>
    </figure>
  );
}

export function Rating({ value }: { value: number }) {
  const { text, format } = useLanguage();
  const full = Math.round(value);
  return (
    <span class="rating" role="img" aria-label={text.voices.rating(format.decimal(value))}>
      <span aria-hidden="true">
        {'★'.repeat(full)}
        <span class="rating-rest">{'★'.repeat(Math.max(0, 5 - full))}</span>
      </span>
    </span>
  );
}

export function SentimentBadge({ label }: { label: 'negative' | 'neutral' | 'positive' }) {
  const { text } = useLanguage();
  return <span class={`badge sentiment-${label}`}>{text.sentiment[label]}</span>;
}
