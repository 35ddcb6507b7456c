import type { ChangeBus } from '../../ports/change-bus.ts';

/** The bus of an instance that is alone: there is nobody to tell, and nobody to hear from. */
export function createLonelyChangeBus(): ChangeBus {
  return {
    publish: () => undefined,
    subscribe: () => undefined,
    onGap: () => undefined,
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
