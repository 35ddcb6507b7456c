import { expect, it } from 'vitest';
import { PlanDrawings } from '../../src/http/plans/plan-drawings.ts';

/** Drawings of a hundred bytes each, of which three are kept; gives which were drawn. */
function drawings(): { readonly cache: PlanDrawings; readonly drawn: string[] } {
  const drawn: string[] = [];
  const cache = new PlanDrawings(async (planId) => {
    drawn.push(planId);
    await Promise.resolve();
    if (planId === 'none') return undefined;
    return { identity: Buffer.alloc(60), br: Buffer.alloc(20), gzip: Buffer.alloc(20) };
  }, 300);
  return { cache, drawn };
}

it('a drawing is made once, however many ask for it in the same moment', async () => {
  const { cache, drawn } = drawings();
  await Promise.all([cache.of('a'), cache.of('a'), cache.of('a')]);
  await cache.of('a');
  expect(drawn).toEqual(['a']);
});

it('as many drawings are kept as there is room for, and the one goes that nobody has asked for longest', async () => {
  const { cache, drawn } = drawings();
  for (const plan of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd', 'e', 'f', 'g', 'e', 'f']) await cache.of(plan);
  // The fourth drives out b; after many have come and gone there is room for three still.
  expect(drawn).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  await cache.of('b');
  expect(drawn.at(-1)).toBe('b');
});

it('what is no plan is not kept, and is asked for again', async () => {
  const { cache, drawn } = drawings();
  expect([await cache.of('none'), await cache.of('none')]).toEqual([undefined, undefined]);
  expect(drawn).toHaveLength(2);
});
