import { addressOf } from '../addresses.ts';
import { Page } from '../components/page.tsx';
import { useLanguage } from '../i18n/language.tsx';

export function NotFoundScreen() {
  const { text } = useLanguage();
  return (
    <Page title={text.notFound.title} hint={text.notFound.text}>
      <p>
        <a class="button button-primary" href={addressOf.thisWeek()}>
          {text.notFound.home}
        </a>
      </p>
    </Page>
  );
}
