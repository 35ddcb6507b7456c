/** What this page's tab shows from afar. */
export type TabMark = 'usual' | 'turn' | 'missed';

const chair = (ground: string, seat: string, mark: string) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="16" fill="${ground}"/><path d="M16 24a12 12 0 0 1 12-12h8a12 12 0 0 1 12 12v10H16z" fill="${seat}"/><rect x="13" y="36" width="38" height="13" rx="6.5" fill="${seat}"/>${mark}</svg>`,
  )}`;

const ICONS: Record<Exclude<TabMark, 'usual'>, string> = {
  turn: chair(
    '#ffb951',
    '#2a1900',
    '<circle cx="50" cy="14" r="13" fill="#c8102e" stroke="#fff" stroke-width="4"/>',
  ),
  missed: chair('#4a4459', '#b3a8c8', '<path d="M40 6l18 18M58 6L40 24" stroke="#fff" stroke-width="6"/>'),
};

/** Shows the mark in the tab; gives what takes it away again. The page's own icon is kept beside it. */
export function showMark(mark: TabMark): () => void {
  if (mark === 'usual') return () => undefined;
  const link = document.createElement('link');
  link.rel = 'icon';
  link.type = 'image/svg+xml';
  link.href = ICONS[mark];
  const usual = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  // Browsers show the last icon, some of them only if it is the only one.
  usual?.remove();
  document.head.append(link);
  return () => {
    link.remove();
    if (usual) document.head.append(usual);
  };
}
