import { bestAvailable } from '../../server/src/domain/best-available.ts';
import type { Change } from '../../server/src/domain/change.ts';
import { DraftSeatMap } from '../../server/src/domain/draft-seat-map.ts';
import { isTemplate, templates } from '../../server/src/plans/templates/index.ts';
import { buildHall, mapOf } from './halls.ts';
import { seededDraw } from '../rig/seeded-draw.ts';

const ASKED = 2_000;
const WARM_UP = 300;

const name = process.argv[2] ?? 'stadium';
if (!isTemplate(name)) throw new Error(`no template ${name}: ${Object.keys(templates).join(', ')}`);
const draw = seededDraw(1);

const { hall, buildMs, hallBytes, mapBytes, soldBytes } = buildHall(templates[name]());
const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
console.log(`${name}: ${hall.seatCount} seats, built in ${buildMs.toFixed(0)} ms`);
console.log(`memory: hall ${mb(hallBytes)}, with its map ${mb(mapBytes)}, half sold ${mb(soldBytes)}\n`);

/** Letter of seat i, from 0, for a group of `quantity`. */
const sales: Record<string, (i: number, quantity: number) => string> = {
  empty: () => 'a',
  'half sold': () => (draw() < 0.5 ? 'a' : 'r'),
  'last tenth': () => (draw() < 0.1 ? 'a' : 'r'),
  'last percent': () => (draw() < 0.01 ? 'a' : 'r'),
  'every second': (i) => (i % 2 === 0 ? 'a' : 'r'),
  'gaps of one more': (i, quantity) => (i % (quantity + 2) === 0 ? 'r' : 'a'),
  'sold out': () => 'r',
};

console.log(
  '| sale | group | median ms | p99 ms | worst ms | answer |\n| --- | --- | --- | --- | --- | --- |',
);
for (const [sale, letter] of Object.entries(sales)) {
  for (const quantity of [1, 4, 10, 40]) {
    const states = Array.from({ length: hall.seatCount }, (_, i) => letter(i, quantity)).join('');
    const map = mapOf(hall, states);
    let answer = 'none';
    const times: number[] = [];
    for (let i = 0; i < ASKED + WARM_UP; i++) {
      const draft = new DraftSeatMap(map);
      draft.apply(blocked(1 + Math.floor(draw() * hall.seatCount)));
      const startedAt = performance.now();
      const best = bestAvailable(draft, { quantity, together: true }, []);
      if (i >= WARM_UP) times.push(performance.now() - startedAt);
      if (best !== undefined) answer = best.isTogether ? 'together' : 'apart';
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? NaN).toFixed(3);
    console.log(`| ${sale} | ${quantity} | ${at(0.5)} | ${at(0.99)} | ${at(1)} | ${answer} |`);
  }
}

/** Somebody takes a seat meanwhile. */
function blocked(seatId: number): Change {
  return { cause: 'blocked', actor: 'organiser:x', at: 0, sequence: 1, seatIds: [seatId], hash: '' };
}
