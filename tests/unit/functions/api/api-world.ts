import { createApi } from '../../../../functions/api/app.ts';
import type { ApiDeps } from '../../../../functions/api/ports.ts';
import type { BucketAggregate, Cell } from '../../../../shared/domain/aggregate.ts';
import type { Mute } from '../../../../shared/domain/alert.ts';
import type { Contribution } from '../../../../shared/domain/contribution.ts';
import type { Correction } from '../../../../shared/domain/correction.ts';
import type { Role } from '../../../../shared/domain/dashboard-api.ts';
import type { Incident } from '../../../../shared/domain/insight.ts';
import type { Lookup } from '../../../../shared/domain/lookup.ts';
import type { StoredDocument } from '../../../../shared/domain/stored-document.ts';
import type { VoiceIndexPart } from '../../../../shared/insight/voice-index.ts';
import { lastPlace } from '../../../../shared/insight/voice-index.ts';
import { type DayTotals, dayTotalsOf } from '../../../../shared/storage/day-totals-repository.ts';
import type { ReportFile } from '../../../../shared/storage/keys.ts';
import type { LinkCandidate } from '../../../../shared/storage/link-review-repository.ts';
import type { StoredPointDay } from '../../../../shared/storage/point-day-repository.ts';
import type { VoiceIndexHead } from '../../../../shared/storage/voice-index-repository.ts';
import { makeDecisions } from './decision-world.ts';
import { validated } from './served-document.ts';
import { makeSettings } from './settings-world.ts';

export const WEEK = '2026-W46';
export const WEEK_DAYS = ['2026-11-09', '2026-11-10', '2026-11-11'];

/** A stored document with a key made of its number, published at the given hour. */
export function makeDocument(
  number: number,
  overrides: {
    bucket?: string;
    day?: string;
    code?: string;
    text?: string;
    terms?: string[];
    rating?: number;
  } = {},
): StoredDocument {
  const day = overrides.day ?? '2026-11-10';
  return {
    record: {
      documentKey: number.toString(16).padStart(64, '0'),
      id: `r-${number}`,
      connector: 'kr',
      source: 'app-review',
      publishedAt: `${day}T03:00:00.000Z`,
      publishedAtPrecision: 'instant',
      firstSeenAt: `${day}T04:00:00.000Z`,
      contentHash: 'a'.repeat(64),
      text: overrides.text ?? '수수료가 왜 붙는지 모르겠어요. [전화번호]',
      ...(overrides.rating === undefined ? {} : { rating: overrides.rating }),
      url: 'javascript:alert(1)',
      identifiers: [{ kind: 'phone', token: 'k1.feed', variantTokens: [], role: 'author' }],
      attributes: { memo: 'internal' },
      redactionVersion: 'r1',
      runId: 'run-1',
    },
    reading: {
      language: 'ko',
      sentiment: { label: 'negative', score: -0.6 },
      keywords: (overrides.terms ?? ['수수료']).map((term) => ({ term, weight: 1 })),
      hesitations: [
        {
          code: overrides.code ?? 'price',
          confidence: 0.8,
          evidence: [{ start: 0, end: 4, text: '수수료가' }],
        },
      ],
      stage: 'purchase',
      urgency: 'normal',
      analysisVersion: 'a1',
    },
    link: { customerId: 'C-7', status: 'linked', confidence: 0.97, evidence: [{ kind: 'phone', weight: 3 }] },
    revision: 'rev',
    day,
    bucket: overrides.bucket ?? `${day}T03`,
    shard: 0,
    formerBuckets: [],
  };
}

function contributionOfDocument(document: StoredDocument): Contribution {
  return {
    documentKey: document.record.documentKey,
    day: document.day,
    bucket: document.bucket,
    shard: document.shard,
    revision: document.revision,
    source: document.record.source,
    connector: document.record.connector,
    language: 'ko',
    sentiment: document.reading.sentiment.label,
    codes: document.reading.hesitations.map((hesitation) => hesitation.code),
    stage: document.reading.stage,
    urgency: 'normal',
    ...(document.record.rating === undefined ? {} : { rating: document.record.rating }),
    ...(document.record.device === undefined ? {} : { segment: document.record.device }),
    terms: document.reading.keywords.map(({ term }) => term),
    analysisVersion: 'a1',
  };
}

function cell(documents: number, negative: number): Cell {
  return { documents, negative, neutral: documents - negative, positive: 0, rated: 0, ratingSum: 0 };
}

