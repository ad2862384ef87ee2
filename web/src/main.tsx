import { render } from 'preact';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import { App } from './app.tsx';
import { prefersDark } from './components/shell.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { followLinks } from './router.ts';

document.documentElement.dataset.theme = prefersDark() ? 'dark' : 'light';
followLinks(document);

const root = document.querySelector('#app');
if (root === null) throw new Error('The page has no element #app.');
render(
  <LanguageProvider>
    <App />
  </LanguageProvider>,
  root,
);
