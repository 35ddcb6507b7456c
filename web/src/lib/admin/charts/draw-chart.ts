import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TimeSeries } from './time-series.ts';
import type { Grain } from './time-text.ts';

export interface ChartLook {
  readonly series: TimeSeries;
  readonly kind: 'bars' | 'lines';
  readonly width: number;
  readonly height: number;
  /** A time as the axis writes it. */
  readonly timeText: (seconds: number) => string;
  /** With the day a time takes more room. */
  readonly grain: Grain;
  readonly countText: (count: number) => string;
}

const FONT_PX = 12;
/** Times on the axis stand at least this far apart. */
const TIME_SPACE_PX = 76;
const DAY_SPACE_PX = 112;
const COUNT_SPACE_PX = 28;

/** Draws a chart in the page's colours; the element is emptied before. Loaded only where a chart is looked at. */
export function drawChart(element: HTMLElement, look: ChartLook): uPlot {
  const style = getComputedStyle(document.documentElement);
  const named = (name: string) => style.getPropertyValue(name).trim();
  const { series, kind } = look;
  const axis = {
    stroke: named('--ink-soft'),
    font: `${FONT_PX}px ${named('--sans')}`,
    grid: { stroke: named('--line'), width: 1 },
    ticks: { show: false },
  };
  element.replaceChildren();
  return new uPlot(
    {
      width: look.width,
      height: look.height,
      legend: { show: false },
      cursor: { show: false },
      // Beside the last time on the axis, half of which stands beyond the last value.
      padding: [8, 24, 0, 0],
      scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          gap: 6,
          space: look.grain === 'days' ? DAY_SPACE_PX : TIME_SPACE_PX,
          values: (_, splits) => splits.map((split) => look.timeText(split)),
        },
        {
          ...axis,
          size: 44,
          space: COUNT_SPACE_PX,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000],
          values: (_, splits) => splits.map((split) => look.countText(split)),
        },
      ],
      series: [
        {},
        ...series.lines.map(({ name, color, dash }) => ({
          label: name,
          stroke: named(color),
          width: kind === 'bars' ? 0 : 2.25,
          points: { show: false },
          ...(dash ? { dash: [...dash] } : {}),
          ...(kind === 'bars'
            ? { fill: named(color), paths: uPlot.paths.bars?.({ size: [0.72, 40], align: 1 }) }
            : {}),
        })),
      ],
    } as uPlot.Options,
    dataOf(series),
    element,
  );
}

export function dataOf({ times, lines }: TimeSeries): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}
