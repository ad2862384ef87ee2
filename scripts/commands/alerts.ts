import { acknowledgeIncident, muteSeries } from '../../shared/alerting/answer-incident.ts';
import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import { AlertRuleSchema } from '../../shared/domain/alert.ts';
import type { Contribution } from '../../shared/domain/contribution.ts';
import { VocError } from '../../shared/domain/errors.ts';
import { addDays, businessDay } from '../../shared/domain/time.ts';
import { BUILT_IN_TEAMS, type VocConfig } from '../../shared/runtime/config.ts';
import { type Command, type CommandIo, EXIT } from '../command.ts';
import { loadAnalyzer } from '../load-analyzer.ts';
import { offlineKeys } from '../offline-keys.ts';
import { createOfflineVoices } from '../offline-voices.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { draftsSince, type PreviewTeam, previewAlerts } from '../preview-alerts.ts';
import { emptyTally, goodDocuments } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';
import { openRunningStack, type RunningStack, STACK_OPTIONS } from '../running-stack.ts';

const DAY_MS = 86_400_000;
const BASELINE_DAYS = 35;
const INCIDENT_DAYS = 400;

const help = `
What alerts would have been sent, incidents, and answers to them.

Usage: npm run -s voc -- alerts preview [--weeks 8] [--team NAME] [--input FILE…] [--data DIR]
       npm run -s voc -- alerts list [--data DIR]
       npm run -s voc -- alerts ack ID [--by NAME] [--data DIR]
       npm run -s voc -- alerts mute SERIES --until TIME [--by NAME] [--data DIR]

  preview          replays the rules of voc.config.yaml over the last weeks that the running stack has stored, or that
                   the files hold: one JSON line per team and alert. By the hours in which voices were published; those
                   of which only the day is known are in no hourly series, so they never alert
  --team NAME      one team only ("${BUILT_IN_TEAMS.mail}" is the one of alerts.mail)
  list             the incidents, oldest first, and the mutes that hold
  ack              takes an incident: people hear of it again only when it becomes severe, ends or comes back
  mute             tells nobody of a series (all, source:ticket, code:auth, stage:signup, version:5.2.0, phrase:…)
                   until a time (ISO 8601); a time in the past ends a mute
  --by NAME        who answers (default: the name of the login here)

Examples:
  npm run -s voc -- alerts preview --team cx
  npm run -s voc -- alerts mute code:auth --until 2026-11-20T09:00:00+09:00
`;

const OPTIONS = {
  ...STACK_OPTIONS,
  weeks: { type: 'string', default: '8' },
  team: { type: 'string' },
  input: { type: 'string', multiple: true },
  until: { type: 'string' },
  by: { type: 'string' },
} as const;

export const alerts: Command = {
  name: 'alerts',
  summary: 'what alerts would have been sent, incidents, and answers to them',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, OPTIONS);
    const [action, operand, ...more] = positionals;
    const by = values.by ?? io.env.USER ?? 'operator';
    const takesOperand = action === 'ack' || action === 'mute';
    if (more.length > 0 || (operand !== undefined) !== takesOperand) throw usage(CALLS);
    if (action === 'preview') {
      await preview(io, { ...values, weeks: weeksOf(values.weeks) });
      return EXIT.ok;
    }
    if (action !== 'list' && !takesOperand) throw usage(CALLS);
    const until = action === 'mute' ? timeOf(values.until) : undefined;
    const { repositories } = await openRunningStack(values.data);
    const now = new Date();
    if (until !== undefined && operand !== undefined) {
      const mute = await muteSeries(repositories.alerts, { series: operand, until }, by, now);
      await io.out.write(JSON.stringify(mute));
      return EXIT.ok;
    }
    const from = new Date(now.getTime() - INCIDENT_DAYS * DAY_MS).toISOString();
    const incidents = await repositories.alerts.listIncidents(from, now.toISOString());
    if (operand === undefined) {
      for (const { evidence: _, ...incident } of incidents) await io.out.write(JSON.stringify(incident));
      for (const mute of await repositories.alerts.listMutes(now))
        await io.out.write(JSON.stringify({ mute }));
      return EXIT.ok;
    }
    const found = incidents.find(({ id }) => id === operand);
    if (found === undefined) throw usage(`There is no incident ${operand}. See: alerts list`);
    const answered = await acknowledgeIncident(repositories.alerts, found, by, now);
    await io.out.write(
      JSON.stringify({ id: found.id, status: answered?.status, by: answered?.acknowledgedBy }),
    );
    return EXIT.ok;
  },
};

const CALLS = 'alerts takes "preview", "list", "ack ID" or "mute SERIES --until TIME".';

interface PreviewOptions {
  readonly weeks: number;
  readonly team?: string | undefined;
  readonly input?: readonly string[] | undefined;
  readonly data?: string | undefined;
}

