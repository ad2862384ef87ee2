const START_S = Date.parse('2026-09-01T00:00:00Z') / 1000;
const AGENT = 7;

const OPENINGS = [
  '본인인증 화면에서 계속 멈춰요.',
  '환급금이 언제 들어오는지 알고 싶어요.',
  '수수료가 왜 두 번 나갔나요?',
  '비밀번호를 바꿨는데 로그인이 안 됩니다.',
  '문자로 온 링크가 진짜인지 모르겠어요.',
  '계좌를 바꾸고 싶은데 메뉴를 못 찾겠어요.',
  '앱이 업데이트된 뒤로 자꾸 꺼집니다.',
];
const MIDDLES = [
  '앱을 지웠다가 다시 깔아도 똑같아요.',
  '신청한 지 보름이 지났어요.',
  '카드 내역에는 두 건으로 보여요.',
  '친구도 똑같다고 해요.',
  '상담원 연결도 20분째 안 되고요.',
];
const ENDS = ['확인 부탁드려요.', '빨리 답 주세요.', '그냥 해지할까 고민 중이에요.', '감사합니다.'];

function textOf(index: number): string {
  const personal =
    index % 20 === 0 ? ` 제 번호는 010-${4000 + (index % 5000)}-${1000 + (index % 9000)} 입니다.` : '';
  const parts = [
    OPENINGS[index % 7],
    MIDDLES[(index >> 3) % 5],
    `주문 ${index}번이고요.`,
    ENDS[(index >> 5) % 4],
  ];
  return `${parts.join(' ')}${personal}`;
}

function ticketAt(index: number) {
  const at = START_S + index;
  const time = new Date(at * 1000).toISOString().replace('.000', '');
  const requester = 500_000 + (index % 5_003);
  return {
    id: 1_000_000 + index,
    url: `https://shop.zendesk.com/api/v2/tickets/${1_000_000 + index}.json`,
    external_id: null,
    subject: `문의 ${index}`,
    raw_subject: `문의 ${index}`,
    description: textOf(index),
    status: index % 3 === 0 ? 'solved' : 'open',
    priority: 'normal',
    type: 'question',
    requester_id: requester,
    submitter_id: requester,
    assignee_id: AGENT,
    organization_id: null,
    brand_id: 360_001,
    tags: ['app', `topic_${index % 11}`],
    via: { channel: 'web', source: { from: {}, to: {}, rel: null } },
    custom_fields: Array.from({ length: 12 }, (_, field) => ({ id: 9_000 + field, value: null })),
    satisfaction_rating: { score: 'unoffered' },
    is_public: true,
    created_at: time,
    updated_at: time,
    generated_timestamp: at,
    comment_count: 1,
  };
}

/** The words of an account of `count` tickets, by ticket id. */
export function generatedTicketTexts(count: number): Map<string, string> {
  return new Map(Array.from({ length: count }, (_, index) => [String(1_000_000 + index), textOf(index)]));
}

/**
 * One page of Zendesk's cursor export over an account of `count` tickets of one comment each, made while it is asked
 * for and never held.
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports
 */
export function generatedTicketPage(url: URL, count: number, maxPerPage: number): string {
  const from = Number(url.searchParams.get('cursor')?.replace('g', '') ?? 0);
  const perPage = Math.min(Number(url.searchParams.get('per_page') ?? 1_000), maxPerPage);
  const to = Math.min(from + perPage, count);
  const tickets = Array.from({ length: to - from }, (_, index) => ticketAt(from + index));
  const requesters = new Set(tickets.map(({ requester_id }) => requester_id));
  const users = [...requesters].map((id) => ({
    id,
    name: `고객${id}`,
    email: `buyer${id}@shop.example`,
    verified: true,
    phone: null,
    external_id: `M-${id}`,
    role: 'end-user',
  }));
  return JSON.stringify({ tickets, users, after_cursor: `g${to}`, end_of_stream: to === count });
}
