import { type ReadingPlace, readingRank, type SettingsHead } from '../../shared/domain/reading-order.ts';
import type { Analyzer } from '../../shared/nlp/analyze.ts';
import { applyEdition } from '../../shared/nlp/apply-edition.ts';
import type { Generative } from '../../shared/nlp/generative/generative.ts';
import type { NlpSettings } from '../../shared/nlp/nlp-settings.ts';
import type { KnownSettings } from '../common/current-settings.ts';

/** What reads texts now. */
export interface Reader {
  readonly analyzer: Analyzer;
  /** Absent unless voc.config.yaml has `generative`. */
  readonly generative?: Generative | undefined;
}

/** The reader by the newest edition; made anew only when texts are to be read otherwise. */
export function createCurrentReader(deps: {
  readonly deployed: NlpSettings;
  current(): Promise<KnownSettings>;
  placeOf(head: SettingsHead): Promise<ReadingPlace>;
  make(settings: NlpSettings, place: ReadingPlace): Reader;
}): () => Promise<Reader> {
  let last: { readonly rank: string; readonly reader: Reader } | null = null;
  return async () => {
    const { head, content } = await deps.current();
    const place = await deps.placeOf(head);
    const rank = readingRank(place);
    if (last?.rank !== rank) {
      last = { rank, reader: deps.make(applyEdition(deps.deployed, content), place) };
    }
    return last.reader;
  };
}
