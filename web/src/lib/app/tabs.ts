/**
 * What tabs of one browser tell each other. They share one session, so they share one hold: what one does,
 * the others must show.
 */
export interface TabNews {
  readonly event: string;
  readonly what: 'held' | 'given_back' | 'reserved' | 'cancelled';
}

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('jari');

/** Tells the other tabs. Without BroadcastChannel they find out when they come into focus. */
export function tellTabs(news: TabNews): void {
  channel?.postMessage(news);
}

/** Listens to the other tabs; gives the function that stops it. */
export function onTabNews(listener: (news: TabNews) => void): () => void {
  if (!channel) return () => undefined;
  const receive = (message: MessageEvent<TabNews>) => listener(message.data);
  channel.addEventListener('message', receive);
  return () => channel.removeEventListener('message', receive);
}
