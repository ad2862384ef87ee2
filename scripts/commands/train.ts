import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SENTIMENT_LABELS, type SentimentLabel } from '../../shared/domain/taxonomy.ts';
import { packCompanyModel, unpackCompanyModel } from '../../shared/nlp/company-model.ts';
import { normaliseText } from '../../shared/nlp/normalise-text.ts';
import { type CompanySample, trainCompany } from '../../shared/nlp/train-company.ts';
import { redact } from '../../shared/privacy/redact.ts';
import { COMPANY_MODEL_FILE } from '../../shared/runtime/model-files.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../command.ts';
import { loadAnalyzer } from '../load-analyzer.ts';
import { noOperands, parseOptions, usage } from '../parse-options.ts';
import { emptyTally, goodDocuments } from '../process-lines.ts';
import { readProjectConfig } from '../project-files.ts';
import { readInputLines } from '../read-input.ts';

const help = `
Adapts the reading of sentiment to your own customers, from their rated reviews. Takes seconds.

Usage: npm run -s voc -- train --input FILE… --out DIR

  --input FILE   NDJSON or CSV of documents with "rating"; may be given several times. A label that a person gave
                 ("attributes": {"sentiment": "negative" | "neutral" | "positive"}) counts more than stars
  --out DIR      where the model goes; "analyze", "report", "eval" and "up" use it with --model DIR

Training starts from the shipped model and learns what it does not know of your customers. Prints how well the shipped
model does on your texts ("before") and the adapted one ("after", cross-validated). Texts are redacted before training;
the model holds no text, only weights of hashed letter groups.

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
    const samples: CompanySample[] = [];
    for (const file of values.input) {
      for await (const document of goodDocuments(readInputLines(file, io), io, tally, {
        requireDate: false,
        file,
      })) {
        const sentiment = labelOf(document.attributes?.sentiment);
        if (document.rating === undefined && sentiment === undefined) continue;
        const text = normaliseText(redact(document.text).text).text;
        samples.push({ text, rating: document.rating, sentiment });
      }
    }
    io.note(`train: ${samples.length} rated texts of ${tally.handled} documents`);
    const { analyzer, voiceModel } = await loadAnalyzer(await readProjectConfig());
    const { model, before, after } = trainCompany(samples, analyzer.poleOf, voiceModel.version);
    const bytes = packCompanyModel({ ...model, version: '' });
    await mkdir(values.out, { recursive: true });
    const file = join(values.out, COMPANY_MODEL_FILE);
    await writeFile(file, bytes);
    const { version } = unpackCompanyModel(bytes);
    await io.out.write(JSON.stringify({ model: file, version, before, after }));
    return EXIT.ok;
  },
};

function labelOf(value: unknown): SentimentLabel | undefined {
  return SENTIMENT_LABELS.find((label) => label === value);
}
