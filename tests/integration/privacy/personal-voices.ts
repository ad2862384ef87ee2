/** An invented person with everything that may be known of one. */
export interface Person {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly nickname: string;
  readonly userId: string;
  readonly deskId: string;
  readonly order: string;
}

export const PEOPLE: readonly Person[] = [
  ['양가온', '77453921', 'yang.gaon@example.net', '달빛두더지단', 'usr-7f3a91c2e8', '48213907755'],
  ['독고보람', '66198024', 'dokgo_boram@example.org', '구름먹는고래', 'usr-0b95d4417a', '48213907812'],
  ['제갈하늬', '90457316', 'hanui.jegal@example.com', '밤샘호두과자', 'usr-c86e2f0d13', '48213907934'],
].map(([name = '', digits = '', email = '', nickname = '', userId = '', deskId = ''], index) => ({
  name,
  phone: `010-${digits.slice(0, 4)}-${digits.slice(4)}`,
  email,
  nickname,
  userId,
  deskId,
  order: `TR26101${index}-84${index}57`,
}));

/** What no file of people knows: it stands in texts only. */
const STRAY = {
  resident: '900101-1234568',
  card: '4539-1488-0343-6467',
  account: '123456-04-567891',
  passport: 'M70834125',
  driver: '11-12-345678-90',
  address: '백범로 311',
  ip: '203.0.113.77',
  otherPhone: '010-2288-7163',
  landline: '02-3921-7745',
  otherMail: 'friend.of.mine@example.edu',
  spelt: '공일공 삼삼이일 칠구사육',
  speltDigits: '010-3321-7946',
  headless: '1055731984',
} as const;

/** Stands in names of files. The announcement of an upload carries it, as the drop bucket does and as long. */
export const FILE_PHONE = '010-5150-2626';

/** Every value that must not be found in the clear. */
export const VALUES: readonly string[] = [
  ...PEOPLE.flatMap((one) => Object.values(one)),
  ...Object.values(STRAY),
  FILE_PHONE,
];

export const CUSTOMER_ROWS: readonly object[] = [
  ...PEOPLE.map((one, index) => ({
    customerId: `CRM-${index + 1}`,
    name: one.name,
    phone: one.phone,
    email: one.email,
    nickname: one.nickname,
    appUserId: one.userId,
    zendeskUserId: one.deskId,
    deviceModel: 'Galaxy S23',
    signupAt: '2025-03-01T10:00:00+09:00',
    lastPurchaseAt: '2026-11-20T10:00:00+09:00',
    orders: [{ no: one.order, date: '2026-11-20', amount: 51_000 }],
    consentAnalytics: true,
    consentMarketing: true,
    consentNight: false,
    lifecycleStage: 'active',
    segment: '직장인',
  })),
  // So that the format of order numbers is learnt.
  ...Array.from({ length: 40 }, (_, index) => ({
    customerId: `FILL-${index}`,
    orders: [{ no: `TR2609${10 + (index % 20)}-${30_000 + index * 37}`, date: '2026-09-20', amount: 9_000 }],
    consentAnalytics: true,
    consentMarketing: false,
    consentNight: false,
  })),
];

/** Rows that cannot be imported, with a person in every place. */
export const BROKEN_CUSTOMER_LINES: readonly (string | object)[] = PEOPLE.flatMap((one) => [
  `{"customerId":"CRM-9","name":"${one.name}","phone":"${one.phone}"`,
  { customerId: '', name: one.name, email: one.email, consentAnalytics: true, orders: [] },
  { customerId: one.phone, name: one.name, consentAnalytics: `${one.email}`, orders: one.order },
  { customerId: 'CRM-8', [`${one.phone}`]: one.email, orders: [{ no: one.order }], signupAt: one.phone },
]);

