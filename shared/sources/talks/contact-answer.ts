export type ContactKind = 'email' | 'phone' | 'name';

const ASKS_EMAIL = /e-?mail|이메일|메일\s?주소/i;
const ASKS_PHONE = /mobile|phone|\btel\b|전화|휴대|핸드폰|연락처/i;
const ASKS_NAME = /성함|성명|고객명|profile\.name|(first|last|full|your)[ _]name|^\s*name\b/i;
/** Not "이름이 바뀐 메뉴는?": the name of something else. */
const ASKS_NAME_IN_KOREAN = /^\s*이름(을|은|이)?\s*($|[:(*?]|알려|입력|적어|써|말씀|무엇|어떻게)/;

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const WITH_EMAIL = /[^\s@]@[^\s@]+\.[^\s@]/;
const PHONE = /^(\+\d{1,3}|0)[\d\s().-]{7,16}$/;
/** "2025년에 바꿨어요" is no number, also where the question is about telephones. */
const LEAST_PHONE_DIGITS = 8;
const MAX_EMAIL_UNITS = 320;
/** A longer answer to a question about one of them tells something. */
const MAX_UNITS = 60;

/**
 * Whether a typed answer of a form says who its author is instead of what he thinks: by the question (its label, key or
 * type) or, for addresses and numbers, by itself. Such an answer belongs into `author`, never into a text.
 */
export function contactKind(question: string, answer: string): ContactKind | undefined {
  const value = answer.trim();
  if (EMAIL.test(value.slice(0, MAX_EMAIL_UNITS + 1)) && value.length <= MAX_EMAIL_UNITS) return 'email';
  if (value.length > MAX_UNITS) return undefined;
  if (ASKS_EMAIL.test(question) && WITH_EMAIL.test(value)) return 'email';
  const digits = value.replace(/\D/g, '').length;
  if (PHONE.test(value) || (ASKS_PHONE.test(question) && digits >= LEAST_PHONE_DIGITS)) return 'phone';
  return ASKS_NAME.test(question) || ASKS_NAME_IN_KOREAN.test(question) ? 'name' : undefined;
}
