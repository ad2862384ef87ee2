import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trainSentiment } from '../../shared/nlp/train-sentiment.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { SENTIMENT_MODEL_FILE } from '../../shared/runtime/sentiment-model-file.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../command.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { emptyTally, goodDocuments } from '../process-lines.ts';
import { readInputLines } from '../read-input.ts';

const help = `
Adapts the reading of sentiment to your own customers, from their rated reviews. Takes seconds.

Usage: npm run -s voc -- train --input FILE… --out DIR

  --input FILE   NDJSON or CSV of documents with "rating"; may be given several times
  --out DIR      where the model goes; "analyze", "report" and "up" use it with --model DIR

Prints how well always guessing the more frequent pole would do ("before") and the model ("after", cross-validated)
on your texts. Texts are redacted before training; the model holds no text, only weights of hashed letter groups.

Example:
  npm run -s voc -- train --input reviews-2025.csv --input reviews-2026.csv --out model/
  npm run -s voc -- analyze --model model/ --input new.csv
`;

export const train: Command = {
  name: 'train',
  summary: 'adapt the sentiment model to your own rated reviews',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      input: { type: 'string', multiple: true },
      out: { type: 'string' },
    });
    noOperands(positionals);
    if (values.input === undefined || values.out === undefined)
      throw usage('train needs --input FILE and --out DIR.');
    const tally = emptyTally();
    const samples: { text: string; rating: number }[] = [];
    for (const file of values.input) {
      for await (const document of goodDocuments(readInputLines(file, io), io, tally, {
        requireDate: false,
        file,
      })) {
        if (document.rating !== undefined)
          samples.push({ text: redact(document.text).text, rating: document.rating });
      }
    }
    io.note(`train: ${samples.length} rated texts of ${tally.handled} documents`);
    const { model, before, after } = trainSentiment(samples);
    await mkdir(values.out, { recursive: true });
    const file = join(values.out, SENTIMENT_MODEL_FILE);
    await writeFile(file, JSON.stringify(model));
    await io.out.write(JSON.stringify({ model: file, version: model.version, before, after }));
    return EXIT.ok;
  },
};
