import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly w: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const { panels } = JSON.parse(read('docs/grafana-dashboard.json')) as { readonly panels: readonly Panel[] };
const graphs = panels.filter(({ type }) => type !== 'row');

/** What is measured, as the code names it. */
const measured = [
  'server/src/metrics/metrics.ts',
  'server/src/metrics/redis-metrics.ts',
  'server/src/metrics/overload-metrics.ts',
  'server/src/metrics/person-metrics.ts',
  'server/src/metrics/webhook-metrics.ts',
  'server/src/metrics/audit-metrics.ts',
  'gateway/lua/jari/metrics.lua',
]
  .map(read)
  .join('\n');

function isMeasured(name: string): boolean {
  const bare = name.replace(/_bucket$/, '');
  const ofGateway = /^jari_gateway_(\w+?)_total$/.exec(bare)?.[1];
  if (ofGateway !== undefined) return measured.includes(`name = "${ofGateway}"`);
  return measured.includes(`'${bare}'`) || measured.includes(`"${bare} `) || measured.includes(` ${bare} `);
}

const namesIn = (text: string) => [...new Set(text.match(/\bjari_\w+/g))];

test('every graph of the dashboard shows something that is measured', () => {
  expect(graphs.length).toBeGreaterThan(10);
  const names = namesIn(graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n'));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !isMeasured(name))).toEqual([]);
  expect(isMeasured('jari_gateway_nothing_total') || isMeasured('jari_nothing')).toBe(false);
});

test('every graph says what it shows, and fits its row', () => {
  for (const { title, description, gridPos } of graphs) {
    expect(title).not.toBe('');
    expect(description, title).toMatch(/\.$/);
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  }
});

test('every alarm of the manual is about something that is measured, and says what to do', () => {
  const manual = read('docs/operations.md');
  const alarms = [...manual.matchAll(/^\| \*\*(\w+)\*\* +\| (.+) \|/gm)];
  expect(alarms.length).toBeGreaterThan(5);
  for (const [, name = '', expression = ''] of alarms) {
    expect(
      namesIn(expression).filter((metric) => metric !== 'jari' && !isMeasured(metric)),
      name,
    ).toEqual([]);
    expect(manual, name).toMatch(new RegExp(`^\\*\\*${name}\\.\\*\\*`, 'm'));
  }
});
