import type { Look } from './sampler.ts';
import type { KindFigures } from './tally.ts';

/** What is written down every few seconds. */
export interface Sample {
  readonly seconds: number;
  readonly requestsPerS: number;
  readonly kinds: Readonly<Record<string, KindFigures>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly people: number;
  readonly streams: number;
  readonly streamsDropped: number;
  readonly connections: number;
  /** What else the machine has to do, too: its load over a minute. */
  readonly machineLoad: number;
  readonly archivedTo: number;
  readonly look: Look;
}
