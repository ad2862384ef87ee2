import type { InputDocument } from '../../shared/domain/input-document.ts';
import type { Writer } from './authors.ts';
import { GALAXIES } from './made-up-names.ts';
import type { PlacedText } from './schedule.ts';
import type { SeededRandom } from './seeded-random.ts';
import { createSeededRandom } from './seeded-random.ts';
import { APP_VERSIONS, DEMO_WEEKS } from './story.ts';

/** A line of `documents.ndjson`: only the fields that the source really has. */
export type DemoDocument = Pick<InputDocument, 'source' | 'publishedAt' | 'text'> &
  Partial<InputDocument> & { id: string };

/** Turns a placed text and its writer into a document as the connector would bring it. */
export function makeDocuments(placed: readonly PlacedText[], writers: readonly Writer[]): DemoDocument[] {
  const serials = new Map<string, number>();
  return placed.map((text, index) => {
    const writer = writers[index];
    if (writer === undefined) throw new RangeError('a text has no writer');
    const random = createSeededRandom(`document ${text.bank.text}`);
    const connector = chooseConnector(text, writer, random);
    const serial = (serials.get(connector) ?? 0) + 1;
    serials.set(connector, serial);
    const { title } = text.bank;
    return {
      id: documentId(connector, serial),
      source: text.bank.source,
      connector,
      publishedAt: `${text.localTime}+09:00`,
      ...(title === undefined ? {} : { title }),
      text: fillPlaceholders(text.bank.text, writer),
      ...sourceFields(text, writer, connector, serial, random),
    };
  });
}

function chooseConnector({ bank }: PlacedText, { author, customer }: Writer, random: SeededRandom): string {
  switch (bank.source) {
    case 'app-review': {
      if (customer !== undefined)
        return customer.deviceModel.startsWith('iPhone') ? 'app-store' : 'google-play';
      if (author?.displayName === 'Google 사용자' || /갤럭시|안드|Galaxy/.test(bank.text))
        return 'google-play';
      return /아이폰|아이패드|iPhone/.test(bank.text) || random.chance(0.45) ? 'app-store' : 'google-play';
    }
    case 'community':
      return bank.title?.endsWith('?') === true && random.chance(0.5) ? 'naver-kin' : 'naver-cafe';
    case 'ticket':
      return 'zendesk';
    case 'survey':
      return 'survey';
  }
}

function documentId(connector: string, serial: number): string {
  const number = String(serial).padStart(4, '0');
  switch (connector) {
    case 'google-play':
      return `gp-${number}`;
    case 'app-store':
      return `as-${number}`;
    case 'naver-kin':
      return `kin-${number}`;
    case 'naver-cafe':
      return `cafe-${number}`;
    case 'zendesk':
      return `zd-${20_000 + serial * 3}`;
    default:
      return `sv-${number}`;
  }
}

function sourceFields(
  text: PlacedText,
  writer: Writer,
  connector: string,
  serial: number,
  random: SeededRandom,
): Partial<DemoDocument> {
  const { bank } = text;
  const author =
    writer.author !== undefined && Object.keys(writer.author).length > 0 ? { author: writer.author } : {};
  switch (bank.source) {
    case 'app-review': {
      const { rating } = bank;
      return {
        ...(rating === undefined ? {} : { rating }),
        ...author,
        app: '돌려받기',
        appVersion: versionOf(text, writer, random),
        ...(connector === 'google-play' ? { device: deviceOf(writer, bank.text, random) } : {}),
      };
    }
    case 'community': {
      const isPost = bank.title !== undefined;
      const board =
        connector === 'naver-kin' ? '세금·세무' : random.pick(['자유수다', '절세 이야기', '질문있어요']);
      const url = `https://${connector === 'naver-kin' ? 'kin' : 'cafe'}.example.com/${connector === 'naver-kin' ? 'tax' : 'saltalk'}/${48_000 + serial * 17}`;
      return { ...author, url, attributes: { kind: isPost ? 'post' : 'comment', board } };
    }
    case 'ticket':
      return { ...author, attributes: { channel: random.pick(['web', 'web', 'email', 'chat']) } };
    case 'survey':
      return {
        ...author,
        attributes: { question: bank.question ?? '', score: surveyScore(bank.topic, random) },
      };
  }
}

/** The version of a customer's phone, but none that was not yet out; strangers mostly have the newest. */
function versionOf({ week }: PlacedText, { customer }: Writer, random: SeededRandom): string {
  const out = DEMO_WEEKS.slice(0, DEMO_WEEKS.indexOf(week) + 1).map((each) => APP_VERSIONS[each]);
  if (customer !== undefined && out.includes(customer.appVersion)) return customer.appVersion;
  return random.chance(0.75) ? APP_VERSIONS[week] : random.pick(out);
}

function deviceOf({ customer }: Writer, text: string, random: SeededRandom): string {
  if (customer !== undefined) return customer.deviceModel;
  if (text.includes('폴드')) return 'Galaxy Z Fold6';
  return text.includes('A54')
    ? 'Galaxy A54'
    : random.pick(GALAXIES.filter((model) => !model.includes('Fold')));
}

function surveyScore(topic: string, random: SeededRandom): number {
  if (topic === 'praise') return random.integer(9, 10);
  return topic === 'neutral' || topic === 'feature' ? random.integer(6, 8) : random.integer(1, 6);
}

function fillPlaceholders(text: string, { fill }: Writer): string {
  return text
    .replaceAll('{phone}', fill.phone)
    .replaceAll('{email}', fill.email)
    .replaceAll('{order}', fill.order)
    .replaceAll('{name}', fill.name);
}
