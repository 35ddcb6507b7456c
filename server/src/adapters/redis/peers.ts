interface Peer {
  lastNumber: number;
  heardAtMs: number;
}

/** How long one that said no farewell is waited for. */
const FORGET_AFTER_MS = 600_000;

/**
 * The instances that were heard on the bus, ourselves included, and the number of the last news of each: what
 * tells us that something was missed although no connection was lost.
 */
export class Peers {
  private readonly peers = new Map<string, Peer>();

  /** @param silentAfterMs how long an instance may say nothing until it counts as cut off. */
  constructor(private readonly silentAfterMs: number) {}

  /** Notes what was said. Returns whether news before it were missed. */
  heard(from: string, kind: 'news' | 'heartbeat', number: number, nowMs: number): boolean {
    // Somebody new who has told news already told them before we could hear them, or in vain.
    const peer = this.peers.get(from) ?? { lastNumber: 0, heardAtMs: nowMs };
    const expected = kind === 'news' ? peer.lastNumber + 1 : peer.lastNumber;
    peer.heardAtMs = nowMs;
    peer.lastNumber = Math.max(peer.lastNumber, number);
    this.peers.set(from, peer);
    return number > expected;
  }

  farewell(from: string): void {
    this.peers.delete(from);
  }

  /** Whether somebody may be telling news that do not reach us. */
  isAnybodySilent(nowMs: number): boolean {
    let isSilent = false;
    for (const [from, { heardAtMs }] of this.peers) {
      if (nowMs - heardAtMs > FORGET_AFTER_MS) this.peers.delete(from);
      else if (nowMs - heardAtMs > this.silentAfterMs) isSilent = true;
    }
    return isSilent;
  }
}
