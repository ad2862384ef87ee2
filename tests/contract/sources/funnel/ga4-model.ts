import type { ModelReply, ModelRequest } from '../harness/source-model.ts';

/** Users by `YYYY-MM-DD event`. */
type Users = Record<string, number>;

/** The GA4 Data API as documented: `runReport` of one property, with its token endpoint. */
export class Ga4Model {
  users: Users = {};
  timeZone = 'Asia/Seoul';
  thresholds = false;
  /** How the next reports are refused. */
  refusal: { status: number; error: string } | undefined;
  #token = 0;

  /** The token that is given ends at once for the next request. */
  endToken(): void {
    this.#token += 1;
  }

  handle(request: ModelRequest): ModelReply {
    if (request.url.pathname === '/token') {
      const form = new URLSearchParams(request.body);
      if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return { status: 400 };
      return {
        body: JSON.stringify({
          access_token: `ga4-token-${this.#token}`,
          expires_in: 3_599,
          token_type: 'Bearer',
        }),
      };
    }
    if (request.method !== 'POST' || request.url.pathname !== '/v1beta/properties/123456:runReport')
      return refused(404, 'NOT_FOUND');
    if (request.headers.authorization !== `Bearer ga4-token-${this.#token}`)
      return refused(401, 'UNAUTHENTICATED');
    if (this.refusal !== undefined) return refused(this.refusal.status, this.refusal.error);
    return this.#report(JSON.parse(request.body) as ReportRequest);
  }

  #report(request: ReportRequest): ModelReply {
    const [range] = request.dateRanges;
    const events = new Set(request.dimensionFilter.filter.inListFilter.values);
    const rows = Object.entries(this.users)
      .map(([key, count]) => ({ date: key.slice(0, 10), event: key.slice(11), count }))
      .filter(({ date, event }) => date >= range.startDate && date <= range.endDate && events.has(event))
      .sort((a, b) => (`${a.date} ${a.event}` < `${b.date} ${b.event}` ? -1 : 1));
    const from = Number(request.offset);
    const page = rows.slice(from, from + Number(request.limit));
    return {
      body: JSON.stringify({
        dimensionHeaders: [{ name: 'date' }, { name: 'eventName' }],
        metricHeaders: [{ name: 'totalUsers', type: 'TYPE_INTEGER' }],
        // Google leaves the list out where it is empty.
        ...(page.length === 0
          ? {}
          : {
              rows: page.map(({ date, event, count }) => ({
                dimensionValues: [{ value: date.replaceAll('-', '') }, { value: event }],
                metricValues: [{ value: String(count) }],
              })),
            }),
        rowCount: rows.length,
        metadata: {
          currencyCode: 'KRW',
          timeZone: this.timeZone,
          ...(this.thresholds ? { subjectToThresholding: true } : {}),
        },
        propertyQuota: { tokensPerDay: { consumed: 3, remaining: 199_997 } },
        kind: 'analyticsData#runReport',
      }),
    };
  }
}

interface ReportRequest {
  readonly dateRanges: [{ readonly startDate: string; readonly endDate: string }];
  readonly dimensionFilter: { readonly filter: { readonly inListFilter: { readonly values: string[] } } };
  readonly limit: string;
  readonly offset: string;
}

function refused(status: number, error: string): ModelReply {
  return { status, body: JSON.stringify({ error: { code: status, message: 'refused', status: error } }) };
}
