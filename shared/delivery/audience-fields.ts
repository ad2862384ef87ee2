/** The fields of `audience.csv`, which `audience.columns` of voc.config.yaml may rename and choose from. */
export const AUDIENCE_FIELDS = [
  'customerId',
  'pointId',
  'code',
  'reason',
  'stageCode',
  'stage',
  'nightAllowed',
  'guide',
  'saidAt',
  'documentKey',
] as const;
export type AudienceField = (typeof AUDIENCE_FIELDS)[number];
