import type { SourceKind, Taxonomy } from '../domain/taxonomy.ts';
import type { Language } from './format.ts';
import { pageWords } from './page-words.ts';

interface SeriesReader {
  readonly language: Language;
  readonly taxonomy: Taxonomy;
}

/** What a watched series is called (`code:auth` → 본인 인증). */
export function seriesName(series: string, { language, taxonomy }: SeriesReader): string {
  const colon = series.indexOf(':');
  const value = series.slice(colon + 1);
  const ko = language === 'ko';
  switch (colon < 0 ? series : series.slice(0, colon)) {
    case 'code':
      return taxonomy.codes.find(({ code }) => code === value)?.name[language] ?? value;
    case 'stage': {
      const name = taxonomy.stages.find(({ stage }) => stage === value)?.name[language] ?? value;
      return ko ? `${name} 단계` : `stage ${name}`;
    }
    case 'source':
      return pageWords(language).sources[value as SourceKind] ?? value;
    case 'version':
      return ko ? `앱 ${value} 버전` : `app version ${value}`;
    case 'phrase':
      return ko ? `새로 떠오른 말 ‘${value}’` : `emerging phrase “${value}”`;
    default:
      return ko ? '전체' : 'all sources';
  }
}

/** The same as a heading of its own, where nothing around it says of what. */
export function seriesHeading(series: string, reader: SeriesReader): string {
  if (series !== 'all') return seriesName(series, reader);
  return reader.language === 'ko' ? '부정적인 목소리 전체' : 'All negative voices';
}
