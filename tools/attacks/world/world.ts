import type { OpenApi } from '../../docs/open-api.ts';
import type { Identities } from '../requests/identities.ts';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';

/** A server that is attacked, in this process or anywhere. */
export interface World {
  readonly document: OpenApi;
  readonly identities: Identities;
  /** Undefined: there was no answer. */
  send(request: AttackRequest): Promise<AttackAnswer | undefined>;
  /** What it wrote into its log since it was asked last. */
  takeLog(): readonly string[];
  close(): Promise<void>;
}

/** Streams say nothing that an end follows. */
export const STREAMS: ReadonlySet<string> = new Set(['streamChanges', 'streamMine']);
export const isStream = (url: string): boolean => /\/stream(\?|$)/.test(url);
