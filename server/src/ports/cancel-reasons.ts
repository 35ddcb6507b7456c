/** Why organisers took reservations away, in words for those who had them. */
export interface CancelReasons {
  /** Written before the reservation is cancelled, so that whoever hears of that finds it. */
  put(eventId: string, reservation: number, reason: string): Promise<void>;

  /** It came to nothing. */
  withdraw(eventId: string, reservation: number): Promise<void>;

  find(eventId: string, reservation: number): Promise<string | undefined>;
}
