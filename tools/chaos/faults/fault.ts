import type { Rig } from '../rig/rig.ts';
import type { Sale } from '../sale/sale.ts';

/** One way in which something breaks, and is mended. */
export interface Fault {
  readonly name: string;
  /** What breaks, for the table of the report. */
  readonly group: string;
  /** Whether something dies of it, rather than only standing still or not being reached. */
  readonly isDeath?: boolean;
  /** Whether what the waiting rooms' lines are kept in stays as it is; left out: it may lose something. */
  readonly keepsLines?: boolean;
  /** Whether it sets the clock that the log's times are of. */
  readonly setsClocks?: boolean;
  /** Whether there is anything here that it could break. */
  fits(rig: Rig): boolean;
  /**
   * Breaks it and mends it; resolves when nothing more will be done, though not everything may work again yet. Rejects
   * only when it could not be tried.
   */
  strike(stage: Stage): Promise<Struck>;
}

export interface Stage {
  readonly rig: Rig;
  readonly sale: Sale;
  readonly draw: () => number;
}

export interface Struck {
  /** By `performance.now()`. */
  readonly at: number;
  /** What happened in fact, where it is not what the name says. */
  readonly what?: string;
  /** Where it belongs in the table of the report, when it is not what it was meant to be. */
  readonly group?: string;
}
