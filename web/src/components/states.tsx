import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/client.ts';
import type { Resource } from '../api/use-resource.ts';
import { useLanguage } from '../i18n/language.tsx';
import { signInAddress } from '../sign-in-address.ts';

/** Shows what a resource is at: loading, failed with a way on, or its content. */
export function Loaded<T>(props: {
  resource: Resource<T>;
  reload: () => void;
  children: (data: T) => ComponentChildren;
  failed?: (error: ApiError) => ComponentChildren;
}) {
  const { resource, reload, children, failed } = props;
  if (resource.state === 'loading') return <Loading />;
  if (resource.state === 'ready')
    return (
      <>
        {resource.error !== undefined && <NotFresh retry={reload} />}
        {children(resource.data)}
      </>
    );
  return <>{failed?.(resource.error) ?? <Failure error={resource.error} retry={reload} />}</>;
}

/** Above what was read earlier, where it could not be read again. */
function NotFresh({ retry }: { retry: () => void }) {
  const { text } = useLanguage();
  return (
    <p class="banner" role="status">
      <span>{text.notFresh}</span>
      <button type="button" class="text-button" onClick={retry}>
        {text.retry}
      </button>
    </p>
  );
}

export function Loading() {
  const { text } = useLanguage();
  return (
    <div class="skeletons" role="status">
      <span class="visually-hidden">{text.loading}</span>
      <div class="skeleton skeleton-line" />
      <div class="skeleton skeleton-block" />
      <div class="skeleton skeleton-block" />
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  const { text } = useLanguage();
  const sentences: Readonly<Record<string, string>> = text.failure;
  return (
    <Notice title={text.failure.title} alert={true}>
      <p>{sentences[error.code] ?? text.failure.internal}</p>
      {error.code === 'not-signed-in' && (
        <a class="button button-primary" href={signInAddress()}>
          {text.signedOut.signIn}
        </a>
      )}
      {retry !== undefined && (
        <button type="button" class="button" onClick={retry}>
          {text.retry}
        </button>
      )}
    </Notice>
  );
}

/** A calm box in place of content: what is the case, and what to do. */
export function Notice(props: { title: string; alert?: boolean; children?: ComponentChildren }) {
  return (
    <section class="notice" role={props.alert === true ? 'alert' : undefined}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** One line where a list has nothing. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
