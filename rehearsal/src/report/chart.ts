import { both, escape, html, raw, type Html, type Words } from './markup.ts';

export interface Line {
  readonly name: Words;
  /** Which of the page's colours and dashes; lines are told apart by both. */
  readonly style: 1 | 2 | 3 | 4;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly title: Words;
  /** What the chart shows, for those who do not see it. */
  readonly summary: Words;
  /** Of each value; from the opening of the sale. */
  readonly seconds: readonly number[];
  readonly lines: readonly Line[];
  readonly unit: (value: number) => string;
  readonly scale: 'linear' | 'logarithmic';
}

const WIDTH = 640;
const HEIGHT = 230;
const LEFT = 58;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 30;

/** Lines over time, as SVG: the vertical rule is the opening. */
export function drawChart(chart: Chart): Html {
  const { seconds, lines, title, summary } = chart;
  const [from, to] = [seconds[0] ?? 0, Math.max(seconds.at(-1) ?? 1, (seconds[0] ?? 0) + 1)];
  const x = (second: number) => LEFT + ((second - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const scale = scaleOf(chart);
  const y = (value: number) => TOP + (1 - scale.share(value)) * (HEIGHT - TOP - BOTTOM);
  const rows = scale.ticks.map(
    (tick) =>
      html`<line
          class="grid"
          x1="${LEFT}"
          x2="${WIDTH - RIGHT}"
          y1="${round(y(tick))}"
          y2="${round(y(tick))}"
        /><text class="tick" x="${LEFT - 7}" y="${round(y(tick) + 4)}" text-anchor="end"
          >${escape(chart.unit(tick))}</text
        >`,
  );
  const columns = timeTicks(from, to).map(
    (tick) =>
      html`<text class="tick" x="${round(x(tick))}" y="${HEIGHT - 9}" text-anchor="middle"
        >${escape(clock(tick))}</text
      >`,
  );
  const opening =
    from < 0 && to > 0
      ? html`<line
          class="opening"
          x1="${round(x(0))}"
          x2="${round(x(0))}"
          y1="${TOP}"
          y2="${HEIGHT - BOTTOM}"
        />`
      : raw('');
  const paths = lines.map(
    ({ style, values }) => html`<path class="line s${style}" d="${pathOf(seconds, values, x, y)}" />`,
  );
  const legend = lines.map(
    ({ name, style }) =>
      html`<li>
        <svg class="key" viewBox="0 0 26 8" aria-hidden="true">
          <path class="line s${style}" d="M1 4H25" /></svg
        >${both(name)}
      </li>`,
  );
  return html`<figure class="chart">
    <figcaption>${both(title)}</figcaption>
    <p class="unseen">${both(summary)}</p>
    <ul class="legend">
      ${legend}
    </ul>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${rows}${columns}${opening}${paths}</svg>
  </figure>`;
}

/** Straight from one value to the next; a gap where nothing was measured, and a dot for what stands alone. */
function pathOf(
  seconds: readonly number[],
  values: readonly (number | null)[],
  x: (second: number) => number,
  y: (value: number) => number,
): Html {
  let path = '';
  let isDrawing = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    const point = `${String(round(x(seconds[i] ?? 0)))} ${String(round(y(value)))}`;
    const isAlone = !isDrawing && (values[i + 1] ?? null) === null;
    path += isDrawing ? `L${point}` : isAlone ? `M${point}h1` : `M${point}`;
    isDrawing = true;
  }
  return raw(path);
}

interface Scale {
  readonly ticks: readonly number[];
  readonly share: (value: number) => number;
}

function scaleOf({ lines, scale }: Chart): Scale {
  let max = 0;
  for (const { values } of lines) for (const value of values) max = Math.max(max, value ?? 0);
  return scale === 'linear' ? linear(max) : logarithmic(max);
}

/** Up to a round number, with round numbers between. */
export function linear(max: number): Scale {
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  // There is no half a person.
  const whole = Math.max(1, Math.ceil(step));
  const count = Math.ceil(Math.max(max, 1) / whole);
  const ticks = Array.from({ length: count + 1 }, (_, i) => i * whole);
  return { ticks, share: (value) => value / (count * whole) };
}

/** From a millisecond to the power of ten above what there is. */
export function logarithmic(max: number): Scale {
  const top = Math.max(1, Math.ceil(Math.log10(Math.max(max, 1))));
  const ticks = Array.from({ length: top + 1 }, (_, i) => 10 ** i);
  return { ticks, share: (value) => Math.max(0, Math.log10(Math.max(value, 1)) / top) };
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800];

function timeTicks(from: number, to: number): number[] {
  const step = STEPS_S.find((candidate) => (to - from) / candidate <= 8) ?? 3_600;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** −0:30, 0:00, 2:05: minutes and seconds from the opening. */
function clock(second: number): string {
  const abs = Math.abs(Math.round(second));
  const text = `${String(Math.floor(abs / 60))}:${String(abs % 60).padStart(2, '0')}`;
  return second < 0 && abs > 0 ? `−${text}` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