export function bucket(day: string, documents: number, negative: number): BucketAggregate {
  const counts = { all: cell(documents, negative) };
  return {
    day,
    bucket: `${day}T03`,
    aggregate: {
      cells: {
        total: counts,
        source: { 'app-review': cell(documents, negative) },
        code: { price: cell(documents, negative) },
      },
      arrivals: {},
    },
  };
}

interface World {
  readonly documents?: readonly StoredDocument[];
  readonly rollups?: readonly BucketAggregate[];
  readonly files?: Partial<Record<ReportFile, string>>;
  readonly overrides?: Partial<ApiDeps>;
}

/** What the API needs, as plain objects; and what it asked for. */
export function makeDeps(world: World = {}) {
  const documents = world.documents ?? [];
  const rollups = world.rollups ?? documents.map(({ day }) => bucket(day, 0, 0));
  const days = [...new Set([...rollups, ...documents].map(({ day }) => day))].sort();
  const requested: string[] = [];
  const lookups: Lookup[] = [];
  const corrections = new Map<string, Correction>();
  const failures: unknown[] = [];
  const decisions = makeDecisions();
  const deps: ApiDeps = {
    timeZone: 'Asia/Seoul',
    now: () => new Date('2026-11-16T00:00:00Z'),
    reportFailure: (error) => void failures.push(error),
    followUps: { read: async () => null },
    archive: {
      listMessages: async () => [],
      messagesEdition: async () => 'none',
      listFunnelSteps: async () => [],
    },
    language: 'ko',
    documents: {
      get: async (key) => documents.find((document) => document.record.documentKey === key),
      getMany: async (keys) =>
        new Map(
          documents
            .filter((document) => keys.includes(document.record.documentKey))
            .map((document) => [document.record.documentKey, document]),
        ),
    },
    contributions: {
      listReadings: async (day, shard) =>
        documents
          .filter((document) => document.day === day && document.shard === shard)
          .map(({ record, reading }) => ({
            documentKey: record.documentKey,
            analysisVersion: reading.analysisVersion,
          })),
      listDay: async (day) =>
        documents.filter((document) => document.day === day).map(contributionOfDocument),
      getMany: async (places) =>
        documents
          .filter(({ record }) => places.some(({ documentKey }) => documentKey === record.documentKey))
          .map(contributionOfDocument),
    },
    pointDays: makePointDays(),
    rollups: {
      listDays: async () => days,
      listDayChanges: async (range) =>
        days
          .filter((day) => range === undefined || (day >= range.from && day <= range.to))
          .map((day) => ({ day, changedUntil: '' })),
      readDay: async (day) => rollups.filter((rollup) => rollup.day === day),
    },
    dayTotals: makeDayTotals(),
    voiceIndex: makeVoiceIndex(),
    corrections: {
      get: async (key) => corrections.get(key),
      list: async () => [...corrections.values()],
      save: async (correction) => void corrections.set(correction.documentKey, correction),
      remove: async (key) => void corrections.delete(key),
    },
    ...decisions.deps,
    ...makeSettings(),
    linkReviews: makeLinkReviews(),
    requestRelink: async () => undefined,
    lookups: {
      add: async (lookup) => void lookups.push(lookup),
      list: async (month, limit, before) =>
        lookups
          .toReversed()
          .filter(
            (lookup) => lookup.at.startsWith(month) && (before === undefined || isBefore(lookup, before)),
          )
          .slice(0, limit),
    },
    insights: {
      listReviews: async () => (world.files?.['review.json'] === undefined ? [] : [{ week: WEEK }]),
    },
    alerts: makeAlerts(),
    reports: {
      read: async (week, file) => {
        const text = week === WEEK ? world.files?.[file] : undefined;
        return text === undefined ? null : new TextEncoder().encode(text);
      },
    },
    requestReview: async (week) => void requested.push(week),
    quarantine: { listDays: async () => [], listDay: async () => [] },
    imports: { list: async () => [] },
    erasures: { list: async () => [], save: async () => undefined },
    requestErasure: async () => undefined,
    sources: { list: async () => [] },
    requestRun: async ({ id }) => void requested.push(id),
    ...world.overrides,
  };
  return { deps, requested, failures, lookups, drafts: decisions.drafts };
}

function isBefore(a: Lookup, b: Pick<Lookup, 'at' | 'id'>): boolean {
  return `${a.at} ${a.id}` < `${b.at} ${b.id}`;
}

