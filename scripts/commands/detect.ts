import { createDetector } from '../../shared/alerting/detector.ts';
import { DETECTION_INTERVALS, type Detection } from '../../shared/domain/count-point.ts';
import type { Command } from '../command.ts';
import { noOperands, oneOf, parseOptions } from '../parse-options.ts';
import { asLineError, emptyTally, exitOf, reportError } from '../process-lines.ts';
import { createProgress } from '../progress.ts';
import { readProjectConfig } from '../project-files.ts';
import { inputBytes } from '../read-input.ts';
import { pointBatches } from '../read-points.ts';

const help = `
Finds counts that are clearly more than usual for their hour and weekday, from the past of each series alone.

Usage: npm run -s voc -- detect [--input FILE|-] [--interval 5m|1h|1d]

  --input FILE     NDJSON or CSV: series,timestamp (ISO 8601, UTC),count[,total] (default: standard input)
  --interval       the time between two points (default 1h)

One line per point, in the order of the input; series may interleave:
{"series","timestamp","alert" (true once, when it begins),"score" 0…1,"expected","upper"}
"total" is all feedback of the same interval: more feedback is then not worse feedback, and holidays show sooner.
An absent point is missing, a count of 0 is zero. A repeated or earlier timestamp of a series is an error line.

Example:
  npm run -s voc -- detect --interval 1h --input counts.csv | grep '"alert":true'
`;

const PLAIN_NAME = /^[\w가-힣:./-]+$/;

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
    for await (const batch of pointBatches(await inputBytes(values.input, io), io, tally)) {
      const lines: string[] = [];
      for (const { line, row } of batch) {
        try {
          const decision = detector.push(row);
          if (decision.alert) alerts += 1;
          lines.push(detectionLine(decision));
        } catch (error) {
          reportError(io, asLineError(error, line, 'timestamp'));
          tally.handled -= 1;
          tally.rejected += 1;
        }
      }
      if (lines.length > 0) await io.out.write(lines.join('\n'));
      progress.update(`detect: ${tally.handled} points, ${alerts} alerts`);
    }
    progress.done(`detect: ${tally.handled} points, ${alerts} alerts, ${tally.rejected} refused`);
    return exitOf(tally);
  },
};

/** As `JSON.stringify`, with six decimals. A timestamp that was accepted has nothing to escape. */
function detectionLine({ series, timestamp, alert, score, expected, upper }: Detection): string {
  const name = PLAIN_NAME.test(series) ? `"${series}"` : JSON.stringify(series);
  return `{"series":${name},"timestamp":"${timestamp}","alert":${alert},"score":${sixDecimals(score)},"expected":${sixDecimals(expected)},"upper":${upper}}`;
}

function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
