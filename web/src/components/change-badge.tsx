import type { Change } from '../../../shared/domain/insight.ts';
import type { Formats } from '../formats.ts';
import type { Messages } from '../i18n/ko.ts';
import { useLanguage } from '../i18n/language.tsx';

/** How a count moved against the weeks before. Colour only where the change stands beyond chance. */
export function ChangeBadge({ change }: { change: Change }) {
  const { text, format } = useLanguage();
  const direction = directionOf(change);
  const title =
    change === 'too-few'
      ? text.change.against
      : text.change.intervalOf(format.decimal(change.low), format.decimal(change.high));
  return (
    <span class={`badge change-${direction}`} title={title}>
      {direction === 'up' && <span aria-hidden="true">▲</span>}
      {direction === 'down' && <span aria-hidden="true">▼</span>}
      {describeChange(change, text, format)}
    </span>
  );
}

export function directionOf(change: Change): 'up' | 'down' | 'unclear' {
  if (change === 'too-few' || !change.significant) return 'unclear';
  return change.ratio >= 1 ? 'up' : 'down';
}

export function describeChange(change: Change, text: Messages, format: Formats): string {
  if (change === 'too-few') return text.change.tooFew;
  if (!change.significant) return text.change.unclear;
  if (change.ratio >= 2) return text.change.up(format.decimal(change.ratio));
  return change.ratio >= 1
    ? text.change.upPercent(format.percentOfRatio(change.ratio))
    : text.change.down(format.percentOfRatio(change.ratio));
}
