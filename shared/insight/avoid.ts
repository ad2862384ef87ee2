import type { WeeklyReview } from '../domain/insight.ts';
import type { SentMessage } from '../domain/sent-message.ts';
import type { CopyRules } from '../nlp/nlp-settings.ts';
import { phraseFindings } from './check-copy.ts';

const MAX_TERMS = 10;

/** Words of our own messages that the copy rules advise against, with the reason, most messages first. */
export function wordsToAvoid(messages: readonly SentMessage[], rules: CopyRules): WeeklyReview['avoid'] {
  const found = new Map<string, { term: string; reason: string; messages: number }>();
  for (const message of messages) {
    const inMessage = new Map(
      phraseFindings(message.text, rules).flatMap((finding) =>
        finding.match === undefined ? [] : [[finding.match.text.trim(), finding.reason.ko] as const],
      ),
    );
    for (const [term, reason] of inMessage) {
      const entry = found.get(term) ?? { term, reason, messages: 0 };
      entry.messages++;
      found.set(term, entry);
    }
  }
  return [...found.values()]
    .sort((a, b) => b.messages - a.messages || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_TERMS);
}
