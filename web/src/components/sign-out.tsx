import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { rememberSignOut } from '../signed-out.ts';
import { Icon } from './icons.tsx';

/** Ends the session, here and at the sign-in of the company; the page is loaded anew, so nothing of it stays. */
export function SignOutButton() {
  const { text } = useLanguage();
  const { sending, error, send } = useSend();
  async function signOut() {
    await send(async () => {
      const { next } = await sendJson<{ next: string }>('POST', '/v1/session/sign-out');
      rememberSignOut();
      window.location.assign(next);
    });
  }
  const label = sending ? text.session.signingOut : text.session.signOut;
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        disabled={sending}
        onClick={() => void signOut()}
      >
        <Icon name="signOut" />
      </button>
      {error !== null && (
        <span role="alert" class="sign-out-problem">
          {text.session.notSignedOut}
        </span>
      )}
    </>
  );
}
