import { count, type Level } from './cost-tables.ts';
import { SCENARIO } from './scenario.ts';

const WIDTH = 760;
const LEFT = 110;
const RIGHT = 70;
const BAR = 30;
const GAP = 20;
const TOP = 64;
/** Colour-blind safe (Okabe and Ito, 2008), in the order of the services. */
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#999999'];

/** USD for a million documents at each level as stacked bars by service: a picture that says the same as its table. */
export function costPicture(levels: readonly Level[], bound: number): string {
  const bars = levels.map(({ bill }) => {
    const byService = new Map<string, number>();
    for (const { service, kind, usd } of bill.lines) {
      if (kind === 'fixed') continue;
      const name = kind === 'keeping' ? 'DynamoDB kept' : service;
      byService.set(name, (byService.get(name) ?? 0) + (usd / (bill.documentsPerDay * SCENARIO.days)) * 1e6);
    }
    return { level: bill.documentsPerDay, byService, total: bill.perMillion };
  });
  const services = [...new Set(bars.flatMap(({ byService }) => [...byService.keys()]))];
  const most = Math.max(bound, ...bars.map(({ total }) => total));
  const scale = (value: number): number => (value / most) * (WIDTH - LEFT - RIGHT);
  const height = TOP + bars.length * (BAR + GAP) + 20;
  const colour = (service: string): string =>
    COLOURS[services.indexOf(service) % COLOURS.length] ?? '#999999';
  const drawn = bars.flatMap(({ level, byService, total }, index) => {
    const y = TOP + index * (BAR + GAP);
    let x = LEFT;
    const pieces = [...byService].map(([service, value]) => {
      const piece = `<rect x="${x.toFixed(1)}" y="${y}" width="${scale(value).toFixed(1)}" height="${BAR}" fill="${colour(service)}"><title>${service}: ${count(value, 2)} USD</title></rect>`;
      x += scale(value);
      return piece;
    });
    return [
      `<text x="${LEFT - 8}" y="${y + 20}" text-anchor="end">${count(level)} a day</text>`,
      ...pieces,
      `<text x="${(x + 6).toFixed(1)}" y="${y + 20}">${count(total, 2)}</text>`,
    ];
  });
  const limit = LEFT + scale(bound);
  const legend = services.map((service, index) => {
    const x = LEFT + (index % 5) * 125;
    const y = 30 + Math.floor(index / 5) * 16;
    return `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colour(service)}"/><text x="${x + 15}" y="${y}">${service}</text>`;
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="USD per million documents by level and service">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="14" font-weight="bold">USD per million documents of 100 characters</text>`,
    ...legend,
    ...drawn,
    `<line x1="${limit.toFixed(1)}" y1="${TOP - 6}" x2="${limit.toFixed(1)}" y2="${height - 14}" stroke="#000000" stroke-dasharray="4 3"/>`,
    `<text x="${(limit + 4).toFixed(1)}" y="${height - 4}">bound: ${bound}</text>`,
    '</svg>',
  ].join('\n')}\n`;
}
