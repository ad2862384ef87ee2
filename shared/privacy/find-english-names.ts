import type { PiiSpan } from '../domain/analysis.ts';
import { spanOf } from './span-of.ts';

const WORD = "[A-Z][a-z]{1,14}(?:-[A-Za-z][a-z]{1,10})?(?:'[a-z])?";
const FULL = `(?<name>${WORD}(?: [A-Z]\\.)? ${WORD})(?![A-Za-z])`;

/** Korean surnames Latin letters, and first names that are frequent in English: "I am Very Happy" has none of them. */
const SURNAMES_AND_FIRST_NAMES = new Set(
  (
    'kim lee park choe byun chun chon gong hwangbo huh hyeon joung kook maeng nah namgung pyo rha tak uhm yeo yim yook youn gwak gu goo boo bu gi ki myung choi jung jeong chung kang cho jo yoon yun jang chang lim im han oh seo suh shin kwon hwang ahn song ryu yoo yu jeon jun hong ko go koh moon yang son sohn bae baek paik heo hur nam shim sim noh roh ha kwak sung cha joo ju woo koo ku min na jin ji um eom chae won bang kong hyun ham byun yeom chu seok seol ma gil wang rhee yi pak lim ' +
    'nguyen tran wang chen zhang liu li tanaka sato suzuki smith johnson williams brown jones miller davis garcia wilson anderson taylor thomas moore martin jackson thompson white lopez harris clark lewis robinson allen wright scott adams nelson carter mitchell roberts turner phillips campbell parker evans edwards collins stewart morris murphy rogers morgan cooper peterson bailey kelly howard cox richardson watson brooks bennett james hughes sanders ross ' +
    'john james robert michael william david richard joseph thomas charles chris christopher daniel matthew anthony mark steven paul andrew joshua kevin brian george edward ryan jason jeffrey eric jonathan stephen larry justin scott brandon benjamin samuel frank alexander alex patrick jack dennis peter henry adam nathan mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela anna emma olivia sophia grace jane julia kate katherine maria nicole rachel samantha victoria hannah chloe'
  ).split(' '),
);
/** What people write after "my name is" that is no name. */
const NO_NAME =
  /^(?:Not|Very|Really|So|Too|Wrong|The|Required|Missing|Invalid|Field|Correct|Blank|Empty|Same|Still|Also|Now|Here)\b/u;

const SAID = new RegExp(
  `(?:[Mm]y (?:full |real )?name(?:'s| is)|(?:^|[\\n,;(]) {0,2}(?:[Ff]ull |[Cc]ustomer |[Cc]ontact )?[Nn]ame ?:|[Nn]ame of (?:the )?(?:holder|customer|recipient) ?:?|[Rr]ecipient ?:|[Aa]ccount holder ?:?) {0,2}${FULL}`,
  'dgu',
);
const SAID_SHORT =
  /[Mm]y (?:first )?name is (?<name>[A-Z][a-z]{1,14})(?= {0,2}(?:$|[.,!\n]|and\b|from\b|but\b|I\b))/dgu;
const CLOSING = new RegExp(
  `(?:[Rr]egards|[Ss]incerely|[Yy]ours(?: truly| faithfully)?|[Bb]est wishes|Best|Cheers|Warmly),\\s{0,3}${FULL}(?=\\s{0,2}(?:$|[.\\n,(0-9+\\ufffc]))`,
  'dgu',
);
const MAYBE = new RegExp(
  `(?<![A-Za-z])(?:[Tt]his is|I am|I'm|[Tt]hanks,|[Tt]hank you,|[Ff]rom:?|[Dd]ear|[Aa]ttn:?|[Mm]r\\.?|[Mm]s\\.?|[Mm]rs\\.?|[Cc]all me)\\s{1,2}${FULL}`,
  'dgu',
);
const UPPER_LABELLED =
  /(?:영문 ?(?:이름|성명|성함|명)|여권 ?(?:이름|성명)|이름|성명|성함|예금주|NAME)(?:은|는|이|가)?[ :]{1,3}(?<name>[A-Z][A-Za-z]{1,14}(?:[ -][A-Z][A-Za-z]{1,14}){1,2})(?![A-Za-z])/dgu;

/** Names in Latin letters that somebody introduces or signs with. */
export function* findEnglishNames(text: string): Generator<PiiSpan> {
  if (!/[A-Z][A-Za-z]/.test(text)) return;
  for (const pattern of [SAID, SAID_SHORT, CLOSING, UPPER_LABELLED]) {
    for (const match of text.matchAll(pattern)) {
      if (!NO_NAME.test(match.groups?.name ?? '')) yield spanOf(match, 'name', match.indices?.groups?.name);
    }
  }
  for (const match of text.matchAll(MAYBE)) {
    const words = (match.groups?.name ?? '').toLowerCase().split(' ');
    if (words.some((word) => SURNAMES_AND_FIRST_NAMES.has(word)))
      yield spanOf(match, 'name', match.indices?.groups?.name);
  }
}
