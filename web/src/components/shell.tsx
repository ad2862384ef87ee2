import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Role } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Icon, type IconName } from './icons.tsx';
import { SignOutButton } from './sign-out.tsx';

const SECTIONS = [
  { id: 'thisWeek', href: addressOf.thisWeek(), begins: /^\/$/ },
  { id: 'reviews', href: addressOf.reviews(), begins: /^\/reviews/ },
  { id: 'alerts', href: addressOf.alerts(), begins: /^\/alerts/ },
  { id: 'points', href: addressOf.points(), begins: /^\/points/ },
  { id: 'keywords', href: addressOf.keywords(), begins: /^\/keywords/ },
  { id: 'messages', href: addressOf.messages(), begins: /^\/messages/ },
  { id: 'voices', href: addressOf.voices(), begins: /^\/voices/ },
  { id: 'collection', href: addressOf.collection(), begins: /^\/collection/ },
  { id: 'followUps', href: addressOf.followUps(), begins: /^\/follow-ups/, roles: ['cx', 'admin'] },
  { id: 'settings', href: addressOf.settings(), begins: /^\/settings/ },
] as const satisfies readonly {
  id: IconName;
  href: string;
  begins: RegExp;
  /** Who may open it; absent: everybody. */
  roles?: readonly Role[];
}[];

/** The frame of every screen: menu, language, light or dark, who is signed in. */
export function Shell(props: {
  path: string;
  who: ComponentChildren;
  signedIn: boolean;
  /** Of the signed-in person; the menu has what they may open. */
  roles: readonly Role[];
  children: ComponentChildren;
}) {
  const { text, language, setLanguage } = useLanguage();
  const sections = SECTIONS.filter(
    (section) => !('roles' in section) || section.roles.some((role) => props.roles.includes(role)),
  );
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the menu is wider than the screen. `scrollIntoView` would also move where the next Tab begins.
    const current = menu.current?.querySelector<HTMLElement>('[aria-current]');
    if (current != null && menu.current !== null)
      menu.current.scrollLeft = current.offsetLeft - (menu.current.clientWidth - current.offsetWidth) / 2;
  }, [props.path]);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {text.skipToContent}
      </a>
      <header class="side">
        <a class="brand" href={addressOf.thisWeek()}>
          <img src="/favicon.svg" alt="" width="28" height="28" />
          {text.product}
        </a>
        <nav class="menu" ref={menu} aria-label={text.nav.label}>
          {sections.map((section) => (
            <a
              key={section.id}
              href={section.href}
              aria-current={section.begins.test(props.path) ? 'page' : undefined}
            >
              <Icon name={section.id} />
              <span class="menu-long">{text.nav[section.id]}</span>
              <span class="menu-short">{text.navShort[section.id]}</span>
            </a>
          ))}
        </nav>
        <div class="side-foot">
          <div class="who">{props.who}</div>
          <div class="switches">
            <button
              type="button"
              class="text-button"
              lang={language === 'ko' ? 'en' : 'ko'}
              title={text.language.switchTo}
              onClick={() => setLanguage(language === 'ko' ? 'en' : 'ko')}
            >
              {text.language.other}
            </button>
            <ThemeSwitch />
            {props.signedIn && <SignOutButton />}
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}

const THEME_KEY = 'voc.theme';

function ThemeSwitch() {
  const { text } = useLanguage();
  const [dark, setDark] = useState(() => prefersDark());
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
  const label = dark ? text.theme.toLight : text.theme.toDark;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        localStorage.setItem(THEME_KEY, dark ? 'light' : 'dark');
        setDark(!dark);
      }}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}

/** The reader's last choice, else what the system asks for. */
export function prefersDark(): boolean {
  const chosen = localStorage.getItem(THEME_KEY);
  return chosen === null ? window.matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}
