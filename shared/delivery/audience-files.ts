import type { Audience } from '../domain/audience.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { AUDIENCE_FIELDS, type AudienceField } from './audience-fields.ts';
import type { ColumnChoice } from './table-fields.ts';
import { type CsvCell, toCsv } from './to-csv.ts';

/** The lists for the messaging tool: as a table, and as bodies of requests to Braze. */
export const AUDIENCE_FILES = ['audience.json', 'audience.csv', 'audience-braze.ndjson'] as const;
export type AudienceFile = (typeof AUDIENCE_FILES)[number];

const KOREAN_HEADERS =
  '고객ID,포인트,사유코드,사유,단계코드,단계,야간 수신 동의,안내 문안,말한 시각,문서키'.split(',');

/** https://www.braze.com/docs/api/endpoints/user_data/post_user_track: so many attribute objects in one request. */
const BRAZE_ATTRIBUTES = 75;

interface Options {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
  readonly columns: readonly ColumnChoice[] | undefined;
}

/** Every file of an audience. */
export function audienceFiles(audience: Audience, options: Options): Record<AudienceFile, string> {
  return {
    'audience.json': JSON.stringify(audience),
    'audience.csv': audienceCsv(audience, options),
    'audience-braze.ndjson': brazeRequests(audience)
      .map((request) => `${JSON.stringify(request)}\n`)
      .join(''),
  };
}

function audienceCsv(audience: Audience, { language, taxonomy, columns }: Options): string {
  const rows = audience.lists.flatMap(({ pointId, code, stage, guide, members }) =>
    members.map(
      ({ customerId, nightAllowed, saidAt, documentKey }): Record<AudienceField, CsvCell> => ({
        customerId,
        pointId,
        code,
        reason: taxonomy.codes.find((entry) => entry.code === code)?.name[language] ?? code,
        stageCode: stage,
        stage: taxonomy.stages.find((entry) => entry.stage === stage)?.name[language] ?? stage,
        nightAllowed: nightAllowed ? 'Y' : 'N',
        guide,
        saidAt,
        documentKey,
      }),
    ),
  );
  const chosen =
    columns ??
    AUDIENCE_FIELDS.map((field, index) => ({
      header: language === 'ko' ? (KOREAN_HEADERS[index] ?? field) : field,
      field,
    }));
  return toCsv([
    chosen.map(({ header }) => header),
    ...rows.map((row) => chosen.map(({ field }) => row[field as AudienceField])),
  ]);
}

interface BrazeAttributes {
  readonly external_id: string;
  /** No user is made where the tool does not know the ID. */
  readonly _update_existing_only: true;
  readonly voc_hesitation_points: readonly string[] | null;
  readonly voc_hesitation_at: string | null;
  readonly voc_night_allowed: boolean | null;
}

/**
 * Bodies for `POST /users/track`: what a segment in Braze filters by. Null removes an attribute, so that who stands at
 * no point any more leaves the segment.
 */
function brazeRequests(audience: Audience): { attributes: BrazeAttributes[] }[] {
  const customers = new Map<string, BrazeAttributes>();
  for (const { pointId, members } of audience.lists) {
    for (const { customerId, nightAllowed, saidAt } of members) {
      const before = customers.get(customerId);
      const at = before?.voc_hesitation_at ?? saidAt;
      customers.set(customerId, {
        external_id: customerId,
        _update_existing_only: true,
        voc_hesitation_points: [...(before?.voc_hesitation_points ?? []), pointId].sort(),
        voc_hesitation_at: at > saidAt ? at : saidAt,
        voc_night_allowed: nightAllowed,
      });
    }
  }
  for (const customerId of audience.left) {
    customers.set(customerId, {
      external_id: customerId,
      _update_existing_only: true,
      voc_hesitation_points: null,
      voc_hesitation_at: null,
      voc_night_allowed: null,
    });
  }
  const all = [...customers.values()];
  return Array.from({ length: Math.ceil(all.length / BRAZE_ATTRIBUTES) }, (_, index) => ({
    attributes: all.slice(index * BRAZE_ATTRIBUTES, (index + 1) * BRAZE_ATTRIBUTES),
  }));
}

const EMPTY_BECAUSE = {
  'nobody-hesitates': {
    ko: '최근 4주에 확실히 연결된 고객 중 망설이는 이유를 말한 분이 없습니다.',
    en: 'No customer with a certain link gave a reason to hesitate in the last four weeks.',
  },
  'nobody-consents': {
    ko: '망설이는 고객 중 마케팅 수신에 동의한 분이 없습니다. 고객 파일에 consentMarketing 열이 있는지 확인해 주세요. 열이 없으면 동의하지 않은 것으로 봅니다.',
    en: 'None of those who hesitate consents to marketing. See whether the customer file has the column consentMarketing: without it nobody consents.',
  },
  'all-held-back': {
    ko: '동의한 고객이 있지만 지금은 모두 발송 보류 중이거나 이번 주 발송 한도를 채웠습니다.',
    en: 'Those who consent are all on hold now or have had their messages of this week.',
  },
} as const;

/** Why there is nobody to write to, in a sentence; null where there is somebody. */
export function emptyAudienceReason(audience: Audience, language: 'ko' | 'en'): string | null {
  return audience.emptyBecause === null ? null : EMPTY_BECAUSE[audience.emptyBecause][language];
}
