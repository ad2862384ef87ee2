import { Page } from '../components/page.tsx';
import { useLanguage } from '../i18n/language.tsx';

/** Says how to sign in; the session itself is a cookie that only the gateway sets. */
export function SignedOutScreen({ retry }: { retry: () => void }) {
  const { text } = useLanguage();
  return (
    <Page title={text.signedOut.title} hint={text.signedOut.text}>
      <div class="card section signed-out">
        <h2>{text.signedOut.local}</h2>
        <p>{text.signedOut.localText}</p>
        <pre class="command">{`${window.location.origin}/login?code=…`}</pre>
        <h2>{text.signedOut.company}</h2>
        <p>{text.signedOut.companyText}</p>
        <p>
          <a class="button button-primary" href={signInAddress()}>
            {text.signedOut.signIn}
          </a>{' '}
          <button type="button" class="button" onClick={retry}>
            {text.signedOut.retry}
          </button>
        </p>
      </div>
    </Page>
  );
}

/** The company's sign-in, which comes back to this page; a session that can be renewed is renewed without asking. */
function signInAddress(): string {
  const { pathname, search } = window.location;
  return `/v1/session/sign-in?to=${encodeURIComponent(pathname + search)}`;
}
