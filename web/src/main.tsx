import { render } from 'preact';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/boxes.css';
import './styles/points.css';
import './styles/charts.css';
import './styles/lists.css';
import './styles/forms.css';
import './styles/search.css';
import './styles/messages.css';
import './styles/settings.css';
import './styles/narrow.css';
import { App } from './app.tsx';
import { prefersDark } from './components/shell.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { followLinks, navigate } from './router.ts';

document.documentElement.dataset.theme = prefersDark() ? 'dark' : 'light';
followLinks(document);
// Links written as `/#/voices/…` (mail tools cut paths less often than fragments) lead to the same places.
if (window.location.hash.startsWith('#/')) navigate(window.location.hash.slice(1), { replace: true });

const root = document.querySelector('#app');
if (root === null) throw new Error('The page has no element #app.');
render(
  <LanguageProvider>
    <App />
  </LanguageProvider>,
  root,
);
