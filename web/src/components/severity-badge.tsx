import type { Incident } from '../../../shared/domain/insight.ts';
import { useLanguage } from '../i18n/language.tsx';

/** How fast people must act on an incident; older ones carry none. */
export function SeverityBadge({ severity }: { severity: Incident['severity'] }) {
  const { text } = useLanguage();
  return severity === undefined ? null : (
    <span class={`badge severity-${severity}`}>{text.alerts.severity[severity]}</span>
  );
}
