import { expect, it } from 'vitest';
import { attachment } from '../../../src/http/plans/attachment.ts';
import { PlanDrawings } from '../../../src/http/plans/plan-drawings.ts';

const drawn = (bytes: number) => ({
  ...{ identity: new Uint8Array(bytes), br: new Uint8Array(0), gzip: new Uint8Array(0) },
});

/** Drawings of a hundred bytes each, of which three are kept; gives which were drawn. */
function roomForThree(): { readonly drawings: PlanDrawings; readonly asked: string[] } {
  const asked: string[] = [];
  const drawings = new PlanDrawings((planId) => {
    asked.push(planId);
    return Promise.resolve(planId === 'none' ? undefined : drawn(100));
  }, 300);
  return { drawings, asked };
}

it('a plan is drawn once for all who ask at the same moment, and kept', async () => {
  const asked: string[] = [];
  const drawings = new PlanDrawings((planId) => {
    asked.push(planId);
    return Promise.resolve(drawn(1));
  });
  const all = await Promise.all([drawings.of('a'), drawings.of('a'), drawings.of('b')]);
  expect(all[0]).toBe(all[1]);
  await drawings.of('a');
  expect(asked).toEqual(['a', 'b']);
});

it('the drawings that nobody asks for go first, and one that is too large alone is given all the same', async () => {
  const asked: string[] = [];
  const drawings = new PlanDrawings((planId) => {
    asked.push(planId);
    return Promise.resolve(drawn(planId === 'large' ? 100 : 4));
  }, 10);
  for (const planId of ['a', 'b', 'a', 'c', 'a', 'b']) await drawings.of(planId);
  // "b" had to go for "c".
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
  expect((await drawings.of('large'))?.identity).toHaveLength(100);
  expect(asked.splice(0)).toHaveLength(5);
  await drawings.of('a');
  expect(asked).toEqual(['a']);
});

it('as many drawings are kept as there is room for, and the one goes that nobody has asked for longest', async () => {
  const { drawings, asked } = roomForThree();
  for (const plan of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd', 'e', 'f', 'g', 'e', 'f'])
    await drawings.of(plan);
  // The fourth drives out b; after many have come and gone there is room for three still.
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  await drawings.of('b');
  expect(asked.at(-1)).toBe('b');
});

it('what is no plan is not kept, and is asked for again', async () => {
  const { drawings, asked } = roomForThree();
  expect([await drawings.of('none'), await drawings.of('none')]).toEqual([undefined, undefined]);
  expect(asked).toHaveLength(2);
});

it('a plan that could not be drawn is tried again', async () => {
  let isBroken = true;
  const drawings = new PlanDrawings(() =>
    isBroken ? Promise.reject(new Error('away')) : Promise.resolve(drawn(1)),
  );
  await expect(drawings.of('a')).rejects.toThrow('away');
  isBroken = false;
  expect(await drawings.of('a')).toBeDefined();
});

it('a file’s name ends nowhere but where the header says', () => {
  expect(attachment('a"; x="b\r\n<홀> (1)', 'json')).toBe(
    'attachment; filename="a-xb-1.json"; filename*=UTF-8\'\'a%22%3B%20x%3D%22b%0D%0A%3C%ED%99%80%3E%20%281%29.json',
  );
  expect(attachment('홀', 'svg')).toBe('attachment; filename="plan.svg"; filename*=UTF-8\'\'%ED%99%80.svg');
});
