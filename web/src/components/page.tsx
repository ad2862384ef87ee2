import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../i18n/language.tsx';
import { hasMoved } from '../router.ts';
import { Icon } from './icons.tsx';

/** A screen: its heading takes the focus on arrival from another, so that keyboard and screen reader start there. */
export function Page(props: {
  title: string;
  documentTitle?: string;
  hint?: ComponentChildren;
  back?: { href: string; label: string };
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { text } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Not on the first screen: there the page begins at its top, with the link that skips the menu.
    if (!hasMoved()) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const name = props.documentTitle ?? props.title;
  useEffect(() => {
    document.title = `${name} · ${text.product}`;
  }, [name, text]);

  return (
    <div class="page">
      {props.back !== undefined && (
        <a class="back" href={props.back.href}>
          <Icon name="back" />
          {props.back.label}
        </a>
      )}
      <header class="page-head">
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.hint !== undefined && <p class="hint">{props.hint}</p>}
        </div>
        {props.actions !== undefined && <div class="page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** A titled part of a screen. */
export function Section(props: {
  title: string;
  hint?: string | undefined;
  action?: ComponentChildren;
  children: ComponentChildren;
  plain?: boolean;
}) {
  return (
    <section class={props.plain === true ? 'section' : 'section card'}>
      <div class="section-head">
        <div>
          <h2>{props.title}</h2>
          {props.hint !== undefined && <p class="hint">{props.hint}</p>}
        </div>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}