/** Incidents and mutes in memory. */
export function makeAlerts(stored: readonly Incident[] = [], muted: readonly Mute[] = []): ApiDeps['alerts'] {
  const incidents = new Map(stored.map((incident) => [incident.id, incident]));
  const mutes = new Map(muted.map((mute) => [mute.series, mute]));
  const place = ({ startedAt, id }: Pick<Incident, 'startedAt' | 'id'>) => `${startedAt} ${id}`;
  return {
    listNewestIncidents: async (since, limit, before) =>
      [...incidents.values()]
        .filter(
          (incident) =>
            incident.startedAt >= since && (before === undefined || place(incident) < place(before)),
        )
        .sort((a, b) => (place(a) < place(b) ? 1 : -1))
        .slice(0, limit),
    findIncident: async (id) => incidents.get(id),
    getIncident: async ({ id }) => incidents.get(id),
    saveIncident: async (incident) => {
      incidents.set(incident.id, incident);
      return true;
    },
    listMutes: async (now) => [...mutes.values()].filter(({ until }) => Date.parse(until) > now.getTime()),
    putMute: async (mute) => void mutes.set(mute.series, mute),
  };
}

/** Suggested links in memory, the newest first. */
export function makeLinkReviews(candidates: readonly LinkCandidate[] = []): ApiDeps['linkReviews'] {
  let waiting = [...candidates];
  const drop = (keys: readonly string[]) => {
    waiting = waiting.filter(({ documentKey }) => !keys.includes(documentKey));
  };
  return {
    page: async (limit, after) => {
      const from = after === null ? 0 : waiting.findIndex(({ documentKey }) => documentKey === after) + 1;
      const shown = waiting.slice(from, from + limit);
      const last = shown.at(-1)?.documentKey ?? null;
      return { candidates: shown, next: from + limit < waiting.length ? last : null };
    },
    settle: async (of) => drop(of.map(({ documentKey }) => documentKey)),
    decide: async ({ documentKey }) => drop([documentKey]),
  };
}

function makeDayTotals(): ApiDeps['dayTotals'] {
  const totals = new Map<string, DayTotals>();
  const cells = new Map<string, BucketAggregate['aggregate']>();
  return {
    list: async (from, to) => [...totals.values()].filter(({ day }) => day >= from && day <= to),
    cells: async (days) => new Map([...cells].filter(([day]) => days.includes(day))),
    save: async (day, countedAt, aggregate) => {
      cells.set(day, aggregate);
      totals.set(day, dayTotalsOf(day, countedAt, aggregate));
    },
  };
}

export function makePointDays(): ApiDeps['pointDays'] {
  const stored = new Map<string, StoredPointDay>();
  return {
    get: async (days) => new Map([...stored].filter(([day]) => days.includes(day))),
    countedAt: async (days) =>
      new Map([...stored].filter(([day]) => days.includes(day)).map(([day, one]) => [day, one.countedAt])),
    save: async (day, countedAt, rows) => void stored.set(day, { countedAt, rows }),
  };
}

function makeVoiceIndex(): ApiDeps['voiceIndex'] {
  const indexes = new Map<string, { head: VoiceIndexHead; parts: readonly VoiceIndexPart[] }>();
  return {
    head: async (day) => indexes.get(day)?.head,
    part: async (day, etag, part) => {
      const index = indexes.get(day);
      return index?.head.etag === etag ? index.parts[part] : undefined;
    },
    replace: async (day, countedAt, parts) => {
      const head = { countedAt, etag: `${day} ${countedAt}`, expiresAt: 0, parts: parts.map(lastPlace) };
      indexes.set(day, { head, parts });
    },
  };
}

/**
 * The API over plain objects, with a request function that signs in with the given groups (null: nobody). Whatever it
 * answers must be what the served OpenAPI document says.
 */
export function makeApi(world: World = {}) {
  const { deps, requested, failures, lookups, drafts } = makeDeps(world);
  const app = createApi(deps);
  const as =
    (groups: readonly Role[] | string | null) =>
    async (path: string, init: RequestInit = {}) => {
      const env = groups === null ? {} : { event: eventOf(groups) };
      return validated(path, init.method ?? 'GET', await app.request(path, init, env));
    };
  return { as, requested, failures, lookups, drafts };
}

function eventOf(groups: readonly Role[] | string) {
  return {
    requestContext: {
      http: { sourceIp: '203.0.113.7' },
      authorizer: { jwt: { claims: { sub: 'u1', email: 'cx@example.com', 'cognito:groups': groups } } },
    },
  };
}
