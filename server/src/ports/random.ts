/** Every random choice of the server, so that a test or a simulation can choose instead. */
export interface Random {
  /** A number in [0, 1): the lot for the intentional failure. */
  draw(): number;
  /** A new reservation's code: ten letters and digits that are hard to mistake, "7KQ4M-2XF8T". */
  reservationCode(): string;
  /** 32 hex digits that nobody can guess: by them a waiting room shuffles. */
  queueSeed(): string;
}
