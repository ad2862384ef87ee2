import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alertEvent } from '../../../../shared/delivery/alert-event.ts';
import { alertMail } from '../../../../shared/delivery/alert-mail.ts';
import { alertSlack, createAlertSlackSink } from '../../../../shared/delivery/alert-slack.ts';
import type { AlertReader } from '../../../../shared/delivery/alert-text.ts';
import { createAlertWebhookSink } from '../../../../shared/delivery/alert-webhook.ts';
import { createPostJson, type PostJson } from '../../../../shared/delivery/post-json.ts';
import {
  type AlertMessage,
  AlertMessageSchema,
  type IncidentMessage,
  IncidentMessageSchema,
} from '../../../../shared/domain/alert.ts';
import { VocError } from '../../../../shared/domain/errors.ts';
import { loadSettings } from '../../../../shared/runtime/settings.ts';

const { taxonomy } = await loadSettings(new URL('../../../../shared/settings/', import.meta.url));
const reader: AlertReader = { language: 'ko', taxonomy, timeZone: 'Asia/Seoul' };

const HOSTILE = '<!channel> <https://evil.example|눌러> *굵게* <script>alert(1)</script> & "끝"';

function quote(text: string) {
  return {
    documentKey: 'a',
    id: 'a',
    text,
    source: 'app-review' as const,
    connector: 'apple-kr',
    day: '2026-11-20',
    rating: 1,
    sentiment: 'negative' as const,
    highlights: [],
  };
}

function incident(overrides: Partial<IncidentMessage> = {}): IncidentMessage {
  return IncidentMessageSchema.parse({
    kind: 'incident',
    event: 'opened',
    id: '0123456789abcdef',
    sequence: 2,
    severity: 'severe',
    series: 'code:auth',
    seriesTogether: ['code:auth', 'all', 'source:app-review', 'version:5.2.0'],
    since: '2026-11-20T11:00:00.000Z',
    count: 39,
    expected: 0.7,
    upper: 8,
    customers: 12,
    codes: [
      { code: 'auth', documents: 39 },
      { code: 'error', documents: 11 },
    ],
    terms: ['인증번호', '실패'],
    causes: [
      { kind: 'version', version: '5.2.0', share: 0.8, usual: 0.2 },
      { kind: 'campaign', campaign: '환급 안내', sentAt: '2026-11-20T09:00:00.000Z' },
      { kind: 'source-health', sourceId: 'clien', finding: 'selector-drift' },
    ],
    evidence: [quote('인증번호가 안 와요'), quote(HOSTILE)],
    url: 'https://voc.example/alerts/0123456789abcdef',
    ...overrides,
  });
}

const urgent: AlertMessage = AlertMessageSchema.parse({
  kind: 'urgent-voices',
  id: 'fedcba9876543210',
  sequence: 1,
  severity: 'severe',
  since: '2026-11-20T11:00:00.000Z',
  count: 30,
  customers: 0,
  reasons: [
    { reason: 'self-harm', documents: 1 },
    { reason: 'legal', documents: 29 },
  ],
  evidence: [quote('소송하겠습니다')],
  url: '',
});

