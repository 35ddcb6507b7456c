import type { Lang } from './i18n.svelte.ts';

const locales: Record<Lang, string> = { ko: 'ko-KR', en: 'en-GB' };

/** An amount in minor units as one writes it: 55000 KRW is ₩55,000, 5500 EUR is €55 (and 5550, €55.50). */
export function formatMoney(amount: number, currency: string, lang: Lang): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const value = amount / 10 ** digits;
  return new Intl.NumberFormat(locales[lang], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(Number.isInteger(value) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  }).format(value);
}

export function formatCount(count: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang]).format(count);
}
