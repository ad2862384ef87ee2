import * as z from 'zod';

/** Storefronts as the public feed names them (ISO 3166 alpha-2) → territories of App Store Connect (alpha-3). */
const TERRITORIES: Readonly<Record<string, string>> = {
  ae: 'ARE',
  ar: 'ARG',
  at: 'AUT',
  au: 'AUS',
  be: 'BEL',
  br: 'BRA',
  ca: 'CAN',
  ch: 'CHE',
  cl: 'CHL',
  cn: 'CHN',
  co: 'COL',
  cz: 'CZE',
  de: 'DEU',
  dk: 'DNK',
  eg: 'EGY',
  es: 'ESP',
  fi: 'FIN',
  fr: 'FRA',
  gb: 'GBR',
  gr: 'GRC',
  hk: 'HKG',
  hu: 'HUN',
  id: 'IDN',
  ie: 'IRL',
  il: 'ISR',
  in: 'IND',
  it: 'ITA',
  jp: 'JPN',
  kh: 'KHM',
  kr: 'KOR',
  kz: 'KAZ',
  mn: 'MNG',
  mo: 'MAC',
  mx: 'MEX',
  my: 'MYS',
  nl: 'NLD',
  no: 'NOR',
  nz: 'NZL',
  ph: 'PHL',
  pl: 'POL',
  pt: 'PRT',
  ro: 'ROU',
  ru: 'RUS',
  sa: 'SAU',
  se: 'SWE',
  sg: 'SGP',
  th: 'THA',
  tr: 'TUR',
  tw: 'TWN',
  ua: 'UKR',
  us: 'USA',
  uz: 'UZB',
  vn: 'VNM',
  za: 'ZAF',
};

/** What the check reads of a source in `voc.config.yaml`. */
export interface StorefrontSource {
  readonly id: string;
  readonly connector: string;
  readonly enabled?: boolean;
  readonly config?: unknown;
}

const AppIdSchema = z.union([z.string(), z.number()]).transform(String);
const FeedPlaceSchema = z
  .looseObject({ appId: AppIdSchema, storefront: z.string().default('kr') })
  .transform(({ appId, storefront }) => `${appId}|${TERRITORIES[storefront.toLowerCase()] ?? storefront}`);
const ConnectPlaceSchema = z
  .looseObject({ appId: AppIdSchema, territory: z.string().default('KOR') })
  .transform(({ appId, territory }) => `${appId}|${territory}`);

/**
 * The ids of enabled sources that collect one app and storefront both through the public feed (first of the pair) and
 * through App Store Connect. The two give a review different ids, so it would count twice. A configuration that cannot
 * be read clashes with nothing: it has its own error. Pure.
 */
export function storefrontClashes(sources: readonly StorefrontSource[]): (readonly [string, string])[] {
  const places = (connector: string, schema: z.ZodType<string>) =>
    sources
      .filter((source) => source.connector === connector && source.enabled !== false)
      .flatMap(({ id, config }) => {
        const place = schema.safeParse(config).data;
        return place === undefined ? [] : [{ id, place }];
      });
  const connect = places('app-store-connect', ConnectPlaceSchema);
  return places('apple-feed', FeedPlaceSchema).flatMap((feed) =>
    connect.filter(({ place }) => place === feed.place).map(({ id }) => [feed.id, id] as const),
  );
}
