import type { HaStack } from '../stack/ha/ha-stack.ts';

/** One way to take something away, and to give it back. */
export interface Fault {
  readonly kind: string;
  readonly family: 'postgres' | 'redis';
  /** Whether another node has to lead afterwards; else things must merely go on. */
  readonly movesLeader: boolean;
  /** Does it; what it gives brings back what was taken away. */
  inflict(stack: HaStack, sale: SaleNames): Promise<Mend>;
}

export type Mend = () => Promise<void>;

/** What things of the sale are called where they are kept. */
export interface SaleNames {
  readonly eventId: string;
  readonly lineId: string;
}
