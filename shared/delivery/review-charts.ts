import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { WeeklyReview } from '../domain/insight.ts';
import type { Format } from './format.ts';
import { type Html, html, trusted } from './html.ts';
import type { PageWords } from './page-words.ts';

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption>;

/** The colours of the page; charts and style sheet share them. */
export const COLOURS = {
  ink: '#1b2733',
  quiet: '#5b6875',
  line: '#dfe4ea',
  accent: '#1f5f8b',
  accentSoft: '#c4d6e4',
  negative: '#c2513a',
  neutral: '#b6bec8',
  positive: '#3f8a6b',
} as const;

// Single quotes: the renderer puts it into a double-quoted attribute as it is.
const FONT = "Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif";
const WIDE = { width: 960, height: 280 } as const;
const NARROW = { width: 360, height: 240 } as const;

/** Voices per day by sentiment over the whole window; the review's week stands out. Wide and narrow, CSS shows one. */
export function sentimentChart(review: WeeklyReview, words: PageWords, format: Format): Html {
  const label = `${words.sections.trend}: ${format.shortDay(review.daily[0]?.day ?? review.from)}–${format.shortDay(review.to)}`;
  const narrow = review.daily.slice(-14);
  return html`<div class="chart wide">${draw('sentiment-wide', WIDE, sentimentOption(review.daily, review, words, format), label)}</div>
<div class="chart narrow">${draw('sentiment-narrow', NARROW, sentimentOption(narrow, review, words, format), label)}</div>`;
}

/** Documents of one hesitation point per day; the review's week stands out. */
export function dailyBars(
  id: string,
  daily: readonly { day: string; documents: number }[],
  from: string,
  label: string,
  format: Format,
): Html {
  const last = daily.length - 1;
  const monday = daily.findIndex(({ day }) => day === from);
  const peak = peakIndex(daily, from);
  const option: ChartOption = {
    ...BASE,
    grid: { left: 2, right: 2, top: 14, bottom: 20 },
    xAxis: {
      type: 'category',
      data: daily.map(({ day }) => format.shortDay(day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.line } },
      axisLabel: {
        color: COLOURS.quiet,
        fontSize: 11,
        interval: (index: number) => index === 0 || index === monday || index === last,
        alignMinLabel: 'left',
        alignMaxLabel: 'right',
      },
    },
    yAxis: { type: 'value', show: false, max: Math.max(4, ...daily.map(({ documents }) => documents)) },
    series: [
      {
        type: 'bar',
        barCategoryGap: '22%',
        data: daily.map(({ day, documents }, index) => ({
          value: documents,
          itemStyle: { color: day >= from ? COLOURS.accent : COLOURS.accentSoft, borderRadius: [2, 2, 0, 0] },
          label: { show: index === peak && documents > 0 },
        })),
        label: { position: 'top', color: COLOURS.ink, fontSize: 11, fontWeight: 600, distance: 2 },
      },
    ],
  };
  return draw(id, { width: 360, height: 104 }, option, label);
}

const BASE = { animation: false, textStyle: { fontFamily: FONT }, backgroundColor: 'transparent' } as const;

/** The first day of the week with its highest count. */
function peakIndex(daily: readonly { day: string; documents: number }[], from: string): number {
  const most = Math.max(0, ...daily.filter(({ day }) => day >= from).map(({ documents }) => documents));
  return daily.findIndex(({ day, documents }) => day >= from && documents === most);
}

function sentimentOption(
  daily: WeeklyReview['daily'],
  review: WeeklyReview,
  words: PageWords,
  format: Format,
): ChartOption {
  const narrow = daily.length <= 14;
  const series = (['negative', 'neutral', 'positive'] as const).map(
    (sentiment): BarSeriesOption => ({
      type: 'bar',
      name: words.sentiments[sentiment],
      stack: 'day',
      barCategoryGap: '24%',
      itemStyle: { color: COLOURS[sentiment] },
      data: daily.map((day) => ({
        value: day[sentiment],
        itemStyle: { color: COLOURS[sentiment], opacity: day.day >= review.from ? 1 : 0.38 },
      })),
    }),
  );
  return {
    ...BASE,
    legend: {
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { color: COLOURS.quiet, fontSize: 13 },
    },
    grid: { left: 36, right: 8, top: 40, bottom: 26 },
    xAxis: {
      type: 'category',
      data: daily.map(({ day }) => format.shortDay(day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.line } },
      axisLabel: {
        color: COLOURS.quiet,
        fontSize: 12,
        interval: (index: number) => index % (narrow ? 3 : 7) === 0,
      },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: COLOURS.line } },
      axisLabel: { color: COLOURS.quiet, fontSize: 12 },
    },
    series,
  };
}

/**
 * Server-side rendering to SVG (https://echarts.apache.org/handbook/en/how-to/cross-platform/server). Classes
 * are for the mouse and go; ids that the renderer counts through the process become the chart's own, so that a review
 * always gives the same page and the charts of one page do not meet.
 */
function draw(id: string, size: { width: number; height: number }, option: ChartOption, label: string): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  const own = svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ (class|ecmeta_[a-z_]+)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace('<svg ', '<svg focusable="false" aria-hidden="true" ');
  return html`<div role="img" aria-label="${label}">${trusted(own)}</div>`;
}
