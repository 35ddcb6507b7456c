/** A code that stays in sight is one guest; it counts again when it has been away for so long. */
const AWAY_MS = 2_500;

/** Tells who comes before the camera from who stands there still; also where several do, and each is read by turns. */
export class InSight {
  private readonly lastSeen = new Map<string, number>();

  /** @param now milliseconds that only ever grow, when the code was seen */
  isNew(text: string, now: number): boolean {
    for (const [each, at] of this.lastSeen) if (now - at >= AWAY_MS) this.lastSeen.delete(each);
    const isNew = !this.lastSeen.has(text);
    this.lastSeen.set(text, now);
    return isNew;
  }
}
