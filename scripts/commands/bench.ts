import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, EXIT } from '../command.ts';
import { analysisRate, analyzerColdStartMs, detectorRate, linkerRate } from '../eval/bench-tasks.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { PROJECT_ROOT } from '../project-files.ts';

const help = `
Measures how fast this machine reads, links and detects, on texts made up on the spot.

Usage: npm run -s voc -- bench [--out FILE]

  --out FILE   where the figures go as JSON, with facts about the machine (default: .voc/bench.json)

Figures: cold start of the analyzer in ms; documents read per second and how many times longer that takes than
tokenizing alone with Lindera; documents linked per second; points decided per second; memory in MB.

Example:
  npm run -s voc -- bench
`;

export const bench: Command = {
  name: 'bench',
  summary: 'the performance table of this machine',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { out: { type: 'string' } });
    noOperands(positionals);
    const out = values.out ?? fileURLToPath(new URL('.voc/bench.json', PROJECT_ROOT));
    io.note('bench: loading the analyzer …');
    const cold = await analyzerColdStartMs();
    io.note('bench: reading texts …');
    const reading = analysisRate(cold.loaded, cold.tokenizer);
    io.note('bench: linking and detecting …');
    const figures = {
      analyzerColdStartMs: cold.milliseconds,
      ...reading,
      linkedDocumentsPerSecond: linkerRate(),
      detectedPointsPerSecond: detectorRate(),
      memoryMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    };
    const [cpu] = cpus();
    const machine = {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1024 ** 3),
      platform: `${platform()} ${arch()}`,
      node: process.version,
    };
    await mkdir(join(out, '..'), { recursive: true });
    await writeFile(
      out,
      `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures }, null, 2)}\n`,
    );
    for (const [name, value] of Object.entries(figures)) {
      await io.out.write(
        `${name.padEnd(28)}${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)}`,
      );
    }
    io.note(`bench: written to ${out}`);
    return EXIT.ok;
  },
};
