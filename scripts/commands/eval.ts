import { pathToFileURL } from 'node:url';
import { type Command, EXIT } from '../command.ts';
import type { EvalRow } from '../eval/eval-row.ts';
import { EVAL_SETS, missingFiles } from '../eval/eval-sets.ts';
import { type LoadedAnalyzer, loadAnalyzer } from '../load-analyzer.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { DEVELOPMENT_DATA, readProjectConfig } from '../project-files.ts';

const help = `
Measures reading, redaction, linking and alerting on the development sets, each beside a trivial method.

Usage: npm run -s voc -- eval [--sets DIR] [--model DIR] [--json]

  --sets DIR    where the development sets are (default: ../shared/data/); absent ones are named and left out
  --model DIR   a model of "voc train"
  --json        one JSON line per metric instead of the table

Example:
  npm run -s voc -- eval
`;

export const evaluate: Command = {
  name: 'eval',
  summary: 'the quality table on the development sets',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      sets: { type: 'string' },
      model: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    noOperands(positionals);
    const directory = values.sets === undefined ? DEVELOPMENT_DATA : pathToFileURL(`${values.sets}/`);
    const config = await readProjectConfig();
    let loaded: Promise<LoadedAnalyzer> | undefined;
    const analyzer = () => {
      loaded ??= loadAnalyzer(config, values.model);
      return loaded;
    };
    const rows: EvalRow[] = [];
    for (const set of EVAL_SETS) {
      const missing = missingFiles(set, directory);
      if (missing.length > 0) {
        io.note(`eval: ${set.name} is not here (${missing.join(', ')}); left out`);
        continue;
      }
      io.note(`eval: measuring ${set.name} …`);
      rows.push(...(await set.measure({ directory, io, timeZone: config.timeZone, analyzer })));
    }
    for (const line of values.json ? rows.map((row) => JSON.stringify(row)) : table(rows))
      await io.out.write(line);
    return EXIT.ok;
  },
};

function table(rows: readonly EvalRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = [
    ['set', 'metric', 'value', 'baseline', '', 'items', 'baseline is'],
    ...rows.map((row) => {
      const wins = row.better === 'higher' ? row.value > row.baseline : row.value < row.baseline;
      const verdict = wins ? 'better' : row.value === row.baseline ? 'same' : 'WORSE';
      return [
        row.set,
        row.metric,
        digits(row.value),
        digits(row.baseline),
        verdict,
        String(row.items),
        row.baselineIs,
      ];
    }),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function digits(value: number): string {
  return value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
