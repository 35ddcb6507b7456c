import { WorkSearch } from '@jari/contract/proof-of-work';

/** Some tens of milliseconds on a phone: often enough to say how far it is. */
const TRIES_AT_ONCE = 10_000;

/** Finds a proof of work beside the page; see prove-work.ts. */
addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly challenge: string; readonly bits: number }>) => {
    const search = new WorkSearch(data.challenge, data.bits);
    for (;;) {
      const proof = search.look(TRIES_AT_ONCE);
      postMessage({ tries: search.tries, proof });
      if (proof !== undefined) return;
    }
  },
);
