import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createReportStore } from '../../shared/delivery/report-store.ts';
import type { DeliveryKind, Sink } from '../../shared/delivery/sink.ts';
import { createEventBridgeSink } from '../../shared/delivery/sinks/eventbridge.ts';
import { makeSink } from '../../shared/delivery/sinks/registry.ts';
import { createSesMailSink } from '../../shared/delivery/sinks/ses-mail.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import type { VocConfig } from '../../shared/runtime/config.ts';
import { readSecretText } from '../../shared/runtime/secret-reader.ts';
import { createGuardedHttp } from './guarded-http.ts';

interface ConfiguredSinksOptions {
  readonly language: 'ko' | 'en';
  readonly taxonomy: Taxonomy;
  readonly timeZone: string;
  readonly kinds: readonly DeliveryKind[];
  readonly config: Pick<VocConfig, 'sinks' | 'network'>;
  /** The bucket of CSV sinks, which carry no incidents. */
  readonly exportsBucket?: string;
}

/** The ways out that the configuration names: always the event bus, mail where addresses are set, and its sinks. */
export function createSinks(
  options: ConfiguredSinksOptions & {
    readonly busName: string;
    readonly mail: { from: string; to: readonly string[] } | undefined;
  },
): Sink[] {
  const { language, taxonomy, timeZone, mail } = options;
  const sinks = [createEventBridgeSink({ client: new EventBridgeClient({}), busName: options.busName })];
  if (mail !== undefined) {
    sinks.push(createSesMailSink({ client: new SESv2Client({}), language, taxonomy, timeZone, ...mail }));
  }
  return [...sinks, ...configuredSinks(options)];
}

/** The sinks under `sinks` of the configuration that carry one of `kinds`. */
export function configuredSinks(options: ConfiguredSinksOptions): Sink[] {
  const { language, taxonomy, timeZone, config, exportsBucket } = options;
  if (config.sinks.length === 0) return [];
  const secrets = new SecretsManagerClient({});
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const deps = {
    language,
    taxonomy,
    timeZone,
    http: createGuardedHttp(config.network),
    secretText: (name: string) => readSecretText(secrets, name),
    exports:
      exportsBucket === undefined
        ? undefined
        : createReportStore({ client: new S3Client({}), bucket: exportsBucket }),
    sleep,
    now: systemClock,
  };
  const made = config.sinks.map((sink) => makeSink(sink, deps));
  return made.filter(({ carries }) => options.kinds.some((kind) => carries?.includes(kind)));
}
