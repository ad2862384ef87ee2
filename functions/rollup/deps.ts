import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createDayTotalsRepository } from '../../shared/storage/day-totals-repository.ts';
import { createPointDayRepository } from '../../shared/storage/point-day-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createVoiceIndexRepository } from '../../shared/storage/voice-index-repository.ts';
import { EnvSchema } from './env.ts';
import type { SweepDeps } from './sweep.ts';

/** Everything `rollup` uses. */
export function createDeps(source: EnvSource): SweepDeps {
  const env = loadEnv(EnvSchema, source);
  const client = createDocumentClient();
  return {
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    rollups: createRollupRepository({ client, tableName: env.ROLLUPS_TABLE }),
    dayTotals: createDayTotalsRepository({ client, tableName: env.ROLLUPS_TABLE }),
    pointDays: createPointDayRepository({ client, tableName: env.ROLLUPS_TABLE }),
    voiceIndex: createVoiceIndexRepository({ client, tableName: env.ROLLUPS_TABLE }),
    clock: systemClock,
    timeZone: env.BUSINESS_TIME_ZONE,
  };
}
