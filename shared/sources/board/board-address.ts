import { createHash } from 'node:crypto';

/** Numbers that say where in the list one was, not which post it is. */
const PLACES =
  /^(?:page|p|pg|po|pn|paged|divpage|cpage|offset|start|s_?page|list_?page|category|cate|cat|ca|list_?style|sort\w*|order\w*)$/i;
/** Parameters that tell of a person or a session. */
const PERSONAL = /user|member|mb_|nick|writer|author|session|sess_?id|^sid$|token/i;
const SAFE_ID = /^[\w.:/-]{1,64}$/;

/**
 * The id of a post: what the pattern finds in its address, else the last number of the query or the path that counts no
 * pages, else a hash of the address. Addresses of other hosts carry their host, so that numbers do not meet.
 * @param pattern first group or whole match
 */
export function postIdOf(address: URL, listHost: string, pattern: RegExp | undefined): string | undefined {
  if (pattern !== undefined) {
    const match = pattern.exec(address.href);
    return match === null ? undefined : safePostId(match[1] ?? match[0]);
  }
  const prefix = address.host === listHost ? '' : `${address.host}/`;
  return safePostId(prefix + (lastNumber(address) ?? hashOf(address.pathname + address.search)));
}

/** An id as it may stand in a checkpoint: short and without words; else its hash. Undefined where it is empty. */
export function safePostId(id: string): string | undefined {
  const trimmed = id.trim();
  if (trimmed === '') return undefined;
  return SAFE_ID.test(trimmed) ? trimmed : hashOf(trimmed);
}

/** The address as a document may carry it: no fragment, no account, nothing that names a person or a session. */
export function publicAddress(address: URL): string {
  const url = new URL(address);
  url.hash = '';
  url.username = '';
  url.password = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (PERSONAL.test(name)) url.searchParams.delete(name);
  }
  return url.href;
}

/** The address of another post of the same board: that of a neighbour with the other number. */
export function siblingAddress(neighbour: URL, neighbourId: string, id: string): URL | undefined {
  const { href } = neighbour;
  const at = href.lastIndexOf(neighbourId);
  if (at < 0) return undefined;
  return URL.parse(href.slice(0, at) + id + href.slice(at + neighbourId.length)) ?? undefined;
}

function lastNumber(address: URL): string | undefined {
  const query = [...address.searchParams].filter(
    ([name, value]) => /^\d+$/.test(value) && !PLACES.test(name),
  );
  return query.at(-1)?.[1] ?? address.pathname.match(/\d+/g)?.at(-1);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 24);
}
