import type { Wire } from '../wire/wire.ts';

const LOOKS = 5;

/** How far the set-up's clock is ahead of this machine's, in milliseconds; by the quickest of some answers. */
export async function clockOffset(
  wire: Wire,
  path: string,
): Promise<{ offsetMs: number; uncertainMs: number }> {
  let best = { offsetMs: 0, uncertainMs: Infinity };
  for (let i = 0; i < LOOKS; i++) {
    const { status, body, tookMs } = await wire.ask({ method: 'GET', path });
    const told = Date.parse(String(body['server_time']));
    if (status !== 200 || Number.isNaN(told)) continue;
    // Written at some time while it was on its way: in the middle, give or take half of it.
    const offsetMs = told - (Date.now() - tookMs / 2);
    if (tookMs / 2 < best.uncertainMs) best = { offsetMs, uncertainMs: tookMs / 2 };
  }
  return best.uncertainMs === Infinity ? { offsetMs: 0, uncertainMs: 1_000 } : best;
}
