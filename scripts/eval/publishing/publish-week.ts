import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { publishWeek } from '../../../functions/publish-insights/publish-week.ts';
import { createDocumentClient } from '../../../shared/runtime/clients.ts';
import { loadSettings } from '../../../shared/runtime/settings.ts';
import { createAlertRepository } from '../../../shared/storage/alert-repository.ts';
import { createArchiveRepository } from '../../../shared/storage/archive-repository.ts';
import { createContributionRepository } from '../../../shared/storage/contribution-repository.ts';
import { createDocumentRepository } from '../../../shared/storage/document-repository.ts';
import { createEmergingRepository } from '../../../shared/storage/emerging-repository.ts';
import { createInsightRepository } from '../../../shared/storage/insight-repository.ts';
import { createPointTrackingRepository } from '../../../shared/storage/point-tracking-repository.ts';
import { createRollupRepository } from '../../../shared/storage/rollup-repository.ts';
import { createSuggestionRepository } from '../../../shared/storage/suggestion-repository.ts';
import { LOCAL_CREDENTIALS } from '../../local-stack/dynamodb-server.ts';
import { PROJECT_ROOT, SETTINGS_DIRECTORY } from '../../project-files.ts';

/**
 * A process of its own: `publish-week.ts DYNAMODB_URL WEEK` publishes the review of a week as the function does, with a
 * bucket and a queue that take everything, and prints how long it took, the processor time of
 * it without the server's, and the most memory that it held.
 */
const [endpoint = '', week = ''] = process.argv.slice(2);
const client = createDocumentClient(
  new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials: LOCAL_CREDENTIALS }),
);
const settings = await loadSettings(SETTINGS_DIRECTORY);
let peakMb = 0;
const watch = setInterval(() => {
  peakMb = Math.max(peakMb, Math.round(process.memoryUsage.rss() / 1024 / 1024));
}, 50);
const table = (tableName: string) => ({ client, tableName });
const start = performance.now();
const cpuBefore = process.cpuUsage();
const result = await publishWeek(
  {
    rollups: createRollupRepository(table('ROLLUPS_TABLE')),
    contributions: createContributionRepository(table('CONTRIBUTIONS_TABLE')),
    documents: createDocumentRepository({
      ...table('DOCUMENTS_TABLE'),
      timeZone: 'Asia/Seoul',
      retentionDays: 730,
    }),
    archive: createArchiveRepository(table('ARCHIVE_TABLE')),
    alerts: createAlertRepository(table('INSIGHTS_TABLE')),
    insights: createInsightRepository(table('INSIGHTS_TABLE')),
    trackings: createPointTrackingRepository(table('INSIGHTS_TABLE')),
    suggestions: createSuggestionRepository(table('INSIGHTS_TABLE')),
    emerging: createEmergingRepository(table('INSIGHTS_TABLE')),
    reports: { write: async () => undefined },
    pdfRequests: { send: async () => new Set() },
    sinks: [],
    sources: [],
    sourceState: { getHealth: async () => undefined },
    again: { send: async () => new Set() },
    readFont: () =>
      readFile(new URL('node_modules/pretendard/dist/public/variable/PretendardVariable.ttf', PROJECT_ROOT)),
    taxonomy: settings.taxonomy,
    copyRules: settings.copyRules,
    spellings: [],
    brand: 'bench',
    language: 'ko',
    timeZone: 'Asia/Seoul',
    dashboardUrl: '',
    clock: () => new Date(),
  },
  week,
);
clearInterval(watch);
peakMb = Math.max(peakMb, Math.round(process.resourceUsage().maxRSS / 1024));
const { documents, points } = result;
const cpu = process.cpuUsage(cpuBefore);
const cpuMs = (cpu.user + cpu.system) / 1_000;
process.stdout.write(
  `${JSON.stringify({ ms: performance.now() - start, cpuMs, peakMb, documents, points })}\n`,
);
