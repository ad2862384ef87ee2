import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import { spellingGroups } from '../../shared/nlp/domain-word-index.ts';
import { createUrgencyReader } from '../../shared/nlp/read-urgency.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { createAlertRepository } from '../../shared/storage/alert-repository.ts';
import { createArchiveRepository } from '../../shared/storage/archive-repository.ts';
import { createContributionRepository } from '../../shared/storage/contribution-repository.ts';
import { createDocumentRepository } from '../../shared/storage/document-repository.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createRollupRepository } from '../../shared/storage/rollup-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { createSourceStateRepository } from '../../shared/storage/source-state-repository.ts';
import { createAlertTeams } from '../common/alert-teams.ts';
import { createCurrentSettings } from '../common/current-settings.ts';
import { madeOfSettings } from '../common/made-of-settings.ts';
import { rememberDays } from './day-memory.ts';
import type { DetectDeps } from './detect-spikes.ts';
import { EnvSchema } from './env.ts';
import { readSurroundings } from './surroundings.ts';
import type { UrgentDeps } from './urgent-voices.ts';

/** Everything `detect-spikes` uses, by the settings of now. */
export async function createDeps(source: EnvSource): Promise<() => Promise<DetectDeps & UrgentDeps>> {
  const env = loadEnv(EnvSchema, source);
  const [config, deployed] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
  ]);
  const client = createDocumentClient();
  const timeZone = env.BUSINESS_TIME_ZONE;
  const archive = createArchiveRepository({ client, tableName: env.ARCHIVE_TABLE });
  const rollups = createRollupRepository({ client, tableName: env.ROLLUPS_TABLE });
  const state = createSourceStateRepository({ client, tableName: env.STATE_TABLE });
  const current = createCurrentSettings({
    settings: createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE }),
    checkMs: env.SETTINGS_WINDOW_SECONDS * 1_000,
    now: systemClock,
  });
  const fixed = {
    readDays: rememberDays(rollups, { clock: systemClock }),
    contributions: createContributionRepository({ client, tableName: env.CONTRIBUTIONS_TABLE }),
    documents: createDocumentRepository({
      client,
      tableName: env.DOCUMENTS_TABLE,
      timeZone,
      retentionDays: config.retention.documentDays,
    }),
    alerts: createAlertRepository({ client, tableName: env.INSIGHTS_TABLE }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
    surroundings: (now: Date) => readSurroundings({ archive, state, sources: config.sources, timeZone }, now),
    urgency: createUrgencyReader(deployed.cues.urgency),
    timeZone,
    dashboardUrl: env.DASHBOARD_URL,
    clock: systemClock,
  };
  return madeOfSettings(
    current,
    ({ head }) => head.edition,
    ({ content }) => {
      const { taxonomy, domainWords } = applyEdition(deployed, content);
      return {
        ...fixed,
        teams: createAlertTeams({
          config,
          busName: env.EVENT_BUS_NAME,
          taxonomy,
          edited: content.alertRules,
          timeZone,
        }),
        spellings: spellingGroups(domainWords),
      };
    },
  );
}
