import { useState } from 'preact/hooks';
import type { LinkReview, LinkReviewList, LinkVerdictRequest } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { Page } from '../components/page.tsx';
import { Failure, Loaded, Notice } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

/** Suggested links: whose voice may this be? A person confirms or rejects, one voice at a time. */
export function IdentityReviewScreen() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<LinkReviewList>('/v1/link-reviews');
  return (
    <Page
      title={text.identity.title}
      hint={text.identity.hint}
      back={{ href: addressOf.voices(), label: text.nav.voices }}
    >
      <Loaded resource={resource} reload={reload}>
        {(list) =>
          list.reviews.length === 0 ? (
            <Notice title={text.identity.empty}>
              <a class="button" href={addressOf.voices()}>
                {text.nav.voices}
              </a>
            </Notice>
          ) : (
            <ol class="stack">
              {list.reviews.map((review) => (
                <li key={review.documentKey} class="panel">
                  <Suggestion review={review} onDecided={reload} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Page>
  );
}

function Suggestion({ review, onDecided }: { review: LinkReview; onDecided: () => void }) {
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const name = `${text.identity.customer} ${review.customerId}`;

  async function decide(verdict: LinkVerdictRequest['verdict']) {
    setBusy(true);
    setError(null);
    try {
      const body: LinkVerdictRequest = { customerId: review.customerId, verdict };
      await sendJson('PUT', `/v1/link-reviews/${review.documentKey}`, body);
      onDecided();
    } catch (failure) {
      setError(asApiError(failure));
      setBusy(false);
    }
  }

  return (
    <article class="stack" aria-label={name}>
      <p lang="ko">{review.text}</p>
      <p class="muted">
        <a href={addressOf.voice(review.documentKey)}>{format.time(review.publishedAt, timeZone)}</a>
        {` · ${text.source[review.source]}`}
      </p>
      <p>
        <strong>{name}</strong>{' '}
        <span class="muted">{text.identity.confidence(format.percent(review.confidence))}</span>
      </p>
      <ul class="chips">
        {review.evidence.map(({ kind, ko, en, speaksFor }) => (
          <li key={kind} class="chip-plain">
            {`${speaksFor ? '+' : '−'} ${language === 'ko' ? ko : en}`}
          </li>
        ))}
      </ul>
      <div class="toolbar-buttons">
        <button type="button" class="button" disabled={busy} onClick={() => void decide('confirmed')}>
          {text.identity.confirm}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => void decide('rejected')}>
          {text.identity.reject}
        </button>
      </div>
      {error !== null && <Failure error={error} />}
    </article>
  );
}
