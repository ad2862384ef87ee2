import type { FollowUpListName, FollowUpOverview } from '../../../shared/domain/follow-up-list.ts';
import { addressOf } from '../addresses.ts';
import { download } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSend } from '../api/use-send.ts';
import { FollowUpTable } from '../components/follow-up-table.tsx';
import { Icon } from '../components/icons.tsx';
import { Page, Section } from '../components/page.tsx';
import { Empty, Failure, Loaded, Notice } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';

/** Which lists of customers there are; `list` is the one that is open, for cx and admin. */
export function FollowUpsScreen({ list }: { list: string | null }) {
  const { text } = useLanguage();
  const allowed = useAllowed('cx', 'admin');
  const { resource, reload } = useResource<FollowUpOverview>(allowed ? '/v1/follow-up-lists' : null);
  return (
    <Page title={text.followUps.title} hint={text.followUps.hint}>
      {allowed ? (
        <Loaded resource={resource} reload={reload}>
          {(overview) => (
            <div class="stack">
              {overview.lists.map((one) => (
                <List key={one.list} one={one} overview={overview} isOpen={one.list === list} />
              ))}
            </div>
          )}
        </Loaded>
      ) : (
        <Notice title={text.followUps.notAllowed} />
      )}
    </Page>
  );
}

function List(props: {
  one: FollowUpOverview['lists'][number];
  overview: FollowUpOverview;
  isOpen: boolean;
}) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { one, isOpen } = props;
  const { sending, error, send } = useSend();
  const { name, what } = text.followUps.list[one.list];
  return (
    <Section title={name} hint={what}>
      <p class="row">
        {one.generatedAt !== null && <strong>{text.followUps.customers(format.count(one.customers))}</strong>}
        <span class="muted">
          {one.generatedAt === null
            ? text.followUps.notMade
            : text.followUps.madeAt(format.time(one.generatedAt, timeZone))}
        </span>
      </p>
      <LeftOut list={one.list} overview={props.overview} />
      {one.generatedAt !== null && (
        <p class="row">
          {one.customers > 0 && (
            <a class="button" href={addressOf.followUps(isOpen ? undefined : one.list)}>
              {isOpen ? text.followUps.hide : text.followUps.show}
              <span class="visually-hidden"> {name}</span>
            </a>
          )}
          {one.customers > 0 &&
            one.files.map((file) => (
              <button
                key={file}
                type="button"
                class="button"
                disabled={sending}
                onClick={() => void send(() => download(`/v1/follow-ups/${file}`))}
              >
                <Icon name="download" />
                {text.followUps.file(file)}
              </button>
            ))}
        </p>
      )}
      {one.generatedAt !== null && one.customers === 0 && <Empty>{text.followUps.nobody}</Empty>}
      {error !== null && <Failure error={error} />}
      {isOpen && one.customers > 0 && <FollowUpTable list={one.list} />}
    </Section>
  );
}

/** Who is not on a list, and why: an empty list should not read as "nobody hesitates". */
function LeftOut({ list, overview }: { list: FollowUpListName; overview: FollowUpOverview }) {
  const { text, format } = useLanguage();
  if (list === 'churn-risk' && overview.withoutAnalyticsConsent > 0) {
    const count = format.count(overview.withoutAnalyticsConsent);
    return <p class="muted">{text.followUps.withoutAnalyticsConsent(count)}</p>;
  }
  if (list !== 'audience') return null;
  const reasons = (['withoutConsent', 'onHold', 'wantsFewer', 'overCap'] as const).filter(
    (reason) => overview.notWrittenTo[reason] > 0,
  );
  return (
    <>
      {overview.emptyBecause !== null && <p>{text.followUps.emptyBecause[overview.emptyBecause]}</p>}
      {reasons.length > 0 && (
        <p class="muted">
          {reasons
            .map((reason) => text.followUps.notWrittenTo[reason](format.count(overview.notWrittenTo[reason])))
            .join(' · ')}
        </p>
      )}
    </>
  );
}
