/** The server-sent event that says how far a stream has come, now and then while nothing happens. */
export const POSITION_EVENT = 'position';

export interface StreamPosition {
  /** The last change that this stream has told; the event's id is its position. */
  readonly sequence: number;
}
