/** The Robots Exclusion Protocol, pure: what a robots.txt allows to one crawler. */

export interface RobotsRules {
  /** @param path path with query, as in the URL */
  allows(path: string): boolean;
  /** `Crawl-delay` (not in the RFC, honoured all the same); undefined where none is asked. */
  readonly crawlDelaySeconds: number | undefined;
}

interface Rule {
  readonly allow: boolean;
  readonly pattern: string;
}

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  crawlDelaySeconds: number | undefined;
  /** The next `User-agent` line begins another group. */
  closed: boolean;
}

/** RFC 9309 §2.5: at least 500 KiB are to be read. */
const MAX_UNITS = 500 * 1024;

/** What holds where there is no robots.txt (any 4xx). */
export const ALLOWS_ALL: RobotsRules = { allows: () => true, crawlDelaySeconds: undefined };

/**
 * The rules of a robots.txt for one crawler: those of all groups with the longest matching product token, else of `*`.
 * Of the rules that match, the longest decides; `Allow` wins ties.
 * @param productToken the crawler's name: letters, `-` and `_`
 * @see https://www.rfc-editor.org/rfc/rfc9309
 */
export function parseRobotsTxt(text: string, productToken: string): RobotsRules {
  const groups = groupsFor(readGroups(text), productToken.toLowerCase());
  const rules = groups.flatMap((group) => group.rules);
  const delays = groups.flatMap((group) => group.crawlDelaySeconds ?? []);
  return {
    allows: (path) => isAllowed(rules, path),
    crawlDelaySeconds: delays.length === 0 ? undefined : Math.max(...delays),
  };
}

function readGroups(text: string): Group[] {
  const groups: Group[] = [];
  for (const line of text
    .slice(0, MAX_UNITS)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)) {
    const [, name, value] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const group = groups.at(-1);
    switch (name.toLowerCase()) {
      case 'user-agent':
        if (group === undefined || group.closed) {
          groups.push({ agents: [agentOf(value)], rules: [], crawlDelaySeconds: undefined, closed: false });
        } else group.agents.push(agentOf(value));
        break;
      case 'allow':
      case 'disallow':
        if (group === undefined) break;
        group.closed = true;
        // An empty rule rules nothing.
        if (value.trim() !== '') {
          group.rules.push({ allow: name.toLowerCase() === 'allow', pattern: normalised(value.trim()) });
        }
        break;
      case 'crawl-delay':
        if (group === undefined) break;
        group.closed = true;
        if (/^\s*\d+(\.\d+)?\s*$/.test(value)) group.crawlDelaySeconds = Number(value);
        break;
    }
  }
  return groups;
}

/** `VOC-Collector/1.0` → `voc-collector`. */
function agentOf(value: string): string {
  const name = value.trim().toLowerCase();
  return name.startsWith('*') ? '*' : (/^[a-z_-]+/.exec(name)?.[0] ?? '');
}

function groupsFor(groups: readonly Group[], token: string): Group[] {
  const matching = groups.flatMap(({ agents }) =>
    agents.filter(
      (agent) =>
        agent !== '' &&
        (agent === token || (token.startsWith(agent) && /^[-_]/.test(token.slice(agent.length)))),
    ),
  );
  const longest = matching.reduce((best, agent) => (agent.length > best.length ? agent : best), '');
  const wanted = longest === '' ? '*' : longest;
  return groups.filter(({ agents }) => agents.includes(wanted));
}

function isAllowed(rules: readonly Rule[], path: string): boolean {
  const target = normalised(path.startsWith('/') ? path : `/${path}`);
  // RFC 9309 §2.2.2: /robots.txt itself is implicitly allowed.
  if (target === '/robots.txt') return true;
  let decisive: Rule | undefined;
  for (const rule of rules) {
    if (!matches(rule.pattern, target)) continue;
    const longer = rule.pattern.length - (decisive?.pattern.length ?? -1);
    if (longer > 0 || (longer === 0 && rule.allow)) decisive = rule;
  }
  return decisive?.allow ?? true;
}

/** `*` is any characters, `$` at the end is the end. Linear: a robots.txt must not be able to keep us busy. */
function matches(pattern: string, target: string): boolean {
  const anchored = pattern.endsWith('$');
  const [first = '', ...parts] = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  if (!target.startsWith(first)) return false;
  if (parts.length === 0) return !anchored || target.length === first.length;
  const last = parts.pop() ?? '';
  let at = first.length;
  for (const part of parts) {
    const found = target.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return anchored
    ? target.length - last.length >= at && target.endsWith(last)
    : target.indexOf(last, at) >= 0;
}

/** Rule and path in one spelling: unreserved characters plain, all others that need it in percent with upper case. */
function normalised(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0080-\u{10FFFF}]+/gu, (characters) => encodeURIComponent(characters))
    .replace(/%([0-9a-f]{2})/gi, (code, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[\w.~-]/.test(character) ? character : code.toUpperCase();
    });
}
