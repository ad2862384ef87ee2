import { describe, expect, it } from 'vitest';
import { hesitationMetrics } from '../../../../scripts/eval/hesitation-metrics.ts';
import { linkMetrics } from '../../../../scripts/eval/link-metrics.ts';
import { piiMetrics } from '../../../../scripts/eval/pii-metrics.ts';
import { spikeMetrics } from '../../../../scripts/eval/spike-metrics.ts';

const values = (rows: readonly { metric: string; value: number; baseline: number }[]) =>
  Object.fromEntries(
    rows.map(({ metric, value, baseline }) => [
      metric,
      [value, baseline].map((one) => Number(one.toFixed(3))),
    ]),
  );

describe('metrics of eval', () => {
  it('scores hesitations over codes, first codes with "none", stage and sentiment', () => {
    const gold = (sentiment: string, hesitations: string[], stage: string) => ({
      sentiment,
      hesitations,
      stage,
    });
    const rows = hesitationMetrics('t', [
      {
        gold: gold('negative', ['auth', 'error'], 'verification'),
        read: gold('negative', ['error'], 'verification'),
      },
      { gold: gold('negative', ['auth'], 'usage'), read: gold('neutral', ['auth', 'price'], 'usage') },
      { gold: gold('positive', [], 'usage'), read: gold('positive', [], 'loyalty') },
    ]);
    expect(values(rows)).toEqual({
      'hesitation micro-F1': [0.667, 0.667],
      'first code right': [0.667, 0.667],
      'stage right': [0.667, 0.667],
      'sentiment right': [0.667, 0.667],
      'sentiment macro-F1': [0.556, 0.267],
    });
  });

  it('scores personal data by overlap of the same type, leaving ignored stretches out', () => {
    const text = '홍길동 010-1234-5678 서울시';
    const rows = piiMetrics('t', [
      {
        text,
        gold: [
          { start: 0, end: 3, type: 'name' },
          { start: 4, end: 17, type: 'phone' },
        ],
        ignore: [{ start: 18, end: 21 }],
        found: [
          { start: 5, end: 17, type: 'phone' },
          { start: 18, end: 21, type: 'address' },
        ],
      },
    ]);
    expect(values(rows)).toEqual({ 'PII overlap F1': [0.667, 0.667], 'PII leak rate': [0.286, 0.214] });
  });

  it('counts wrong links per 10,000 documents, another account of the same person as right, and judges suggestions', () => {
    const truth = { customerId: 'A', samePerson: ['B'], linkable: true };
    const nobody = { customerId: '', samePerson: [], linkable: false };
    const none = { linked: null, suggested: null, confidence: 0, trivial: null };
    const rows = linkMetrics('t', [
      { ...none, truth, linked: 'B', confidence: 0.9, trivial: 'A' },
      { ...none, truth, suggested: 'A', confidence: 0.6, trivial: 'C' },
      { ...none, truth: nobody, linked: 'A', confidence: 0.8 },
      { ...none, truth: { ...nobody, customerId: 'D' }, suggested: 'E', confidence: 0.5 },
    ]);
    expect(values(rows)).toEqual({
      'wrong links per 10,000': [2500, 2500],
      'link precision': [0.5, 0.5],
      'link recall': [0.5, 0.5],
      'linked or suggested': [1, 0.5],
      'suggestion hit rate': [0.5, 0.5],
      'Brier score of confidence': [0.265, 0.25],
    });
  });

  it('finds an outbreak within its grace time and counts alerts of clean hours as false', () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString();
    const truth = {
      start: at(0),
      hours: 24 * 21,
      warmupHours: 24 * 14,
      series: [{ series: 's', missing: [] }],
      outbreaks: [{ series: 's', kind: 'x3', start: at(400), end: at(406), detectable: true }],
    };
    const ours = new Map([['s', [at(10), at(402), at(410), at(450), at(452)]]]);
    const rows = spikeMetrics('t', truth, ours, new Map());
    // 450 and 452 are one false alert; 410 lies in the hours that are not judged. 168 hours less 18 are clean.
    expect(values(rows)).toEqual({
      'detectable outbreaks found, x3': [1, 0],
      'median delay of sudden ones, hours': [2, Number.NaN],
      'false alerts per series-week': [1.12, 0],
    });
  });
});
