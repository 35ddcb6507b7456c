/** How English counts. */
export const seatWord = (labels: string | readonly string[]) =>
  (typeof labels === 'string' ? labels.includes(',') : labels.length > 1) ? 'Seats' : 'Seat';

export const duration = (seconds: number) => {
  const minutes = seconds / 60;
  if (!Number.isInteger(minutes)) return `${seconds} seconds`;
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
};

export const isOrAre = (labels: string) => (labels.includes(',') ? 'are' : 'is');
