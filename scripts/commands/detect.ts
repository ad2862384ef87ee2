import * as z from 'zod';
import { createDetector } from '../../shared/alerting/detector.ts';
import { CountPointSchema, DETECTION_INTERVALS, type Detection } from '../../shared/domain/count-point.ts';
import type { Command } from '../command.ts';
import { noOperands, oneOf, parseOptions } from '../parse-options.ts';
import { asLineError, emptyTally, exitOf, reportError } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';
import { goodRows } from '../read-rows.ts';

const help = `
Finds counts that are clearly more than usual for their hour and weekday, from the past of each series alone.

Usage: npm run -s voc -- detect [--input FILE|-] [--interval 5m|1h|1d]

  --input FILE     NDJSON or CSV: series,timestamp (ISO 8601, UTC),count[,total] (default: standard input)
  --interval       the time between two points (default 1h)

One line per point, in the order of the input; series may interleave:
{"series","timestamp","alert" (true once, when it begins),"score" 0…1,"expected","upper"}
An absent point is missing, a count of 0 is zero. A repeated or earlier timestamp of a series is an error line.

Example:
  npm run -s voc -- detect --interval 1h --input counts.csv | grep '"alert":true'
`;

const numeric = (value: unknown) =>
  typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (value ?? undefined);

/** A point as a file brings it: CSV has numbers as text. */
const PointSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && 'count' in value
      ? {
          ...value,
          count: numeric(value.count),
          ...('total' in value ? { total: numeric(value.total) } : {}),
        }
      : value,
  CountPointSchema,
);

export const detect: Command = {
  name: 'detect',
  summary: 'find the counts that are clearly more than usual',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      input: { type: 'string' },
      interval: { type: 'string', default: '1h' },
    });
    noOperands(positionals);
    const interval = oneOf('interval', values.interval, DETECTION_INTERVALS);
    const { timeZone } = await readProjectConfig();
    const detector = createDetector({ interval, timeZone });
    const tally = emptyTally();
    const progress = createProgress(io);
    let alerts = 0;
    const points = goodRows(
      readInputLines(values.input, io),
      PointSchema,
      'count-point.schema-mismatch',
      io,
      tally,
    );
    for await (const { line, row } of points) {
      let decision: Detection;
      try {
        decision = detector.push(row);
      } catch (error) {
        reportError(io, asLineError(error, line, 'timestamp'));
        tally.handled -= 1;
        tally.rejected += 1;
        continue;
      }
      if (decision.alert) alerts += 1;
      await io.out.write(JSON.stringify(decision));
      progress.update(`detect: ${tally.handled} points, ${alerts} alerts`);
    }
    progress.done(`detect: ${tally.handled} points, ${alerts} alerts, ${tally.rejected} refused`);
    return exitOf(tally);
  },
};
