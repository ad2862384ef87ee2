import { useEffect, useState } from 'preact/hooks';
import type { Status } from '../../shared/domain/dashboard-api.ts';
import type { TaxonomyView } from '../../shared/domain/settings-api.ts';
import { messageIdOf, SETTINGS_TABS } from './addresses.ts';
import { useResource } from './api/use-resource.ts';
import { Shell } from './components/shell.tsx';
import { Failure, Loading } from './components/states.tsx';
import { useLanguage } from './i18n/language.tsx';
import { partsOfPath } from './path-parts.ts';
import { type Location, useLocation } from './router.ts';
import { AlertScreen } from './screens/alert.tsx';
import { AlertsScreen } from './screens/alerts.tsx';
import { CollectionScreen } from './screens/collection.tsx';
import { FollowUpsScreen } from './screens/follow-ups.tsx';
import { IdentityReviewScreen } from './screens/identity-review.tsx';
import { KeywordsScreen } from './screens/keywords.tsx';
import { MessageScreen } from './screens/message.tsx';
import { MessagesScreen } from './screens/messages.tsx';
import { NotFoundScreen } from './screens/not-found.tsx';
import { PointScreen } from './screens/point.tsx';
import { PointsScreen } from './screens/points.tsx';
import { ReviewScreen } from './screens/review.tsx';
import { ReviewsScreen } from './screens/reviews.tsx';
import { SettingsScreen } from './screens/settings.tsx';
import { SignedOutScreen } from './screens/signed-out.tsx';
import { ThisWeekScreen } from './screens/this-week.tsx';
import { VoiceScreen } from './screens/voice.tsx';
import { VoicesScreen } from './screens/voices.tsx';
import { StatusProvider } from './session.tsx';
import { setNames } from './taxonomy.ts';

export function App() {
  const location = useLocation();
  const { text } = useLanguage();
  const { resource, reload } = useResource<Status>('/v1/status');
  const signedOut = resource.state === 'failed' && resource.error.status === 401;

  const who = resource.state === 'ready' && (
    <span title={resource.data.session.roles.map((role) => text.roles[role]).join(', ')}>
      {resource.data.session.name ?? ''}
    </span>
  );
  useNames(resource.state === 'ready');
  return (
    <Shell
      path={location.path}
      who={who}
      signedIn={resource.state === 'ready'}
      roles={resource.state === 'ready' ? resource.data.session.roles : []}
    >
      {resource.state === 'loading' && <Loading />}
      {signedOut && <SignedOutScreen retry={reload} />}
      {resource.state === 'failed' && !signedOut && <Failure error={resource.error} retry={reload} />}
      {resource.state === 'ready' && (
        <StatusProvider status={resource.data}>
          <Screen location={location} refreshStatus={reload} />
        </StatusProvider>
      )}
    </Shell>
  );
}

/** Reads what reasons and stages are called now, and draws everything again with these names. */
function useNames(signedIn: boolean): void {
  const { resource } = useResource<TaxonomyView>(signedIn ? '/v1/taxonomy' : null);
  const [, redraw] = useState(0);
  useEffect(() => {
    if (resource.state !== 'ready') return;
    setNames(resource.data);
    redraw((count) => count + 1);
  }, [resource]);
}

/** The screen of an address; the key gives each address its own state and focus. */
function Screen({ location, refreshStatus }: { location: Location; refreshStatus: () => void }) {
  const { path, query } = location;
  const week = query.get('week');
  const parts = partsOfPath(path);
  if (parts === null) return <NotFoundScreen />;
  const [first, second, ...rest] = parts;

  if (first === undefined)
    return <ThisWeekScreen key="this-week" week={week} refreshStatus={refreshStatus} />;
  if (first === 'reviews' && second === undefined) return <ReviewsScreen />;
  if (first === 'reviews' && second !== undefined && rest.length === 0)
    return <ReviewScreen key={second} week={second} />;
  if (first === 'points' && second === undefined) return <PointsScreen query={query} />;
  if (first === 'points' && second !== undefined && rest.length > 0) {
    return <PointScreen key={path} period={second} place={rest.join('/')} query={query} />;
  }
  if (first === 'keywords' && second === undefined) return <KeywordsScreen query={query} />;
  if (first === 'messages' && second === undefined) return <MessagesScreen query={query} />;
  if (first === 'messages' && second !== undefined && rest.length === 0)
    return <MessageScreen key={second} messageId={messageIdOf(second)} />;
  if (first === 'follow-ups' && second === undefined) return <FollowUpsScreen list={query.get('list')} />;
  if (first === 'voices' && second === undefined) return <VoicesScreen query={query} />;
  if (first === 'voices' && second !== undefined && rest.length === 0)
    return <VoiceScreen key={second} documentKey={second} />;
  if (first === 'identity' && second === undefined) return <IdentityReviewScreen />;
  if (first === 'alerts' && second === undefined) return <AlertsScreen />;
  if (first === 'alerts' && second !== undefined && rest.length === 0)
    return <AlertScreen key={second} id={second} />;
  if (first === 'collection' && second === undefined) return <CollectionScreen day={query.get('day')} />;
  if (first === 'settings' && rest.length === 0) {
    const tab = SETTINGS_TABS.find((one) => one === (second ?? 'taxonomy'));
    if (tab !== undefined) return <SettingsScreen key={tab} tab={tab} />;
  }
  return <NotFoundScreen />;
}
