import { describe, expect, it } from 'vitest';
import { messageEffects } from '../../../../../shared/insight/messages/message-effects.ts';
import { simulateArchive } from './message-simulation.ts';

const RUNS = 200;
const SENDS = 80;

describe('messageEffects', () => {
  it(`recovers the order of known word effects, with honest intervals, in ${RUNS} made-up archives`, () => {
    const correlations: number[] = [];
    let covered = 0;
    let asked = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const { effects, messages } = simulateArchive(seed, SENDS);
      const found = messageEffects([...effects.keys()], messages, 'click').phrases;
      const usual = sum(messages, 'clicked') / sum(messages, 'delivered');
      const pairs = [...effects].flatMap(([word, logOdds]) => {
        const lift = found.get(word)?.lift;
        const odds = Math.exp(logOdds);
        return lift === undefined ? [] : [{ lift, truth: odds / (1 - usual + usual * odds) }];
      });
      asked += pairs.length;
      covered += pairs.filter(({ lift, truth }) => lift.low <= truth && truth <= lift.high).length;
      correlations.push(
        spearman(
          pairs.map(({ truth }) => truth),
          pairs.map(({ lift }) => lift.value),
        ),
      );
    }
    expect(asked).toBeGreaterThan(RUNS * 11);
    expect(correlations.reduce((total, one) => total + one, 0) / RUNS).toBeGreaterThan(0.93);
    expect(correlations.filter((one) => one >= 0.8).length / RUNS).toBeGreaterThanOrEqual(0.95);
    expect(covered / asked).toBeGreaterThanOrEqual(0.9);
    expect(covered / asked).toBeLessThanOrEqual(0.98);
  }, 120_000);

  it('does not take the habits of a channel for the effect of a word', () => {
    const { messages } = simulateArchive(1, 160);
    const favourite = messages.map((message, index) => ({
      ...message,
      // A word without any effect, sent mostly by the channel with most clicks.
      text: index % 10 < (message.channel === '알림톡' ? 9 : 1) ? `${message.text} 알립니다` : message.text,
    }));
    const having = favourite.filter(({ text }) => text.includes('알립니다'));
    const others = favourite.filter(({ text }) => !text.includes('알립니다'));
    const naked =
      sum(having, 'clicked') / sum(having, 'delivered') / (sum(others, 'clicked') / sum(others, 'delivered'));
    expect(naked).toBeGreaterThan(1.3);
    const lift = messageEffects(['알립니다'], favourite, 'click').phrases.get('알립니다')?.lift;
    expect(lift?.low).toBeLessThan(1);
    expect(lift?.high).toBeGreaterThan(1);
  });

  it('finds a word in Korean spacing of any kind, and knows nothing of one that no message has', () => {
    const { messages } = simulateArchive(5, 160);
    const better = messages.map((message, index) =>
      index % 4 === 0
        ? { ...message, text: `${message.text} 미리 보기`, clicked: Math.round(1.5 * message.clicked) }
        : message,
    );
    const { phrases } = messageEffects(['미리보기', '없는말'], better, 'click');
    expect(phrases.get('미리보기')?.lift.low).toBeGreaterThan(1.15);
    expect(phrases.get('미리보기')?.lift.high).toBeLessThan(1.8);
    expect(phrases.get('없는말')).toBeNull();
  });

  it('says nothing on three sends, on one campaign, or where only another channel lacks the word', () => {
    const { messages } = simulateArchive(2, 60);
    const said = (chosen: (index: number) => boolean) =>
      messages.map((message, index) =>
        chosen(index) ? { ...message, text: `${message.text} 특별` } : message,
      );
    const ask = (archive: typeof messages) => messageEffects(['특별'], archive, 'click').phrases.get('특별');
    expect(ask(said((index) => index % 20 === 0))).toBeNull();
    expect(
      ask(
        said(() => true).map((message, index) =>
          index < 30 ? message : { ...message, text: 'x', channel: 'RCS' },
        ),
      ),
    ).toBeNull();
    expect(
      ask(
        said((index) => index < 6).map((message, index) =>
          index < 6 ? { ...message, campaign: 'one' } : message,
        ),
      ),
    ).toBeNull();
    expect(ask(said((index) => index % 4 === 0))).not.toBeNull();
  });

  it('takes more clicks than deliveries for a click of everybody', () => {
    const { messages } = simulateArchive(4, 80);
    const found = (clicked: (delivered: number) => number) =>
      messageEffects(
        ['특별'],
        messages.map((message, index) =>
          index % 4 === 0
            ? { ...message, text: `${message.text} 특별`, clicked: clicked(message.delivered) }
            : message,
        ),
        'click',
      ).phrases.get('특별');
    expect(found((delivered) => 9 * delivered)).toEqual(found((delivered) => delivered));
  });

  it('asks for features of the message beside its words, and for every outcome', () => {
    const { messages } = simulateArchive(3, 120);
    const loud = messages.map((message, index) =>
      index % 3 === 0
        ? { ...message, text: `${message.text} 대박!`, unsubscribed: Math.round(message.delivered * 0.008) }
        : { ...message, unsubscribed: Math.round(message.delivered * 0.002) },
    );
    const leaving = messageEffects([], loud, 'leaving').features.get('tone.sensational');
    expect(leaving?.lift.low).toBeGreaterThan(2);
    expect(messageEffects([], loud, 'conversion').features.get('tone.sensational')).toBeNull();
  });
});

function sum(
  messages: readonly { readonly clicked: number; readonly delivered: number }[],
  field: 'clicked' | 'delivered',
): number {
  return messages.reduce((total, message) => total + message[field], 0);
}

function spearman(a: readonly number[], b: readonly number[]): number {
  const ranksA = ranks(a);
  const ranksB = ranks(b);
  const distance = ranksA.reduce((total, rank, index) => total + (rank - (ranksB[index] ?? 0)) ** 2, 0);
  return 1 - (6 * distance) / (a.length * (a.length ** 2 - 1));
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((x, y) => x - y);
  return values.map((value) => sorted.indexOf(value));
}