/** What one person writes about a failing identity check, with this in it. */
const SENTENCES: readonly ((one: Person) => string)[] = [
  ({ phone }) => `본인인증이 계속 실패해요. 제 번호는 ${phone} 입니다`,
  ({ phone }) => `인증번호가 안 와요. 연락처 ${phone.replaceAll('-', '')}`,
  ({ phone }) => `인증이 안 돼서 답답해요 +82 ${phone.slice(1).replaceAll('-', ' ')}`,
  ({ phone }) => `인증 오류 때문에 화나요 (${phone.slice(0, 3)})${phone.slice(4).replace('-', '.')}`,
  ({ phone }) =>
    `본인인증 오류 ${phone.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))} 확인해 주세요`,
  ({ email }) => `인증이 안 되니 답장은 ${email} 로 주세요`,
  ({ email, name }) => `저는 ${name}입니다. 인증 실패가 반복돼요. 메일은 ${email.toUpperCase()}`,
  ({ order, name }) => `주문번호 ${order} 인증이 안 돼요. 제 이름은 ${name}입니다`,
  ({ userId }) => `인증 실패합니다. 회원 ID ${userId} 확인해 주세요`,
  () => `주민번호 ${STRAY.resident} 넣어도 인증이 안 돼요`,
  () => `카드 ${STRAY.card} 로 인증이 안 됩니다`,
  () => `국민은행 ${STRAY.account} 계좌로 환급해 준다더니 인증이 안 돼요`,
  () => `여권 ${STRAY.passport}, 면허 ${STRAY.driver} 둘 다 인증이 실패해요`,
  () => `서울시 마포구 ${STRAY.address}, 403호로 우편 보내 주세요. 인증이 안 돼요`,
  () => `IP ${STRAY.ip} 에서 인증 오류가 나요`,
  () => `친구 번호는 ${STRAY.otherPhone} 인데 그 번호로만 인증이 돼요. 짜증나요`,
  () => `회사 전화 ${STRAY.landline} 로 인증 안 되나요? ${STRAY.otherMail} 도 안 돼요`,
  () => `제 번호는 ${STRAY.spelt} 인데 인증이 안 와요`,
];

type Json = Record<string, unknown>;

/** Voices with a person in every field that can hold one. Most are new, so that the detector finds a burst. */
export function personalVoices(now: Date): Json[] {
  const burst = Array.from({ length: 90 }, (_, index) =>
    voiceOf(index, new Date(now.getTime() - 3_600_000 - index * 30_000).toISOString()),
  );
  const past = Array.from({ length: 27 * 4 }, (_, index) => ({
    ...voiceOf(1_000 + index, new Date(now.getTime() - (index + 5) * 6 * 3_600_000).toISOString()),
    text: `${['설명이 친절해요', '환급이 빨라요', '화면이 깔끔해요'][index % 3]} ${(SENTENCES[index % SENTENCES.length] ?? (() => ''))(personOf(index))}`,
  }));
  return [...past, ...burst];
}

function personOf(index: number): Person {
  const one = PEOPLE[index % PEOPLE.length];
  if (one === undefined) throw new Error('there are people');
  return one;
}

function voiceOf(index: number, publishedAt: string): Json {
  const one = personOf(index);
  const say = SENTENCES[index % SENTENCES.length] ?? (() => '');
  const base = { id: `v-${index}`, publishedAt, text: say(one) };
  switch (index % 5) {
    case 0:
      return {
        ...base,
        source: 'ticket',
        title: `${one.phone} 문의`,
        author: { displayName: one.name, email: one.email, phone: one.phone, externalId: one.deskId },
        attributes: {
          문의자: `고객 ${one.name} 드림`,
          연락처: one.phone,
          [`메모 ${one.phone}`]: '전화 부탁드려요',
          digits: Number(STRAY.headless),
          number: Number(one.phone.replaceAll('-', '')) + 820_000_000_000,
        },
      };
    case 1:
      return {
        ...base,
        source: 'app-review',
        rating: 1,
        author: { displayName: one.nickname, userId: one.userId },
        device: `Galaxy S23 ${one.phone}`,
        appVersion: `4.12.1 ${one.email}`,
        app: `돌려받기 ${one.email}`,
      };
    case 2:
      return {
        ...base,
        source: 'community',
        author: one.nickname,
        url: `https://cafe.example/u?tel=${one.phone}`,
      };
    case 3:
      return { ...base, id: `${one.phone}-${index}`, source: 'survey', author: { externalId: one.deskId } };
    default:
      return { ...base, id: `${one.email}/${index}`, source: 'social', author: { displayName: one.name } };
  }
}

/** Lines that go to quarantine, with a person in every place. */
export const BROKEN_VOICE_LINES: readonly (string | object)[] = PEOPLE.flatMap((one) => [
  `{"id":"b-1","text":"${one.name} ${one.phone}`,
  `${one.name},${one.phone},${one.email}`,
  { id: one.phone, date: '2026-11-20' },
  { id: 'b-2', text: one.phone, date: one.phone },
  { id: 'b-3', text: one.email, publishedAt: one.email, [one.phone]: one.name },
  { id: 'b-4', text: one.name, date: '2026-11-20', rating: one.phone },
  { id: 'b-5', text: one.name, date: '2026-11-20', source: one.email },
  { id: 'b-6', text: one.name, date: '2026-11-20', attributes: { [one.phone]: { deep: one.email } } },
  { id: 'b-7', text: one.name, date: '2026-11-20', author: { phone: { of: one.phone } } },
  { id: 'b-8', text: `${one.phone} ${'가'.repeat(300_000)}`, date: '2026-11-20' },
]);
