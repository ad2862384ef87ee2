import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { createAlertEventSink } from '../../shared/delivery/alert-event.ts';
import { createAlertMailSink } from '../../shared/delivery/alert-mail.ts';
import type { AlertSink } from '../../shared/delivery/alert-sink.ts';
import { createAlertSlackSink } from '../../shared/delivery/alert-slack.ts';
import { createAlertWebhookSink } from '../../shared/delivery/alert-webhook.ts';
import { createPostJson } from '../../shared/delivery/post-json.ts';
import type { Sink } from '../../shared/delivery/sink.ts';
import type { AlertRule } from '../../shared/domain/alert.ts';
import { VocError } from '../../shared/domain/errors.ts';
import type { AlertRulesEdit } from '../../shared/domain/settings-edition.ts';
import type { Taxonomy } from '../../shared/domain/taxonomy.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { type AlertTeamConfig, BUILT_IN_TEAMS, type VocConfig } from '../../shared/runtime/config.ts';
import { EVERYTHING } from '../../shared/runtime/deployed-rules.ts';
import { createGuardedFetch } from '../../shared/runtime/guarded-fetch.ts';
import { createSecretReader } from '../../shared/runtime/secret-reader.ts';
import { configuredSinks } from './sinks.ts';

/** Who hears of alerts: a rule, and ways out. */
export interface AlertTeam {
  readonly name: string;
  readonly rule: AlertRule;
  readonly sinks: readonly AlertSink[];
}

const SlackSecretSchema = z.object({ webhookUrl: z.url({ protocol: /^https?$/ }) });
const WebhookSecretSchema = z.object({ signingKey: z.string().min(16) });

/**
 * The teams that the configuration names, each by the rule that people gave it, else by its own: always the event bus, the mail of all alerts where it is set, the sinks
 * that carry alerts, and each team.
 */
export function createAlertTeams(options: {
  readonly config: Pick<VocConfig, 'alerts' | 'language' | 'network' | 'sinks'>;
  readonly busName: string;
  readonly taxonomy: Taxonomy;
  readonly edited: AlertRulesEdit;
  readonly timeZone: string;
}): AlertTeam[] {
  const { config, taxonomy, timeZone } = options;
  const edited = new Map(options.edited.rules.map(({ team, rule }) => [team, rule]));
  const reader = { language: config.language, taxonomy, timeZone };
  const events = new EventBridgeClient({});
  const mail = new SESv2Client({});
  const secrets = new SecretsManagerClient({});
  const post = createPostJson(createGuardedFetch(config.network));
  const secretOf = <Schema extends z.ZodType>(secretId: string, schema: Schema) =>
    createSecretReader({ client: secrets, secretId, parse: parseSecret(schema), clock: systemClock });

  function sinksOf(team: AlertTeamConfig): AlertSink[] {
    const own = { ...reader, language: team.language ?? config.language };
    const { slack, webhook } = team;
    const sinks: AlertSink[] = [];
    if (team.mail !== undefined) sinks.push(createAlertMailSink({ client: mail, reader: own, ...team.mail }));
    if (slack !== undefined) {
      const secret = secretOf(slack.secret, SlackSecretSchema);
      const webhookUrl = async () => (await secret()).webhookUrl;
      sinks.push(createAlertSlackSink({ post, reader: own, webhookUrl }));
    }
    if (webhook !== undefined) {
      const secret = secretOf(webhook.secret, WebhookSecretSchema);
      const signingKey = async () => (await secret()).signingKey;
      sinks.push(
        createAlertWebhookSink({ post, reader: own, url: webhook.url, signingKey, clock: systemClock }),
      );
    }
    return sinks;
  }

  const { alerts } = config;
  return [
    {
      name: BUILT_IN_TEAMS.eventBus,
      rule: EVERYTHING,
      sinks: [createAlertEventSink({ client: events, busName: options.busName })],
    },
    ...(alerts.mail === undefined
      ? []
      : [
          {
            name: BUILT_IN_TEAMS.mail,
            rule: edited.get(BUILT_IN_TEAMS.mail) ?? EVERYTHING,
            sinks: [createAlertMailSink({ client: mail, reader, ...alerts.mail })],
          },
        ]),
    {
      name: BUILT_IN_TEAMS.sinks,
      rule: edited.get(BUILT_IN_TEAMS.sinks) ?? EVERYTHING,
      sinks: configuredSinks({ ...reader, config, kinds: ['incident'] }).map(alertSinkOf),
    },
    ...alerts.teams.map((team) => ({
      name: team.name,
      rule: edited.get(team.name) ?? team,
      sinks: sinksOf(team),
    })),
  ];
}

/** A sink of reviews and drafts that carries alerts too. Each message of an alert is a delivery of its own. */
function alertSinkOf(sink: Sink): AlertSink {
  return {
    id: sink.id,
    deliver: (alert) =>
      sink.deliver(
        { kind: 'incident', alert, url: alert.url },
        { deliveryId: `${alert.id}-${alert.sequence}`, keep: () => undefined },
      ),
  };
}

function parseSecret<Schema extends z.ZodType>(schema: Schema): (text: string) => z.output<Schema> {
  return (text) => {
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      // The cause could quote the secret.
      throw new VocError(
        'config.invalid',
        'config',
        'The secret of a team does not have the expected form; see docs/alerting.md.',
      );
    }
  };
}
