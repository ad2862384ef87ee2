import type * as z from 'zod';
import type { SettingsFinding } from '../domain/settings-edition.ts';

/** A mistake in the shape of a value as a plain sentence; the value itself is not repeated. */
export function shapeFinding(issue: z.core.$ZodIssue): SettingsFinding {
  return { path: issue.path.join('.'), message: sentenceOf(issue) };
}

function sentenceOf(issue: z.core.$ZodIssue): SettingsFinding['message'] {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { ko: '비어 있습니다. 적어 주세요.', en: 'This is empty. Fill it in.' }
        : { ko: `${issue.minimum} 이상이어야 합니다.`, en: `This must be ${issue.minimum} or more.` };
    case 'too_big':
      if (issue.origin === 'string')
        return {
          ko: `너무 깁니다. ${issue.maximum}자까지 적을 수 있습니다.`,
          en: `This is too long; at most ${issue.maximum} letters.`,
        };
      return issue.origin === 'array'
        ? { ko: `너무 많습니다. ${issue.maximum}개까지입니다.`, en: `Too many; at most ${issue.maximum}.` }
        : { ko: `${issue.maximum} 이하여야 합니다.`, en: `This must be ${issue.maximum} or less.` };
    case 'invalid_format':
      return issue.path.at(-1) === 'code'
        ? {
            ko: '코드는 영어 소문자로 시작하고 소문자·숫자·붙임표(-)만 씁니다. 40자까지입니다.',
            en: 'A code begins with a small letter and has small letters, digits and hyphens; at most 40.',
          }
        : {
            ko: '형식이 맞지 않습니다. 빈칸이나 기호를 확인해 주세요.',
            en: 'The form is wrong. Check spaces and signs.',
          };
    case 'unrecognized_keys':
      return {
        ko: `알 수 없는 항목이 있습니다: ${issue.keys.join(', ').slice(0, 80)}`,
        en: `There are unknown fields: ${issue.keys.join(', ').slice(0, 80)}`,
      };
    case 'invalid_value':
      return {
        ko: `다음 가운데 하나여야 합니다: ${issue.values.join(', ')}`,
        en: `This must be one of: ${issue.values.join(', ')}`,
      };
    case 'custom':
      return {
        ko: '시작과 끝이 같거나, 값이 서로 맞지 않습니다.',
        en: 'Beginning and end are the same, or values do not fit together.',
      };
    default:
      return { ko: '값이 없거나 종류가 다릅니다.', en: 'The value is missing or of another kind.' };
  }
}
