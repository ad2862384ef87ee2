import type { SourceKind } from '../../shared/domain/taxonomy.ts';
import type { Messages } from './i18n/ko.ts';
import type { Language } from './i18n/language.tsx';
import { codeName, stageName } from './taxonomy.ts';

/** The reader's name of a watched series: `code:auth` → 본인 인증. One of a kind that is not known keeps its own. */
export function seriesName(
  series: string,
  { text, language }: { text: Messages; language: Language },
): string {
  const colon = series.indexOf(':');
  const value = series.slice(colon + 1);
  const names = text.alerts.series;
  switch (colon < 0 ? series : series.slice(0, colon)) {
    case 'all':
      return names.all;
    case 'code':
      return codeName(value, language);
    case 'stage':
      return names.stage(stageName(value, language));
    case 'source':
      return text.source[value as SourceKind] ?? value;
    case 'version':
      return names.version(value);
    case 'phrase':
      return names.phrase(value);
    default:
      return series;
  }
}
