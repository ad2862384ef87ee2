import type { PointPriority } from '../../../shared/domain/insight.ts';
import { useLanguage } from '../i18n/language.tsx';

const PARTS = ['share', 'negative', 'rise', 'dropOff'] as const;

/** How much a point deserves attention, and on request why: what each part adds. */
export function Priority({ priority }: { priority: PointPriority | undefined }) {
  const { text, format } = useLanguage();
  if (priority === undefined) return null;
  const round = (value: number) => format.count(Math.round(value));
  const why = PARTS.map((part) => `${text.points.parts[part]} ${round(priority.parts[part])}`).join(' · ');
  return (
    <details class="priority">
      <summary title={why}>{text.points.score(round(priority.score))}</summary>
      <ul>
        {PARTS.map((part) => (
          <li key={part}>
            <span>{text.points.why[part]}</span>
            <strong>{text.points.partOf(round(priority.parts[part]), text.points.most[part])}</strong>
          </li>
        ))}
      </ul>
    </details>
  );
}
