import type { Incident } from '../../../shared/domain/insight.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { codeName } from '../taxonomy.ts';
import { QuoteBlock } from './quote.tsx';

const QUOTES = 2;

/** A spike: when, how far above the usual, and about what. Leads to the alert where the detector has told one. */
export function IncidentCard({ incident, timeZone }: { incident: Incident; timeZone: string }) {
  const { text, format, language } = useLanguage();
  const when = format.hours(incident.startedAt, incident.endedAt, timeZone);
  return (
    <article class="incident">
      <header>
        <h3>{incident.seenAt === undefined ? when : <a href={addressOf.alert(incident.id)}>{when}</a>}</h3>
        <span class={`badge incident-${incident.status}`}>{text.incident.status[incident.status]}</span>
      </header>
      <p>
        {text.incident.what(format.count(incident.count), format.decimal(incident.expected))}
        {incident.endedAt === undefined && ` · ${text.incident.ongoing}`}
      </p>
      <ul class="chips">
        {incident.codes.map((code) => (
          <li key={code.code}>
            {codeName(code.code, language)}
            <small>{format.count(code.documents)}</small>
          </li>
        ))}
        {incident.terms.map((term) => (
          <li key={`term ${term}`} class="chip-plain" lang="ko">
            {term}
          </li>
        ))}
      </ul>
      <div class="quote-pair">
        {incident.evidence.slice(0, QUOTES).map((quote) => (
          <QuoteBlock key={quote.documentKey} quote={quote} clamp={true} />
        ))}
      </div>
    </article>
  );
}