async function preview(io: CommandIo, options: PreviewOptions): Promise<void> {
  const config = await readProjectConfig();
  const teams = teamsOf(config, options.team);
  const source =
    options.input === undefined
      ? await storedVoices(io, await openRunningStack(options.data), options.weeks)
      : await voicesOfFiles(io, config, options.input);
  const last =
    source.buckets
      .map(({ day }) => day)
      .sort()
      .at(-1) ?? '';
  const now = last === '' ? new Date() : new Date(Date.parse(`${last}T00:00:00.000Z`) + DAY_MS);
  const fromMs = now.getTime() - options.weeks * 7 * DAY_MS;
  const drafts = draftsSince(source.buckets, config.timeZone, fromMs);
  const days = new Set(drafts.flatMap((draft) => daysAround(draft, config.timeZone, now)));
  const since = businessDay(new Date(fromMs), config.timeZone);
  const contributions = await source.contributions(days, since);
  const previewed = previewAlerts({ drafts, contributions, teams, timeZone: config.timeZone, now });
  for (const alert of previewed) await io.out.write(JSON.stringify(alert));
  io.note(
    `alerts: ${previewed.length} alerts to ${teams.length} teams from ${drafts.length} incidents in ${options.weeks} weeks`,
  );
}

interface Voices {
  readonly buckets: readonly BucketAggregate[];
  /** The contributions of these days, and all urgent ones since a day. */
  contributions(days: ReadonlySet<string>, since: string): Promise<Contribution[]>;
}

async function storedVoices(io: CommandIo, { repositories }: RunningStack, weeks: number): Promise<Voices> {
  const progress = createProgress(io);
  const stored = await repositories.rollups.listDays();
  const from = addDays(stored.at(-1) ?? '2000-01-01', -(7 * weeks + BASELINE_DAYS));
  const wanted = stored.filter((day) => day >= from);
  const buckets: BucketAggregate[] = [];
  const urgentDays = new Set<string>();
  for (const [index, day] of wanted.entries()) {
    progress.update(`alerts: reading day ${index + 1} of ${wanted.length}`);
    for (const bucket of await repositories.rollups.readDay(day)) {
      buckets.push(bucket);
      if ((bucket.aggregate.cells.urgency?.high?.documents ?? 0) > 0) urgentDays.add(day);
    }
  }
  progress.done(`alerts: ${wanted.length} days read`);
  return {
    buckets,
    async contributions(days, since) {
      const found: Contribution[] = [];
      for (const day of new Set([...days, ...[...urgentDays].filter((urgent) => urgent >= since)])) {
        const ofDay = await repositories.contributions.listDay(day);
        found.push(...ofDay.filter((one) => days.has(day) || one.urgency === 'high'));
      }
      return found;
    },
  };
}

async function voicesOfFiles(io: CommandIo, config: VocConfig, files: readonly string[]): Promise<Voices> {
  const { timeZone } = config;
  const loaded = await loadAnalyzer(config, undefined);
  const voices = createOfflineVoices({
    loaded,
    keys: offlineKeys(),
    timeZone,
    now: new Date().toISOString(),
  });
  const tally = emptyTally();
  const progress = createProgress(io);
  for (const file of files) {
    const lines = readInputLines(file, io);
    for await (const document of goodDocuments(lines, io, tally, { requireDate: true, file })) {
      voices.add(document, file);
      progress.update(`alerts: ${tally.handled} documents read`);
    }
  }
  progress.done(`alerts: ${tally.handled} documents read, ${tally.rejected} lines refused`);
  const { buckets, contributions } = voices.counted();
  return {
    buckets,
    contributions: async (days, since) =>
      contributions.filter((one) => days.has(one.day) || (one.urgency === 'high' && one.day >= since)),
  };
}

function teamsOf(config: VocConfig, only: string | undefined): PreviewTeam[] {
  const everything = { name: BUILT_IN_TEAMS.mail, rule: AlertRuleSchema.parse({ minVoices: 1 }) };
  const all = [
    ...(config.alerts.mail === undefined ? [] : [everything]),
    ...config.alerts.teams.map((team) => ({ name: team.name, rule: team })),
  ];
  if (only === undefined) return all.length === 0 ? [everything] : all;
  const found = all.filter(({ name }) => name === only);
  if (found.length > 0) return found;
  throw usage(`There is no team ${only}. There are: ${all.map(({ name }) => name).join(', ') || 'none'}.`);
}

function daysAround(
  { startedAt, endedAt }: { startedAt: string; endedAt?: string },
  timeZone: string,
  now: Date,
): string[] {
  const days: string[] = [];
  const last = businessDay(endedAt === undefined ? now : new Date(endedAt), timeZone);
  for (let day = businessDay(new Date(startedAt), timeZone); day <= last; day = addDays(day, 1))
    days.push(day);
  return days;
}

function weeksOf(given: string): number {
  const weeks = Number(given);
  if (Number.isInteger(weeks) && weeks >= 1 && weeks <= 104) return weeks;
  throw usage(`--weeks takes a whole number from 1 to 104, not "${given}".`);
}

function timeOf(given: string | undefined): Date {
  const time = new Date(given ?? '');
  if (!Number.isNaN(time.getTime())) return time;
  throw new VocError(
    'usage.invalid',
    'config',
    'mute needs --until TIME, such as 2026-11-20T09:00:00+09:00.',
  );
}
