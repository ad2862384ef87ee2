import { useRef, useState } from 'preact/hooks';
import type { WeekList } from '../../../shared/domain/dashboard-api.ts';
import type { WeeklyReview } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, download } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { Icon } from '../components/icons.tsx';
import { Page } from '../components/page.tsx';
import { Failure, Loaded } from '../components/states.tsx';
import { useWeekLabel, WeekPicker } from '../components/week-picker.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { navigate } from '../router.ts';
import { useAllowed } from '../session.tsx';
import { BuildProgress, NotBuilt, useReviewBuild } from './not-built.tsx';

/** The published review of a week, to read, print and take along. */
export function ReviewScreen({ week }: { week: string }) {
  const { text } = useLanguage();
  const weekLabel = useWeekLabel();
  const weeks = useResource<WeekList>('/v1/weeks');
  const { resource, reload } = useResource<WeeklyReview>(`/v1/reviews/${encodeURIComponent(week)}`);
  const known = weeks.resource.state === 'ready' ? weeks.resource.data.weeks : [];
  return (
    <Page
      title={text.review.title}
      documentTitle={`${text.review.title} ${week}`}
      hint={weekLabel(week)}
      back={{ href: addressOf.reviews(), label: text.review.backToList }}
      actions={<WeekPicker weeks={known} week={week} addressOf={addressOf.review} />}
    >
      <Loaded
        resource={resource}
        reload={reload}
        failed={(error) =>
          error.code === 'review-not-built' || error.code === 'no-documents' ? (
            <NotBuilt week={week} code={error.code} generatedAt={null} onBuilt={reload} />
          ) : null
        }
      >
        {(review) => <PublishedReview key={review.generatedAt} review={review} onBuilt={reload} />}
      </Loaded>
    </Page>
  );
}

function PublishedReview({ review, onBuilt }: { review: WeeklyReview; onBuilt: () => void }) {
  const { text, format } = useLanguage();
  const frame = useRef<HTMLIFrameElement>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const mayBuild = useAllowed('marketer', 'cx', 'admin');
  const build = useReviewBuild(review.week, review.generatedAt, onBuilt);
  const files = `/v1/reviews/${review.week}`;

  async function save(file: string) {
    setProblem(null);
    await download(`${files}/${file}`).catch((error: unknown) => {
      setProblem(asApiError(error));
    });
  }

  return (
    <>
      <div class="toolbar">
        <span class="muted">{text.review.generatedAt(format.time(review.generatedAt, review.timeZone))}</span>
        <div class="toolbar-buttons">
          <ToolButton
            icon="print"
            label={text.review.print}
            onClick={() => frame.current?.contentWindow?.print()}
          />
          <ToolButton icon="download" label={text.review.pdf} onClick={() => void save('pdf')} />
          <ToolButton
            icon="download"
            label={text.review.hesitationsCsv}
            onClick={() => void save('hesitations.csv')}
          />
          <ToolButton
            icon="download"
            label={text.review.keywordsCsv}
            onClick={() => void save('keywords.csv')}
          />
          {mayBuild && !build.building && (
            <ToolButton icon="refresh" label={text.review.rebuild} onClick={() => void build.start()} />
          )}
        </div>
      </div>
      {text.review.reviewLanguage !== '' && <p class="muted">{text.review.reviewLanguage}</p>}
      {build.building && <BuildProgress seconds={build.seconds} />}
      {build.error !== null && <Failure error={build.error} />}
      {problem !== null && <Failure error={problem} />}
      {/* The page comes with a policy of its own that lets nothing run; the sandbox says the same a second time. */}
      <iframe
        ref={frame}
        class="review-frame"
        title={text.review.frameTitle(review.week)}
        src={`${files}/html?made=${encodeURIComponent(review.generatedAt)}`}
        sandbox="allow-same-origin allow-modals allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
        onLoad={(event) => fitFrame(event.currentTarget)}
      />
    </>
  );
}

function ToolButton(props: { icon: 'print' | 'download' | 'refresh'; label: string; onClick: () => void }) {
  return (
    <button type="button" class="button" onClick={props.onClick}>
      <Icon name={props.icon} />
      {props.label}
    </button>
  );
}

/** Makes the frame as high as its page; its links to voices change this screen, others open beside it. */
function fitFrame(frame: HTMLIFrameElement): void {
  const page = frame.contentDocument;
  if (page === null) return;
  const fitHeight = () => {
    frame.style.height = `${page.documentElement.scrollHeight}px`;
  };
  fitHeight();
  new ResizeObserver(fitHeight).observe(page.documentElement);
  page.addEventListener('click', (event) => {
    const link = event.composedPath().find((target) => (target as Element).nodeName === 'A');
    const href = link === undefined ? null : (link as Element).getAttribute('href');
    if (href === null || href.startsWith('#')) return;
    event.preventDefault();
    // The review may have been made under another address of the same dashboard: the path alone says which voice.
    const voice = /\/voices\/([0-9a-f]{64})$/.exec(href)?.[1];
    if (voice !== undefined) navigate(addressOf.voice(voice));
    else window.open(href, '_blank', 'noopener,noreferrer');
  });
}
