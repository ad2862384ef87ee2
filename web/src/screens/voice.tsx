import type { ComponentChildren } from 'preact';
import type { Voice } from '../../../shared/domain/dashboard-api.ts';
import { isoWeek } from '../../../shared/domain/time.ts';
import { addressOf } from '../addresses.ts';
import { useResource } from '../api/use-resource.ts';
import { HighlightedText } from '../components/highlighted-text.tsx';
import { Page, Section } from '../components/page.tsx';
import { Rating, SentimentBadge } from '../components/quote.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { useMarks, useWrittenAt } from '../components/voice-card.tsx';
import { VoiceCorrection } from '../components/voice-correction.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { lastVoicesAddress } from '../last-voices.ts';
import { useStatus } from '../session.tsx';
import { codeName, stageName } from '../taxonomy.ts';

/** One voice, whole: what was said, how it was read and why, and whose it is. */
export function VoiceScreen({ documentKey }: { documentKey: string }) {
  const { text } = useLanguage();
  const { resource, reload } = useResource<Voice>(`/v1/voices/${encodeURIComponent(documentKey)}`);
  return (
    <Page title={text.voice.title} back={{ href: lastVoicesAddress(), label: text.voice.back }}>
      <Loaded resource={resource} reload={reload}>
        {(voice) => (
          <div class="voice-page">
            <div class="stack">
              <Words voice={voice} />
              <Reasons voice={voice} />
              <VoiceCorrection voice={voice} onChanged={reload} />
            </div>
            <div class="stack">
              <Facts voice={voice} />
              <Customer voice={voice} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Words({ voice }: { voice: Voice }) {
  const { text } = useLanguage();
  const marks = useMarks(voice);
  return (
    <article class={`card section voice-words quote-${voice.sentiment.label}`}>
      <p class="row">
        <SentimentBadge label={voice.sentiment.label} />
        {voice.rating !== undefined && <Rating value={voice.rating} />}
      </p>
      {voice.title !== undefined && <h2 lang={voice.language}>{voice.title}</h2>}
      <p class="voice-text" lang={voice.language}>
        <HighlightedText text={voice.text} marks={marks} />
      </p>
      <p class="hint">{text.voices.hint}</p>
    </article>
  );
}

function Reasons({ voice }: { voice: Voice }) {
  const { text, format, language } = useLanguage();
  return (
    <Section title={text.voice.reasons}>
      {voice.hesitations.length === 0 ? (
        <Empty>{text.voice.noReasons}</Empty>
      ) : (
        <ul class="changes">
          {voice.hesitations.map((hesitation) => (
            <li key={hesitation.code}>
              <a href={addressOf.voices({ week: isoWeek(voice.day), code: hesitation.code })}>
                {codeName(hesitation.code, language)}
              </a>
              <span class="muted">{text.voice.confidence(format.percent(hesitation.confidence))}</span>
              <span lang={voice.language}>
                {hesitation.evidence.map((span) => `“${span.text}”`).join(' ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {voice.keywords.length > 0 && (
        <ul class="chips" aria-label={text.voice.keywords} lang={voice.language}>
          {voice.keywords.slice(0, 12).map((keyword) => (
            <li key={keyword.term} class="chip-plain">
              {keyword.term}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Facts({ voice }: { voice: Voice }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const writtenAt = useWrittenAt();
  const facts: [string, ComponentChildren][] = [
    [text.voice.source, `${text.source[voice.source]} · ${voice.connector}`],
    [
      text.voice.published,
      voice.publishedAtPrecision === 'instant'
        ? writtenAt(voice)
        : `${writtenAt(voice)} (${text.voice.dayOnly})`,
    ],
    [text.voice.edited, voice.editedAt === undefined ? undefined : format.time(voice.editedAt, timeZone)],
    [text.voice.seen, format.time(voice.firstSeenAt, timeZone)],
    [text.voice.stage, stageName(voice.stage, language)],
    [text.voice.urgency, text.urgency[voice.urgency]],
    [text.voice.app, voice.app],
    [text.voice.appVersion, voice.appVersion],
    [text.voice.device, voice.device],
    [text.voice.id, voice.id],
  ];
  return (
    <Section title={text.voice.facts}>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {voice.url !== undefined && (
        <p>
          <a href={voice.url} target="_blank" rel="noreferrer noopener">
            {text.voices.original}
          </a>
        </p>
      )}
      <p class="muted small">{text.voice.versions(voice.analysisVersion, voice.redactionVersion)}</p>
    </Section>
  );
}

function Customer({ voice }: { voice: Voice }) {
  const { text, format } = useLanguage();
  const { link } = voice;
  return (
    <Section title={text.voice.customer}>
      <p>
        <strong>{text.voice.link[link.status]}</strong>{' '}
        {link.status !== 'unlinked' && (
          <span class="muted">{text.voice.confidence(format.percent(link.confidence))}</span>
        )}
      </p>
      {link.status !== 'unlinked' && (
        <dl class="facts">
          <div>
            <dt>{text.voice.customerId}</dt>
            <dd>{link.customerId ?? text.voice.hiddenCustomer}</dd>
          </div>
          <div>
            <dt>{text.voice.linkEvidence}</dt>
            <dd>
              {link.evidence.map(({ kind }) => text.voice.evidenceKind[kind] ?? kind).join(', ') || text.none}
            </dd>
          </div>
        </dl>
      )}
    </Section>
  );
}
