import { useEffect } from 'preact/hooks';
import { Page } from '../components/page.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { signInAddress } from '../sign-in-address.ts';
import { forgetSignOut, hasSignedOut } from '../signed-out.ts';

/** `voc up` serves the dashboard there and nowhere else. */
const LOCAL_HOSTS = ['127.0.0.1', 'localhost'];

/** Says how to sign in, and that signing out has worked; the session itself is a cookie that only the gateway sets. */
export function SignedOutScreen({ retry }: { retry: () => void }) {
  const { text } = useLanguage();
  const left = hasSignedOut();
  // Told once: after the next sign-in it would be wrong.
  useEffect(() => () => forgetSignOut(), []);
  const local = LOCAL_HOSTS.includes(window.location.hostname);
  return (
    <Page
      title={left ? text.session.signedOutTitle : text.signedOut.title}
      hint={left ? text.session.signedOutText : text.signedOut.text}
    >
      <div class="card section signed-out">
        {local ? (
          <>
            <h2>{text.signedOut.local}</h2>
            <p>{text.signedOut.localText}</p>
            <pre class="command">{`${window.location.origin}/login?code=…`}</pre>
            <button type="button" class="button button-primary" onClick={retry}>
              {text.signedOut.retry}
            </button>
          </>
        ) : (
          <>
            <p>{text.signedOut.companyText}</p>
            <div class="row">
              <a class="button button-primary" href={signInAddress()}>
                {text.signedOut.signIn}
              </a>
              <button type="button" class="button" onClick={retry}>
                {text.signedOut.retry}
              </button>
            </div>
          </>
        )}
      </div>
    </Page>
  );
}
