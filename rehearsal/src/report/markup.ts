/** Text in both languages of a report; its page shows one of them. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

/** HTML, as opposed to text that still has to become some. */
export type Html = string & { readonly kind: 'html' };

export function raw(text: string): Html {
  return text as Html;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escape(text: string): Html {
  return raw(text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter));
}

/** Both languages, of which the page's style shows one. */
export function both({ ko, en }: Words): Html {
  if (ko === en) return raw(`<span>${escape(ko)}</span>`);
  return raw(`<span lang="ko">${escape(ko)}</span><span lang="en">${escape(en)}</span>`);
}

/** Joins HTML; strings in between become text. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | number | readonly Html[])[]
): Html {
  let text = parts[0] ?? '';
  for (const [i, value] of values.entries()) {
    text += (typeof value === 'object' ? value.join('') : String(value)) + (parts[i + 1] ?? '');
  }
  return raw(text);
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 12,345: written alike in both languages. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** Milliseconds as people read them: 3.1 ms, 240 ms, 2.4 s. */
export function duration(ms: number): string {
  if (ms >= 10_000) return `${WHOLE.format(ms / 1_000)} s`;
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms >= 10 ? `${WHOLE.format(ms)} ms` : `${ms.toFixed(1)} ms`;
}
