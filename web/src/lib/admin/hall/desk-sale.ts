import type { DeskSale, ReservationResult } from '@jari/contract';
import { isUnsure } from '@jari/client/is-unsure';
import type { Outcome } from '@jari/client/outcome';
import { thenOf } from '@jari/client/then-of';
import { sameKey } from '#lib/app/same-key.ts';
import { hallApi } from './hall-api.ts';

/** A sale at the desk, tried as often as it takes, in whatever words. */
export class DeskSelling {
  /** The same request keeps its key, so that a retry after a broken connection sells nothing twice. */
  private readonly keyOf = sameKey();
  /** Tries of which nobody has said what came of them. */
  private unsure: readonly { readonly sale: DeskSale; readonly key: string }[] = [];

  constructor(private readonly event: string) {}

  /** Where the seats are gone by an earlier try whose answer got lost, its ticket is the answer. */
  async sell(sale: DeskSale): Promise<Outcome<ReservationResult>> {
    const key = this.keyOf(JSON.stringify(sale));
    const outcome = await hallApi.sell(this.event, sale, key);
    if (outcome.ok) return outcome;
    const { failure } = outcome;
    if (isUnsure(failure)) {
      this.unsure = [...this.unsure.filter((one) => one.key !== key), { sale, key }];
    } else if (thenOf(failure) === 'choose_again') {
      for (const before of this.unsure) {
        const found = await hallApi.sell(this.event, before.sale, before.key);
        if (found.ok) return found;
      }
    }
    return outcome;
  }
}
