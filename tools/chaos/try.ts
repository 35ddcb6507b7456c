import { seededDraw } from '../rig/seeded-draw.ts';
import { serverKilled, diesAt } from './faults/server-death.ts';
import { playChapter } from './play.ts';
import { startRig } from './rig/rig.ts';
const rig = await startRig('server');
try {
  const draw = seededDraw(7);
  const c = await playChapter({ rig, event: 'chaos-1', seed: 1, draw, visitors: 16, faults: [serverKilled, serverKilled, diesAt('ledger.append(held) sent'), diesAt('http.answer half'), diesAt('ledger.append(expired) done')], onOutcome: (o) => console.log(o) });
  console.log(c);
} finally { await rig.stop(); }
