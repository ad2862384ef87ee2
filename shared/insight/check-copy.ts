import { compilePhrases } from '../nlp/cue-pattern.ts';
import type { CopyRules, CopySeverity } from '../nlp/nlp-settings.ts';
import { channelFindings, channelRule, isNight } from './messages/channel-rules.ts';

/** What a message draft should not say, or must carry and does not. Offsets are UTF-16 units in the text. */
export interface CopyFinding {
  readonly rule: string;
  readonly severity: CopySeverity;
  /** The words found; absent where something is missing. */
  readonly match?: { readonly start: number; readonly end: number; readonly text: string };
  readonly reason: { readonly ko: string; readonly en: string };
  readonly instead: { readonly ko: string; readonly en: string };
  readonly legalSource?: string;
}

/** How a draft is to go out, as far as it is known. */
export interface CopyPlan {
  /** As the archive of messages calls it; an unknown one has no rules of its own. */
  readonly channel?: string | undefined;
  /** The hour of sending where the reader is, `HH:MM`. */
  readonly at?: string | undefined;
}

/**
 * Every finding of the copy rules in a message text: phrases first, in the order of the text, then what the law or the
 * channel asks for and is missing. What the law asks is a warning with its article, not legal advice.
 */
export function checkCopy(text: string, rules: CopyRules, plan: CopyPlan = {}): CopyFinding[] {
  return [
    ...phraseFindings(text, rules),
    ...legalFindings(text, rules, plan),
    ...channelFindings(text, channelRule(rules, plan.channel), rules.adLabel.label),
  ];
}

/** The findings about words that the text carries, without those about missing legal parts. */
export function phraseFindings(text: string, rules: CopyRules): CopyFinding[] {
  const findings: CopyFinding[] = [];
  for (const rule of rules.phrases) {
    const match = firstMatch(text, rule.any);
    if (match === undefined) continue;
    findings.push({
      rule: rule.id,
      severity: rule.severity,
      match,
      reason: rule.reason,
      instead: rule.instead,
      ...(rule.legalSource === undefined ? {} : { legalSource: rule.legalSource }),
    });
  }
  return findings.sort((a, b) => (a.match?.start ?? 0) - (b.match?.start ?? 0));
}

function legalFindings(text: string, rules: CopyRules, { channel, at }: CopyPlan): CopyFinding[] {
  const { adLabel, optOut, night } = rules;
  if (firstMatch(text, adLabel.skipWhen) !== undefined) return [];
  const ofChannel = channelRule(rules, channel);
  const findings: CopyFinding[] = [];
  if (ofChannel?.adLabel !== false) {
    if (!text.trimStart().startsWith(adLabel.label)) findings.push(legalFinding('ad-label', adLabel));
    if (firstMatch(text, optOut.any) === undefined) findings.push(legalFinding('opt-out', optOut));
  }
  if (at !== undefined && ofChannel?.night !== false && isNight(at, night))
    findings.push(legalFinding('night', night));
  return findings;
}

function legalFinding(
  rule: string,
  source: CopyRules['adLabel'] | CopyRules['optOut'] | CopyRules['night'],
): CopyFinding {
  const { severity, reason, instead, legalSource } = source;
  return { rule, severity, reason, instead, legalSource };
}

const compiled = new WeakMap<readonly string[], RegExp>();

function firstMatch(
  text: string,
  phrases: readonly string[],
): { start: number; end: number; text: string } | undefined {
  if (phrases.length === 0) return undefined;
  const expression = compiled.get(phrases) ?? compilePhrases(phrases);
  compiled.set(phrases, expression);
  expression.lastIndex = 0;
  const match = expression.exec(text);
  return match === null
    ? undefined
    : { start: match.index, end: match.index + match[0].length, text: match[0] };
}
