import { useState } from 'preact/hooks';
import type { LinkReview, LinkReviewList, LinkVerdictRequest } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson, sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSend } from '../api/use-send.ts';
import { Page } from '../components/page.tsx';
import { Failure, Loaded, Notice } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';

const FIRST_PAGE = '/v1/link-reviews?limit=20';

/** Suggested links: whose voice may this be? A person confirms or rejects, one voice at a time. */
export function IdentityReviewScreen() {
  const { text } = useLanguage();
  const { resource, reload } = useResource<LinkReviewList>(FIRST_PAGE);
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
            <Suggestions first={list} reload={reload} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Suggestions({ first, reload }: { first: LinkReviewList; reload: () => void }) {
  const { text } = useLanguage();
  const { sending, error, send } = useSend();
  const [later, setLater] = useState<LinkReviewList | null>(null);
  const [decided, setDecided] = useState<readonly string[]>([]);
  // Once one is decided the first page reaches further, into what was read after it.
  const onFirst = new Set(first.reviews.map(({ documentKey }) => documentKey));
  const after = (later?.reviews ?? []).filter(
    ({ documentKey }) => !onFirst.has(documentKey) && !decided.includes(documentKey),
  );
  const { nextCursor } = later ?? first;

  async function readMore(cursor: string) {
    await send(async () => {
      const page = await getJson<LinkReviewList>(`${FIRST_PAGE}&cursor=${encodeURIComponent(cursor)}`);
      setLater({ ...page, reviews: [...(later?.reviews ?? []), ...page.reviews] });
    });
  }

  return (
    <div class="stack">
      <ol class="stack">
        {[...first.reviews, ...after].map((review) => (
          <li key={review.documentKey} class="panel">
            <Suggestion
              review={review}
              onDecided={() => {
                setDecided((earlier) => [...earlier, review.documentKey]);
                reload();
              }}
            />
          </li>
        ))}
      </ol>
      {error !== null && <Failure error={error} />}
      {nextCursor !== null && (
        <p class="more">
          <button type="button" class="button" disabled={sending} onClick={() => void readMore(nextCursor)}>
            {text.alerts.more}
          </button>
        </p>
      )}
    </div>
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
