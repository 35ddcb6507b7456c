import { networkOf } from '../network.ts';

/**
 * Counts what one address has at the same time, and says no when it is enough. Addresses are forgotten with
 * the last thing they had.
 */
export class PlacesByNetwork {
  private readonly taken = new Map<string, number>();

  constructor(private readonly placesMax: number) {}

  /** Takes a place for the address. Returns how to give it back, once; undefined when it has its share. */
  take(address: string): (() => void) | undefined {
    const network = networkOf(address);
    const count = this.taken.get(network) ?? 0;
    if (count >= this.placesMax) return undefined;
    this.taken.set(network, count + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.taken.get(network) ?? 1) - 1;
      if (left > 0) this.taken.set(network, left);
      else this.taken.delete(network);
    };
  }

  get networkCount(): number {
    return this.taken.size;
  }
}
