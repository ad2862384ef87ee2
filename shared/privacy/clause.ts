/** Syllables that end in ㅁ: "…너무 많음 메일: …" has a sentence end that nobody marked. */
const NOMINAL_ENDING = Array.from({ length: 399 }, (_, index) =>
  String.fromCharCode(0xac00 + index * 28 + 16),
).join('');
/** People and names end so too. */
const SENTENCE_END = new RegExp(
  `[!?\\n]|\\.\\s|(?:니다|아니고|아니라|말고|[가-힣](?:요|죠|쥬|네|군)|[가-힣]님들|ㅋ+|ㅠ+|ㅜ+|ㅎ+|~+|(?<!사람|이름|님)(?<=[${NOMINAL_ENDING}])(?<!사람|이름|님|남|다음|처음|모임))[\\s,]+`,
  'u',
);

/** What stands before a place in its own sentence, also where people leave out the full stop. */
export function clauseBefore(text: string): string {
  return text.split(SENTENCE_END).at(-1) ?? '';
}

const NEXT_SENTENCE = /(?<=[가-힣](?:요|니다|죠|쥬|네|군|까)|ㅋ|ㅠ|ㅜ|ㅎ)\s/u;

/** What stands after a place up to the end of its sentence, also where people leave out the full stop. */
export function clauseAfter(text: string): string {
  const sentence = text.split(/[!?\n]|[.](?![0-9])/u, 1)[0] ?? '';
  return sentence.split(NEXT_SENTENCE, 1)[0] ?? '';
}
