import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: path and query of the address bar. */
export interface Location {
  readonly path: string;
  readonly query: URLSearchParams;
}

const CHANGED = 'voc:navigated';
let moved = false;

/** True once the reader has gone from one screen to another: then the new screen takes the focus. */
export function hasMoved(): boolean {
  return moved;
}

/** The current location; the component is drawn again when it changes. */
export function useLocation(): Location {
  const [location, setLocation] = useState(readLocation);
  useEffect(() => {
    const update = () => {
      moved = true;
      setLocation(readLocation());
    };
    window.addEventListener('popstate', update);
    window.addEventListener(CHANGED, update);
    return () => {
      window.removeEventListener('popstate', update);
      window.removeEventListener(CHANGED, update);
    };
  }, []);
  return location;
}

let mayLeave: (() => boolean) | null = null;

/** Asks before a link leads away, where something would be lost; null asks no more. */
export function askBeforeLeaving(ask: (() => boolean) | null): void {
  mayLeave = ask;
}

/** Goes to an address of this page; `replace` leaves no entry in the history. */
export function navigate(address: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  window.dispatchEvent(new Event(CHANGED));
}

/** Makes ordinary links of this page change the screen without loading it anew. Modified clicks stay the browser's. */
export function followLinks(root: Document): void {
  root.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
    const address = new URL(link.href);
    if (
      address.origin !== window.location.origin ||
      address.pathname.startsWith('/v1/') ||
      address.hash !== ''
    )
      return;
    event.preventDefault();
    if (mayLeave !== null && !mayLeave()) return;
    navigate(address.pathname + address.search);
  });
}

function readLocation(): Location {
  return { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
}
