import type { SettingsFinding, TaxonomyEdit } from '../domain/settings-edition.ts';
import type { Taxonomy } from '../domain/taxonomy.ts';
import { compilePhrase } from './cue-pattern.ts';
import { isCostlyPhrase } from './phrase-cost.ts';

/** What is wrong with an edit of the taxonomy, place by place; none where it can be saved. */
export function checkTaxonomyEdit(deployed: Taxonomy, { codes }: TaxonomyEdit): SettingsFinding[] {
  const findings: SettingsFinding[] = [];
  const known = new Set(deployed.codes.map(({ code }) => code));
  const edited = new Map(codes.map((entry) => [entry.code, entry]));
  const names = new Map<string, string>();
  for (const { code, name } of deployed.codes) if (!edited.has(code)) names.set(name.ko, code);
  const seen = new Set<string>();
  for (const [index, { code, name, phrases }] of codes.entries()) {
    const at = `codes.${index}`;
    if (seen.has(code))
      findings.push({
        path: `${at}.code`,
        message: {
          ko: `코드 ‘${code}’이(가) 두 번 있습니다. 하나만 남겨 주세요.`,
          en: `The code "${code}" is there twice. Keep one of them.`,
        },
      });
    seen.add(code);
    const owner = names.get(name.ko);
    if (owner !== undefined && owner !== code)
      findings.push({
        path: `${at}.name.ko`,
        message: {
          ko: `‘${name.ko}’은(는) 이미 코드 ‘${owner}’의 이름입니다. 다른 이름을 적어 주세요.`,
          en: `"${name.ko}" is the name of the code "${owner}" already. Choose another one.`,
        },
      });
    names.set(name.ko, code);
    if (!known.has(code) && phrases.length === 0)
      findings.push({
        path: `${at}.phrases`,
        message: {
          ko: '새 코드에는 고객이 쓰는 표현이 하나 이상 필요합니다. 표현이 없으면 어떤 글에서도 찾지 못합니다.',
          en: 'A new code needs at least one phrase that customers use; without one, no text is ever read so.',
        },
      });
    for (const [number, phrase] of phrases.entries()) {
      const message = phraseProblem(phrase, phrases.indexOf(phrase) < number);
      if (message !== null) findings.push({ path: `${at}.phrases.${number}`, message });
    }
  }
  return findings;
}

function phraseProblem(phrase: string, again: boolean): SettingsFinding['message'] | null {
  if (again) return { ko: '같은 표현이 위에 또 있습니다.', en: 'The same phrase is there above.' };
  let compiled: RegExp;
  try {
    compiled = compilePhrase(phrase);
  } catch {
    return {
      ko: '읽을 수 없는 표현입니다. 괄호와 | 를 확인하거나, 기호 없이 글자만 적어 주세요.',
      en: 'The phrase cannot be read. Check its brackets and |, or write letters without signs.',
    };
  }
  const oneSign = [...phrase].some((sign) => {
    compiled.lastIndex = 0;
    return /\S/u.test(sign) && compiled.test(sign);
  });
  if (oneSign)
    return {
      ko: '한 글자에도 맞는 표현이라 거의 모든 글이 걸립니다. 두 글자 이상으로 적어 주세요.',
      en: 'The phrase fits a single letter, so that nearly every text has it. Use two letters or more.',
    };
  if (isCostlyPhrase(phrase))
    return {
      ko: '끝없이 되풀이되는 표현은 글에 따라 너무 오래 걸립니다. + 와 * 를 줄이고, 사이가 조금 비는 곳에는 ~ 를 쓰세요.',
      en: 'The phrase repeats without an end and may take too long on some texts. Use fewer + and *, and ~ for a short gap.',
    };
  return null;
}
