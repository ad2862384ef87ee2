import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson, requestReview } from '../api/client.ts';
import { Failure, Notice } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';

const POLL_MS = 2_000;
const SLOW_AFTER_SECONDS = 60;

/**
 * Asks for a review and watches until it is there: newer than `generatedAt`, where there is one already.
 */
export function useReviewBuild(week: string, generatedAt: string | null, onBuilt: () => void) {
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    if (startedAt === null) return;
    const timer = setInterval(async () => {
      setSeconds(Math.round((Date.now() - startedAt) / 1000));
      const review = await getJson<{ generatedAt: string }>(`/v1/reviews/${week}`).catch(() => null);
      if (review === null || review.generatedAt === generatedAt) return;
      setStartedAt(null);
      onBuilt();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [startedAt, week, generatedAt, onBuilt]);

  async function start() {
    setError(null);
    setSeconds(0);
    try {
      await requestReview(week);
      setStartedAt(Date.now());
    } catch (failure) {
      setError(asApiError(failure));
    }
  }
  return { building: startedAt !== null, seconds, error, start };
}

/** In place of a review that is not there: why, and how to get it. */
export function NotBuilt(props: {
  week: string;
  code: 'review-not-built' | 'no-documents';
  generatedAt: string | null;
  onBuilt: () => void;
}) {
  const { text } = useLanguage();
  const mayBuild = useAllowed('marketer', 'cx', 'admin');
  const build = useReviewBuild(props.week, props.generatedAt, props.onBuilt);

  if (props.code === 'no-documents') {
    return (
      <Notice title={text.review.noDocumentsTitle}>
        <p>{text.review.noDocumentsText}</p>
        <a class="button" href={addressOf.reviews()}>
          {text.review.backToList}
        </a>
      </Notice>
    );
  }
  if (build.building) return <BuildProgress seconds={build.seconds} />;
  return (
    <>
      {build.error !== null && <Failure error={build.error} />}
      <Notice title={text.review.notBuiltTitle}>
        <p>{mayBuild ? text.review.notBuiltText : text.review.needsRole}</p>
        {mayBuild ? (
          <button type="button" class="button button-primary" onClick={() => void build.start()}>
            {text.review.make}
          </button>
        ) : (
          <a class="button" href={addressOf.reviews()}>
            {text.review.backToList}
          </a>
        )}
      </Notice>
    </>
  );
}

export function BuildProgress({ seconds }: { seconds: number }) {
  const { text, format } = useLanguage();
  return (
    <div class="notice" role="status">
      <h2>{text.review.building}</h2>
      <div class="progress" aria-hidden="true">
        <span />
      </div>
      <p>
        {seconds > SLOW_AFTER_SECONDS ? text.review.slow : text.review.buildingText(format.count(seconds))}
      </p>
    </div>
  );
}
