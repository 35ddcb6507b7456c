/** A code that stays in sight is one guest; it counts again when it has been away for so long. */
const AWAY_MS = 2_500;

/** Tells who comes before the camera from who stands there still. */
export class InSight {
  private text: string | undefined;
  private at = -Infinity;

  /** @param now milliseconds that only ever grow, when the code was seen */
  isNew(text: string, now: number): boolean {
    const stays = text === this.text && now - this.at < AWAY_MS;
    this.text = text;
    this.at = now;
    return !stays;
  }
}
