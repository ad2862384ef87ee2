import type { CheerioAPI } from 'cheerio';
import { VocError } from '../../domain/errors.ts';
import type { HttpRequest, HttpResponse } from '../access/http.ts';
import type { CollectContext } from '../contract.ts';
import { decodePage } from '../text/decode-page.ts';
import { parsePage } from '../text/html-text.ts';
import { ALLOWS_ALL, parseRobotsTxt, type RobotsRules } from './robots-txt.ts';
import { forbidsStoring } from './storing-directives.ts';

/** Our name in robots.txt, `X-Robots-Tag` and `<meta>`. */
export const PRODUCT_TOKEN = 'voc-collector';

const MAX_ROBOTS_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** All refusals mean "no rules" (RFC 9309 §2.3.1.3), but for the one that asks us to slow down. */
const NO_RULES = Array.from({ length: 100 }, (_, index) => 400 + index).filter((status) => status !== 429);
/** A run that waits longer than this between two pages gets nowhere. */
const MAX_CRAWL_DELAY_SECONDS = 60;
/** Signs of a test for humans; asked only of pages that are not what they should be. */
const CAPTCHA =
  /captcha|cf-challenge|_cf_chl_opt|자동\s?등록\s?방지|보안\s?문자|로봇이\s?아닙니다|비정상적인\s?(?:접근|접속|트래픽)/i;

const FEW_LINKS = 10;

export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly $: CheerioAPI;
  /** The header says that the page may not be stored. */
  readonly forbidsStoring: boolean;
  readonly fetchedAt: Date;
}

export interface PoliteFetch {
  /**
   * A page as its server serves it to us, or null where robots.txt keeps us out.
   * @throws VocError as {@link CollectContext.http}, and `source.unreachable` (transient) where robots.txt cannot be
   *   read, `source.unauthorized` (auth) where the answer is a test for humans
   */
  get(address: URL, headers?: Readonly<Record<string, string>>): Promise<PageAnswer | null>;
}

/**
 * Reads public pages as a guest: robots.txt of each host first (kept for the run), one request at a time, a pause before
 * every one but the first, and a `User-Agent` that says whom to ask.
 */
export function createPoliteFetch(
  context: Pick<CollectContext, 'http' | 'sleep' | 'now'>,
  settings: { readonly delayMs: number; readonly contact: string },
): PoliteFetch {
  const rulesByOrigin = new Map<string, RobotsRules>();
  const userAgent = `${PRODUCT_TOKEN}/1.0 (+${settings.contact.includes('://') ? '' : 'mailto:'}${settings.contact})`;
  let asked = false;

  return {
    async get(address, headers = {}) {
      const rules = rulesByOrigin.get(address.origin) ?? (await readRules(address));
      rulesByOrigin.set(address.origin, rules);
      if (!rules.allows(address.pathname + address.search)) return null;
      const response = await send(address.href, rules.crawlDelaySeconds, {
        headers: { accept: 'text/html,application/xhtml+xml', 'accept-language': 'ko,en;q=0.5', ...headers },
        classify: (_, __, body) => (CAPTCHA.test(body) ? humanTest(address.host) : undefined),
      });
      const html = decodePage(response.bytes, response.headers.get('content-type')).text;
      const $ = parsePage(html);
      if ($ === null) throw tooDeep(address.host);
      return {
        status: response.status,
        headers: response.headers,
        html,
        $,
        forbidsStoring: forbidsStoring(response.headers.get('x-robots-tag'), PRODUCT_TOKEN),
        fetchedAt: context.now(),
      };
    },
  };

  /** The pause is the minimum and up to half more, so that we do not knock in a rhythm. */
  async function send(url: string, crawlDelaySeconds = 0, request: HttpRequest): Promise<HttpResponse> {
    const pauseMs = Math.max(settings.delayMs, crawlDelaySeconds * 1_000);
    if (asked) await context.sleep(Math.round(pauseMs * (1 + Math.random() / 2)));
    asked = true;
    return context.http.get(url, { ...request, headers: { 'user-agent': userAgent, ...request.headers } });
  }

  async function readRules(address: URL): Promise<RobotsRules> {
    let url = new URL('/robots.txt', address.origin);
    for (let hop = 0; hop <= MAX_ROBOTS_REDIRECTS; hop += 1) {
      const response = await askForRules(url);
      if (response.status >= 400) return ALLOWS_ALL;
      if (response.status < 300) {
        const rules = parseRobotsTxt(response.text, PRODUCT_TOKEN);
        if ((rules.crawlDelaySeconds ?? 0) > MAX_CRAWL_DELAY_SECONDS) throw tooSlow(address.host);
        return rules;
      }
      const next = URL.parse(response.headers.get('location') ?? '', url.href);
      if (next === null) break;
      url = next;
    }
    throw noRules(address.host);
  }

  async function askForRules(url: URL): Promise<HttpResponse> {
    try {
      return await send(url.href, 0, {
        headers: { accept: 'text/plain' },
        accept: [...REDIRECTS, ...NO_RULES],
      });
    } catch (cause) {
      if (cause instanceof VocError && cause.kind === 'transient') throw noRules(url.host, cause);
      throw cause;
    }
  }
}

/**
 * For a page that is not what it should be: whether that is because the site takes us for a machine.
 * @throws VocError `source.unauthorized` (auth)
 */
export function throwIfHumanTest(html: string, host: string): void {
  // Ordinary pages carry such words too, in a comment form or a script, but among many links.
  if (CAPTCHA.test(html) && html.split(/<a\s/i).length - 1 < FEW_LINKS) throw humanTest(host);
}

function humanTest(host: string): VocError {
  return new VocError(
    'source.unauthorized',
    'auth',
    `${host} asks for a test that only humans pass. Stop this source and ask the board for permission or an API.`,
    { details: { host } },
  );
}

function noRules(host: string, cause?: VocError): VocError {
  return new VocError(
    'source.unreachable',
    'transient',
    `The robots.txt of ${host} cannot be read, which forbids every page (RFC 9309). The next run tries again.`,
    {
      details: { host },
      ...(cause === undefined ? {} : { cause }),
      ...(cause?.retryAfterMs === undefined ? {} : { retryAfterMs: cause.retryAfterMs }),
    },
  );
}

function tooDeep(host: string): VocError {
  return new VocError(
    'source.bad-response',
    'permanent',
    `A page of ${host} nests its elements too deeply to be read. Look at it in a browser.`,
    { details: { host } },
  );
}

function tooSlow(host: string): VocError {
  return new VocError(
    'source.forbidden-address',
    'permanent',
    `The robots.txt of ${host} asks for more than ${MAX_CRAWL_DELAY_SECONDS} s between requests: too slow to collect. Ask the board for another way.`,
    { details: { host } },
  );
}