describe('the mail of an alert', () => {
  it('says in Korean what rose, against what, since when, why perhaps, and whom it hit', () => {
    const { subject, text } = alertMail(incident(), reader);
    expect(subject).toMatch(/^\[VOC\] \[심각\] .+ 부정 의견 급증 · 39건\(평소 0\.7건\)$/);
    for (const part of [
      '11월 20일(금) 20:00부터',
      '39건 들어왔습니다',
      '0.7건입니다(56배)',
      '앱 5.2.0 버전에 몰림(80.0%, 평소 20.0%)',
      '‘환급 안내’ 발송',
      'clien 수집 상태 이상',
      '확인된 고객: 12명',
      '“인증번호가 안 와요”',
      'https://voc.example/alerts/0123456789abcdef',
      '알림 번호 0123456789abcdef · 2번째 안내',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says the same in English on request, and that it is over', () => {
    const message = incident({ event: 'resolved', endedAt: '2026-11-20T14:00:00.000Z' });
    const { subject, text } = alertMail(message, { ...reader, language: 'en' });
    expect(subject).toMatch(/over · 39 \(usual 0\.7\)$/);
    expect(text).toContain('until');
    expect(text.replace(/“.*”|새로 .*|환급 안내|인증번호, 실패/g, '')).not.toMatch(/[가-힣]/);
  });

  it('tells many urgent voices as one, with the kinds', () => {
    const { subject, text } = alertMail(urgent, reader);
    expect(subject).toBe('[VOC] [긴급] 바로 확인할 의견 30건 · 자해·자살 언급, 법적 대응');
    expect(text).toContain('자해·자살 언급 1건, 법적 대응 29건');
    expect(text).not.toContain('http');
  });

  it('shows the words of customers as words', () => {
    const { html, subject } = alertMail(incident({ terms: ['<b>\n말</b>'] }), reader);
    expect(html).not.toMatch(/<script|<b>|<!channel/);
    expect(html).toContain('&#60;script&#62;');
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

describe('the Slack message of an alert', () => {
  it('keeps within the limits of Block Kit, whatever it has to say', () => {
    const long = 'ㄱ'.repeat(9_000);
    const { blocks } = alertSlack(
      incident({ series: `phrase:${long}`, terms: [long], evidence: [quote(long)] }),
      reader,
    );
    expect(blocks.length).toBeLessThanOrEqual(50);
    const [header] = blocks as { text: { text: string } }[];
    expect(header?.text.text.length).toBeLessThanOrEqual(150);
    for (const text of JSON.stringify(blocks).match(/"text":"[^"]*"/g) ?? [])
      expect(text.length).toBeLessThanOrEqual(3_010);
  });

  it('has nowhere for markup of customers: only plain and rich text, and an escaped notification', () => {
    const body = alertSlack(incident({ series: `phrase:${HOSTILE}` }), reader);
    const kinds = new Set(
      [...JSON.stringify(body.blocks).matchAll(/"type":"([^"]+)"/g)].map(([, kind]) => kind),
    );
    expect(kinds).not.toContain('mrkdwn');
    expect(kinds).not.toContain('link');
    expect(body.text).not.toMatch(/[<>]/);
    expect(body.text).toContain('&lt;!channel&gt;');
  });

  it('goes to the address that the secret holds', async () => {
    const posted: string[] = [];
    const post: PostJson = async (sink, url) => void posted.push(`${sink} ${url}`);
    const webhookUrl = async () => 'https://hooks.slack.com/services/T/B/x';
    await createAlertSlackSink({ post, reader, webhookUrl }).deliver(incident());
    expect(posted).toEqual(['slack https://hooks.slack.com/services/T/B/x']);
  });
});

describe('the webhook of an alert', () => {
  it('is signed over time and body, and carries ID and number', async () => {
    const posted: { body: string; headers: Readonly<Record<string, string>> }[] = [];
    const post: PostJson = async (_sink, _url, body, headers) => void posted.push({ body, headers });
    const sink = createAlertWebhookSink({
      post,
      reader,
      url: 'https://crm.example/voc',
      signingKey: async () => 'a key of some length',
      clock: () => new Date('2026-11-20T11:30:00.000Z'),
    });
    await sink.deliver(incident());
    const [{ body, headers } = { body: '', headers: {} as Readonly<Record<string, string>> }] = posted;
    const timestamp = headers['x-voc-timestamp'];
    const hmac = createHmac('sha256', 'a key of some length').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-voc-signature']).toBe(`v1=${hmac}`);
    expect(timestamp).toBe(String(Date.parse('2026-11-20T11:30:00.000Z') / 1000));
    const told = JSON.parse(body);
    expect(AlertMessageSchema.parse(told)).toMatchObject({ id: '0123456789abcdef', sequence: 2 });
    expect(told.title).toContain('급증');
  });
});

describe('the event of an alert', () => {
  it('has IDs, times and counts, and no words of customers', () => {
    const { type, detail } = alertEvent(
      incident({ series: 'phrase:무한로딩', seriesTogether: ['phrase:무한로딩', 'all'] }),
    );
    expect(type).toBe('voc.incident.detected');
    expect(JSON.stringify(detail)).not.toMatch(/[가-힣]/);
    expect(detail).toMatchObject({ id: '0123456789abcdef', sequence: 2, status: 'open', count: 39 });
    expect(alertEvent(incident({ event: 'worsened' })).type).toBe('voc.incident.updated');
    expect(alertEvent(incident({ event: 'resolved' })).type).toBe('voc.incident.resolved');
    expect(alertEvent(urgent)).toMatchObject({ type: 'voc.voices.urgent', detail: { count: 30 } });
    expect(JSON.stringify(alertEvent(urgent))).not.toMatch(/[가-힣]/);
  });
});

describe('posting', () => {
  const answering = (status: number): PostJson => createPostJson(async () => new Response('no', { status }));

  it.each([408, 429, 500, 503])('is tried again after %d', async (status) => {
    await expect(answering(status)('slack', 'https://a.example', '{}', {})).rejects.toMatchObject({
      code: 'delivery.failed',
      kind: 'transient',
    });
  });

  it.each([400, 403, 404, 410])('waits for a person after %d', async (status) => {
    await expect(answering(status)('slack', 'https://a.example', '{}', {})).rejects.toMatchObject({
      code: 'delivery.failed',
      kind: 'permanent',
    });
  });

  it('names neither the address nor the answer in its error: both may be secret', async () => {
    const failing = createPostJson(async () => {
      throw new VocError('source.forbidden-address', 'permanent', 'https://hooks.slack.com/services/secret');
    });
    const error = await failing('slack', 'https://hooks.slack.com/services/secret', '{}', {}).catch(
      (caught: VocError) => caught,
    );
    expect(`${(error as VocError).message} ${JSON.stringify((error as VocError).details)}`).not.toContain(
      'hooks',
    );
  });
});
