/** A name for an event's address, from its English title or else from its day; empty where neither is known. */
export function suggestedId(titleEn: string, startsAt: string): string {
  const words = titleEn
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}’']/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  if (words !== '') return words;
  return startsAt === '' ? '' : `show-${startsAt.slice(0, 10)}`;
}
