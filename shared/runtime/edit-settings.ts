import type * as z from 'zod';
import { checkRulesEdit } from '../alerting/check-rules-edit.ts';
import type { AlertRule } from '../domain/alert.ts';
import { PART_VALUE_SCHEMAS } from '../domain/settings-api.ts';
import {
  type AlertRulesEdit,
  NOTHING_EDITED,
  type SettingsContent,
  type SettingsEdition,
  type SettingsFinding,
  type SettingsPart,
  type TaxonomyEdit,
} from '../domain/settings-edition.ts';
import { applyEdition, normalisedWords, readsOtherwise } from '../nlp/apply-edition.ts';
import { checkTaxonomyEdit } from '../nlp/check-taxonomy-edit.ts';
import { checkWordsEdit } from '../nlp/check-words-edit.ts';
import { describeEdit } from '../nlp/describe-edit.ts';
import type { NlpSettings } from '../nlp/nlp-settings.ts';
import { shapeFinding } from './shape-finding.ts';

/** A team whose rule people may edit, with the rule that was deployed. */
export interface DeployedRule {
  readonly team: string;
  readonly builtIn: boolean;
  readonly rule: AlertRule;
}

/** What editions are laid over: edition 0. */
export interface Deployed {
  readonly settings: NlpSettings;
  readonly rules: readonly DeployedRule[];
}

/** An edition is one item of a table; an item takes 400 KB. */
const MOST_BYTES = 300_000;

/** The content with one part replaced and what stands as deployed anyway left out, or why it cannot be. */
export function editPart(
  deployed: Deployed,
  content: SettingsContent,
  part: SettingsPart,
  value: unknown,
): { readonly findings: readonly SettingsFinding[]; readonly content: SettingsContent | null } {
  const read = readPart(part, value);
  if ('findings' in read) return { findings: read.findings, content: null };
  const next = normalised(deployed, { ...content, ...read.edit });
  const findings = [...findingsOf(deployed, part, { ...content, ...read.edit }), ...sizeFinding(next)];
  return { findings, content: findings.length === 0 ? next : null };
}

/** The edition that follows `before` (null: nothing was edited yet), or null where nothing would change. */
export function nextEdition(
  deployed: Deployed,
  before: SettingsEdition | null,
  change: {
    readonly content: SettingsContent;
    readonly part: SettingsEdition['part'];
    readonly restored?: number;
    readonly note: string;
    readonly at: string;
    readonly by: string;
  },
): SettingsEdition | null {
  const was = before?.content ?? NOTHING_EDITED;
  const { content, restored, ...who } = change;
  const changes = describeEdit(deployed.settings, was, content);
  if (changes.length === 0) return null;
  const edition = (before?.edition ?? 0) + 1;
  const otherwise = readsOtherwise(deployed.settings, was, content);
  return {
    ...who,
    ...(restored === undefined ? {} : { restored }),
    edition,
    readingEdition: otherwise ? edition : (before?.readingEdition ?? 0),
    changes,
    content,
  };
}

function readPart(
  part: SettingsPart,
  value: unknown,
): { readonly edit: Partial<SettingsContent> } | { readonly findings: SettingsFinding[] } {
  const read = <Schema extends z.ZodType>(schema: Schema, name: keyof SettingsContent) => {
    const parsed = schema.safeParse(value);
    return parsed.success
      ? { edit: { [name]: parsed.data } as Partial<SettingsContent> }
      : { findings: parsed.error.issues.map(shapeFinding) };
  };
  if (part === 'taxonomy') return read(PART_VALUE_SCHEMAS.taxonomy, 'taxonomy');
  if (part === 'domain-words') return read(PART_VALUE_SCHEMAS['domain-words'], 'domainWords');
  return read(PART_VALUE_SCHEMAS['alert-rules'], 'alertRules');
}

function findingsOf(deployed: Deployed, part: SettingsPart, content: SettingsContent): SettingsFinding[] {
  const { settings, rules } = deployed;
  if (part === 'domain-words') return checkWordsEdit(settings.domainWords, content.domainWords);
  const { taxonomy } = applyEdition(settings, content);
  const ofRules = checkRulesEdit(content.alertRules, { teams: rules.map(({ team }) => team), taxonomy });
  if (part === 'alert-rules') return ofRules;
  return [
    ...checkTaxonomyEdit(settings.taxonomy, content.taxonomy),
    // A rule that watches a code that is taken out would be silent from now on.
    ...ofRules.map(({ message }) => ({ path: 'codes', message })),
  ];
}

function normalised(deployed: Deployed, content: SettingsContent): SettingsContent {
  return {
    taxonomy: normalisedTaxonomy(deployed.settings, content.taxonomy),
    domainWords: normalisedWords(deployed.settings.domainWords, content.domainWords),
    alertRules: normalisedRules(deployed.rules, content.alertRules),
  };
}

function normalisedTaxonomy({ taxonomy, cues }: NlpSettings, { codes }: TaxonomyEdit): TaxonomyEdit {
  const known = new Map(taxonomy.codes.map((entry) => [entry.code, entry]));
  const same = (a: { ko: string; en: string }, b: { ko: string; en: string }) =>
    a.ko === b.ko && a.en === b.en;
  return {
    codes: codes.filter(({ code, name, what, phrases, stage, mood }) => {
      const deployed = known.get(code);
      const read = cues.codes[code];
      return (
        deployed === undefined ||
        !same(deployed.name, name) ||
        !same(deployed.what, what) ||
        phrases.length > 0 ||
        (stage !== undefined && stage !== read?.stage) ||
        (mood !== undefined && mood !== read?.mood)
      );
    }),
  };
}

function normalisedRules(deployed: readonly DeployedRule[], { rules }: AlertRulesEdit): AlertRulesEdit {
  const before = new Map(deployed.map(({ team, rule }) => [team, JSON.stringify(sortedRule(rule))]));
  return { rules: rules.filter(({ team, rule }) => before.get(team) !== JSON.stringify(sortedRule(rule))) };
}

/** The fields of a rule in one order. */
export function sortedRule({
  watches,
  minSeverity,
  minVoices,
  quietHours,
  urgentVoices,
}: AlertRule): AlertRule {
  return {
    watches,
    minSeverity,
    minVoices,
    ...(quietHours === undefined ? {} : { quietHours }),
    urgentVoices,
  };
}

function sizeFinding(content: SettingsContent): SettingsFinding[] {
  return Buffer.byteLength(JSON.stringify(content)) <= MOST_BYTES
    ? []
    : [
        {
          path: '',
          message: {
            ko: '고친 내용이 너무 많습니다. 오래된 것은 배포 설정 파일로 옮겨 주세요.',
            en: 'Too much is edited. Move what is settled into the deployed settings files.',
          },
        },
      ];
}
