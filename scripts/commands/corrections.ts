import type { Correction } from '../../shared/domain/correction.ts';
import type { StoredDocument } from '../../shared/domain/stored-document.ts';
import { type Command, EXIT } from '../command.ts';
import { noOperands, parseOptions } from '../parse-options.ts';
import { openRunningStack, STACK_OPTIONS } from '../running-stack.ts';

/** Documents are read in batches of what one request to the table takes. */
const BATCH = 100;

const help = `
What people corrected in the dashboard, with the redacted texts: for evaluation and the next training.

Usage: npm run -s voc -- corrections [--data DIR]

One JSON line per corrected voice: {"id","source","publishedAt","text","rating","sentiment","hesitations","stage",
"attributes"}. As a file corrections.ndjson beside the development sets it is measured by "voc eval"; "voc train" learns
the sentiment from it. A voice whose text has expired or was deleted is left out.

Examples:
  npm run -s voc -- corrections > sets/corrections.ndjson
  npm run -s voc -- eval --sets sets
  npm run -s voc -- train --input sets/corrections.ndjson --input reviews.csv --out model/
`;

export const corrections: Command = {
  name: 'corrections',
  summary: 'what people corrected, for evaluation and training',
  help,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, STACK_OPTIONS);
    noOperands(positionals);
    const { repositories } = await openRunningStack(values.data);
    const all = await repositories.corrections.list();
    let gone = 0;
    for (let start = 0; start < all.length; start += BATCH) {
      const batch = all.slice(start, start + BATCH);
      const documents = await repositories.documents.getMany(batch.map(({ documentKey }) => documentKey));
      for (const correction of batch) {
        const document = documents.get(correction.documentKey);
        if (document === undefined || document.record.erased === true) gone += 1;
        else await io.out.write(JSON.stringify(correctedLine(document, correction)));
      }
    }
    io.note(`corrections: ${all.length - gone} of ${all.length}; ${gone} have no text any more`);
    return EXIT.ok;
  },
};

/** A corrected voice as an evaluation reads it and as training reads it, in one. */
export function correctedLine({ record }: StoredDocument, { labels }: Correction): object {
  return {
    id: record.id,
    source: record.source,
    publishedAt: record.publishedAt,
    text: record.text,
    rating: record.rating,
    sentiment: labels.sentiment,
    hesitations: labels.codes,
    stage: labels.stage,
    attributes: { sentiment: labels.sentiment },
  };
}
