import type { EventDetails } from '@jari/contract';
import type { Ending } from './people/sale-clock.ts';
import type { Script } from './script.ts';
import type { RehearsalSettings } from './settings.ts';
import type { Evidence } from './verdicts/evidence.ts';
import type { Judgement } from './verdicts/judge.ts';
import type { LoadSample } from './watch/load-watch.ts';
import type { StreamWatch } from './watch/stream-watch.ts';
import type { WayToBeKnown } from './wire/who.ts';

/** All that a rehearsal came to know. */
export interface RehearsalResult {
  /** Without the token. */
  readonly settings: RehearsalSettings;
  readonly event: EventDetails;
  readonly script: Script;
  readonly way: WayToBeKnown;
  readonly seatCount: number;
  /** By this machine's clock, as all times here. */
  readonly opensAt: number;
  readonly overAt: number;
  readonly ending: Ending;
  readonly evidence: Evidence;
  readonly judgement: Judgement;
  readonly load: readonly LoadSample[];
  readonly streams: readonly StreamWatch[];
}
