const SURNAMES = '김이박최정강조윤장임한오서신권황안송류홍';
const GIVEN = '민서준도윤하은지우서연수현예린유진태호건영재원';
const NICKS = ['짭짤한', '느긋한', '반짝이는', '배고픈', '용감한', '졸린'];
const THINGS = ['시인', '감자', '고양이', '바다', '우산', '토끼', '라면'];
const DEVICES = ['Galaxy S23 Ultra', 'Galaxy Z Flip5', 'iPhone 15 Pro', 'iPhone SE', 'Galaxy A54'];
const HEADER =
  'customerId,name,phone,email,nickname,appUserId,zendeskUserId,appVersion,deviceModel,signupAt,lastPurchaseAt,orders,consentAnalytics';

/** A CRM export of invented customers, with gaps as real ones have them; the same for the same count. */
export async function* generatedCustomersCsv(count: number): AsyncGenerator<Uint8Array> {
  let lines = [HEADER];
  for (let index = 1; index <= count; index += 1) {
    lines.push(rowOf(index));
    if (lines.length < 1_000 && index < count) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
  }
}

function rowOf(index: number): string {
  const orders = Array.from({ length: index % 4 }, (_, nth) => ({
    no: `P${(index * 7 + nth).toString(36).toUpperCase().padStart(9, '0')}`,
    date: `2025-0${1 + (index % 8)}-1${nth}`,
  }));
  const cells = [
    `C${String(index).padStart(6, '0')}`,
    `${pick(SURNAMES, index)}${pick(GIVEN, index * 3)}${pick(GIVEN, index * 7)}`,
    index % 20 === 0
      ? ''
      : `010-${String(2_000 + (index % 7_919)).padStart(4, '0')}-${String(index % 9_973).padStart(4, '0')}`,
    index % 9 === 0 ? '' : `user${index}@example.com`,
    index % 3 === 0 ? '' : `${pick(NICKS, index)}${pick(THINGS, index)}${index % 5_000}`,
    `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    index % 10 === 0 ? String(9_000_000 + index) : '',
    `3.${index % 30}.0`,
    pick(DEVICES, index),
    '2024-08-23T01:59:21+09:00',
    orders.length === 0 ? '' : '2025-08-12T10:00:00+09:00',
    `"${JSON.stringify(orders).replaceAll('"', '""')}"`,
    index % 3 === 0 ? 'true' : 'false',
  ];
  return cells.join(',');
}

function pick(list: string | readonly string[], at: number): string {
  return list[at % list.length] ?? '';
}
