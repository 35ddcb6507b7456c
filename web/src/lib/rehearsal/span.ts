import type { Language } from '@jari/contract/text-in';

/** A span of time as one reads it at a glance: "8 s", "2:05". */
export function spanText(ms: number, lang: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return lang === 'ko' ? `${seconds}초` : `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long an answer took: "3.1 ms", "240 ms". */
export function tookText(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms).toLocaleString('en')} ms`;
}
