import { type Aggregate, type Dimension, TOTAL_KEY } from '../../shared/domain/aggregate.ts';
import { cellAt, pointKey } from '../../shared/insight/aggregate.ts';
import type { VoiceFilter } from '../../shared/insight/voice-index.ts';

/** How many documents match, from the cells alone; null for a combination that they do not count. */
export function countVoices(cells: readonly Aggregate[], filter: VoiceFilter): number | null {
  const counted = countingCell(filter);
  if (counted === null) return null;
  const measure = filter.sentiment ?? 'documents';
  return cells.reduce((sum, aggregate) => sum + cellAt(aggregate, ...counted)[measure], 0);
}

function countingCell(filter: VoiceFilter): [Dimension, string] | null {
  const { code, stage, source, segment, star, words } = filter;
  if (star !== undefined || (words !== undefined && words.length > 0)) return null;
  const named = Object.entries({ code, stage, source, segment })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .join(' ');
  switch (named) {
    case '':
      return ['total', TOTAL_KEY];
    case 'code':
      return ['code', code ?? ''];
    case 'stage':
      return ['stage', stage ?? ''];
    case 'source':
      return ['source', source ?? ''];
    case 'segment':
      return ['segment', segment ?? ''];
    case 'code stage':
      return ['point', pointKey(code ?? '', stage ?? '')];
    case 'code source':
      return ['code-source', `${code}/${source}`];
    case 'code segment':
      return ['code-segment', `${code}/${segment}`];
    default:
      return null;
  }
}
