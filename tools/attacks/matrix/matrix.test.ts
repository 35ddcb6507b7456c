import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherCast, type Cast } from './cast.ts';
import { openStage, type Stage } from './stage.ts';
import { PropertyRoom } from './things.ts';
import { tryMatrix } from './try-matrix.ts';

let stage: Stage;
let cast: Cast;
beforeAll(async () => {
  stage = await openStage();
  cast = await gatherCast(stage);
}, 300_000);
afterAll(() => stage.close());

const plan = {
  ...{ format: 'jari-plan', version: 1, name: 'Kept', categories: [{ name: 'R', color: '#c2410c' }] },
  sections: [{ name: 'S', rows: [{ name: 'A', category: 'R', seats: [{ number: '1', x: 0, y: 0 }] }] }],
};

describe('the matrix of operations, people and things', () => {
  it(
    'is open in exactly the declared cells, and refuses in the declared words in all others',
    { timeout: 600_000 },
    async () => {
      const kept = await stage.asOwner('POST', '/api/v1/admin/plans', plan);
      const room = new PropertyRoom(stage, cast, kept.json<{ plan: { id: string } }>().plan.id);
      const { findings, cells, open } = await tryMatrix(stage, cast, room);
      expect(findings).toEqual([]);
      expect(cells).toBeGreaterThan(5_000);
      expect(open).toBeGreaterThan(500);
    },
  );
});
