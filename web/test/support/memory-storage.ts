/** A browser's storage in memory; typed by what it is handed to. */
export function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string): string | null => kept.get(name) ?? null,
    setItem: (name: string, value: string): void => void kept.set(name, value),
    removeItem: (name: string): void => void kept.delete(name),
  };
}
