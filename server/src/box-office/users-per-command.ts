/** People whose holds, reservations or places one command ends, so that no append becomes a giant one. */
export const USERS_PER_COMMAND = 200;
