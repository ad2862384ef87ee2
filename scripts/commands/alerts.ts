import { episodesOf, mergeEpisodes } from '../../shared/alerting/incidents.ts';
import type { BucketAggregate } from '../../shared/domain/aggregate.ts';
import { hourlyNegatives } from '../../shared/insight/week-incidents.ts';
import { type Command, EXIT } from '../command.ts';
import { parseOptions, usage } from '../parse-options.ts';
import { createProgress } from '../progress.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

const help = `
Replays what the alert rules would have sent over the hours that the running stack has stored.

Usage: npm run -s voc -- alerts preview [--data DIR]

One JSON line per alert, oldest first: {"series","seriesTogether","alertedAt","startedAt","endedAt","count","expected",
"upper","score"}. Series: all negative voices, each source, each reason. Voices of which only the day is known are in no
hourly series, so they never alert.

Example:
  npm run -s voc -- alerts preview
`;

export const alerts: Command = {
  name: 'alerts',
  summary: 'replay what the alert rules would have sent',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, STACK_OPTIONS);
    if (positionals.length !== 1 || positionals[0] !== 'preview') throw usage('alerts takes "preview".');
    const { repositories, config } = await openRunningStack(values.data);
    const progress = createProgress(io);
    const buckets: BucketAggregate[] = [];
    const days = await repositories.rollups.listDays();
    for (const [index, day] of days.entries()) {
      progress.update(`alerts: reading day ${index + 1} of ${days.length}`);
      buckets.push(...(await repositories.rollups.readDay(day)).filter(({ bucket }) => bucket.includes('T')));
    }
    const points = hourlyNegatives(buckets);
    const drafts = mergeEpisodes(episodesOf(points, { interval: '1h', timeZone: config.timeZone }), '1h');
    for (const draft of drafts) await io.out.write(JSON.stringify(draft));
    const series = new Set(points.map((point) => point.series)).size;
    progress.done(`alerts: ${drafts.length} alerts in ${points.length} points of ${series} hourly series`);
    return EXIT.ok;
  },
};
