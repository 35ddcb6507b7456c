/** The rules of every event that a round is played on. */
export const RULES = { hold_ttl_seconds: 2, max_seats_per_user: 4 };
