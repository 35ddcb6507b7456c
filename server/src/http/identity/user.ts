/**
 * Who a request is taken to come from. Ids are namespaced by where the name comes from, so that no header
 * can ever name a session's user.
 */
export interface User {
  /** `user:…` by a trusted header, `session:…` by our cookie, `gateway:…` by another gateway. */
  readonly id: string;
  readonly source: 'header' | 'session' | 'gateway';
  /** When their session was issued, in seconds since the epoch; undefined for those who are known by something else. */
  readonly sessionSince?: number | undefined;
}

/** Under whom the organiser reserves at the desk. Not a namespace that any request can claim. */
export const DESK_USER_ID = 'desk:organiser';
