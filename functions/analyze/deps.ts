import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createAnalyzer, readingHash } from '../../shared/nlp/analyze.ts';
import { createGenerative, type Generative } from '../../shared/nlp/generative/generative.ts';
import { createLinderaTokenizer } from '../../shared/nlp/lindera-tokenizer.ts';
import type { NlpSettings } from '../../shared/nlp/nlp-settings.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { createBedrockTextModel } from '../../shared/runtime/bedrock-client.ts';
import { readBundledConfig } from '../../shared/runtime/bundled-config.ts';
import { readBundledSettings } from '../../shared/runtime/bundled-settings.ts';
import { createDocumentClient } from '../../shared/runtime/clients.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import type { GenerativeConfig } from '../../shared/runtime/config.ts';
import { type EnvSource, loadEnv } from '../../shared/runtime/env.ts';
import { loadLindera } from '../../shared/runtime/lindera-wasm.ts';
import { readCompanyModel, readVoiceModel } from '../../shared/runtime/model-files.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { createQuarantineRepository } from '../../shared/storage/quarantine-repository.ts';
import { createSettingsRepository } from '../../shared/storage/settings-repository.ts';
import { createCurrentSettings } from '../common/current-settings.ts';
import type { AnalyzeDeps } from './analyze-batch.ts';
import { createCurrentReader } from './current-reader.ts';
import { EnvSchema } from './env.ts';
import { createReadingOrder } from './reading-order.ts';

/** Everything `analyze` uses; the dictionary is loaded once per process. */
export async function createDeps(source: EnvSource): Promise<AnalyzeDeps> {
  const env = loadEnv(EnvSchema, source);
  const [config, deployed, lindera, voiceModel, companyModel] = await Promise.all([
    readBundledConfig(new URL('./config.json', import.meta.url)),
    readBundledSettings(new URL('./settings.json', import.meta.url)),
    loadLindera(new URL('./lindera_wasm_bg.wasm', import.meta.url)),
    readVoiceModel(new URL('./', import.meta.url)),
    readCompanyModel(new URL('./', import.meta.url)),
  ]);
  const client = createDocumentClient();
  const settings = createSettingsRepository({ client, tableName: env.INSIGHTS_TABLE });
  const tokenizer = createLinderaTokenizer(lindera);
  const fixed = { brandNames: [config.brand.name, ...config.brand.aliases], voiceModel, companyModel };
  const generativeOf = (of: NlpSettings) => config.generative && createGenerativeStep(config.generative, of);
  const deployment = [readingHash({ ...fixed, settings: deployed }), generativeOf(deployed)?.version];
  return {
    reader: createCurrentReader({
      deployed,
      current: createCurrentSettings({
        settings,
        checkMs: env.SETTINGS_WINDOW_SECONDS * 1_000,
        now: systemClock,
      }),
      placeOf: createReadingOrder({ settings, deployment: deployment.join('+'), now: systemClock }),
      make: (settings, place) => ({
        analyzer: createAnalyzer({ ...fixed, tokenizer, settings, place }),
        generative: generativeOf(settings),
      }),
    }),
    analyses: createQueueSender({ client: new SQSClient({}), queueUrl: env.ANALYSES_QUEUE_URL }),
    quarantine: createQuarantineRepository({
      client,
      tableName: env.STATE_TABLE,
      retentionDays: config.retention.quarantineDays,
    }),
  };
}

function createGenerativeStep(config: GenerativeConfig, settings: NlpSettings): Generative {
  return createGenerative({
    model: createBedrockTextModel({
      client: new BedrockRuntimeClient({ maxAttempts: 1 }),
      modelId: config.modelId,
    }),
    modelId: config.modelId,
    taxonomy: settings.taxonomy,
    prices: config,
    below: config.below,
    hasPersonalData: (text) => redact(text).pii.length > 0,
  });
}
