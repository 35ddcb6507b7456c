import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

export const REFUSED = 'the address is not one of the public internet';

/** As `dns.lookup` when it is asked for all addresses of a name. */
type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves as usual, and gives only addresses that may be asked. */
export function guardedLookup(
  allows: (address: string) => boolean,
  resolve: Resolve = lookup,
): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const allowed = addresses.filter(({ address }) => allows(address));
      const [first] = allowed;
      if (first === undefined) return done(new Error(REFUSED), '');
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
}
