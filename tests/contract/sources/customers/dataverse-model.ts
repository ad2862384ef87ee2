import type { ModelReply, ModelRequest } from '../harness/source-model.ts';

const TRACKED_MS = 7 * 86_400_000;

/** Dynamics 365 as documented: pages with next links, delta links that end after seven days, deletions at the end. */
export class DataverseModel {
  pageSize = 2;
  /** Set where the model must point somewhere else than to itself. */
  foreignHost: string | undefined;
  #version = 0;
  readonly #contacts = new Map<string, { version: number; fields: Record<string, unknown> }>();
  readonly #deleted = new Map<string, number>();
  readonly #versionAtMs: number[] = [];
  readonly #clock: { now: Date };

  constructor(clock: { now: Date }) {
    this.#clock = clock;
  }

  put(id: string, fields: Record<string, unknown>): void {
    this.#version += 1;
    this.#contacts.set(id, { version: this.#version, fields: { contactid: id, ...fields } });
  }

  delete(id: string): void {
    this.#version += 1;
    this.#contacts.delete(id);
    this.#deleted.set(id, this.#version);
  }

  ids(): string[] {
    return [...this.#contacts.keys()].sort();
  }

  handle(request: ModelRequest): ModelReply {
    if (request.url.pathname.endsWith('/oauth2/v2.0/token')) return this.#token(request);
    if (request.headers.authorization !== 'Bearer entra-token') return { status: 401 };
    if (!request.headers.prefer?.includes('odata.track-changes')) return { status: 400 };
    const { searchParams: query } = request.url;
    if ([...query.keys()].some((key) => /^\$(filter|orderby|expand|top)$/.test(key))) return { status: 400 };
    const delta = query.get('$deltatoken');
    const [sinceText, fromText = '0'] = (query.get('$skiptoken') ?? delta ?? '0').split('.');
    const since = Number(sinceText);
    if (delta !== null && this.#isForgotten(since)) {
      return { status: 400, body: JSON.stringify({ error: { code: '0x80060888', message: 'expired' } }) };
    }
    return this.#page(request, since, Number(fromText));
  }

  #token({ body, headers }: ModelRequest): ModelReply {
    const form = new URLSearchParams(body);
    const right =
      headers['content-type'] === 'application/x-www-form-urlencoded' &&
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_secret') === 'right' &&
      form.get('scope')?.endsWith('/.default') === true;
    return right
      ? { body: JSON.stringify({ access_token: 'entra-token', expires_in: 3_599, token_type: 'Bearer' }) }
      : { status: 401, body: JSON.stringify({ error: 'invalid_client' }) };
  }

  #isForgotten(version: number): boolean {
    const at = this.#versionAtMs[version];
    return at === undefined || this.#clock.now.getTime() - at > TRACKED_MS;
  }

  #page({ url }: ModelRequest, since: number, from: number): ModelReply {
    const changed = [...this.#contacts.values()].filter(({ version }) => version > since);
    const gone = since === 0 ? [] : [...this.#deleted].filter(([, version]) => version > since);
    const items: Record<string, unknown>[] = [
      ...changed.map(({ version, fields }) => ({ '@odata.etag': `W/"${version}"`, ...fields })),
      ...gone.map(([id]) => ({
        '@odata.context': `${url.origin}/$metadata#contacts/$deletedEntity`,
        id,
        reason: 'deleted',
      })),
    ];
    const next = from + this.pageSize;
    const link = (name: string, value: string) => {
      const { searchParams } = url;
      const select = encodeURIComponent(searchParams.get('$select') ?? '');
      const host = this.foreignHost ?? url.origin;
      return `${host}/api/data/v9.2/contacts?$select=${select}&$${name}=${value}`;
    };
    this.#versionAtMs[this.#version] = this.#clock.now.getTime();
    return {
      headers: { 'x-ms-ratelimit-burst-remaining-xrm-requests': '5999' },
      body: JSON.stringify({
        value: items.slice(from, next),
        ...(next < items.length
          ? { '@odata.nextLink': link('skiptoken', `${since}.${next}`) }
          : { '@odata.deltaLink': link('deltatoken', `${this.#version}`) }),
      }),
    };
  }
}
