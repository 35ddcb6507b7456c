import type { AuditLedger } from '../ports/audit-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { HoldShield } from '../ports/hold-shield.ts';
import type { AuditedDoors } from './check-doors.ts';
import type { AuditedHall, HallWatch } from './hall-copy.ts';

/** What an auditor looks at. */
export interface AuditorDeps {
  readonly ledger: AuditLedger;
  /** A hall that is open at this server; undefined: it is not, and nothing of it is in memory here. */
  readonly hallOf: (eventId: string) => AuditedHall | undefined;
  readonly watch: HallWatch;
  readonly doorsOf: (eventId: string) => AuditedDoors | undefined;
  /** Undefined where there is no Redis. */
  readonly shield: HoldShield | undefined;
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
}
