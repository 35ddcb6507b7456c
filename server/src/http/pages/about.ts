import { textIn, type Language } from '@jari/contract';
import type { Event } from '../../domain/event.ts';
import { lowestPrice } from '../../domain/prices.ts';

/** What a page is about, for those who run no scripts: search engines, and the previews of shared links. */
export interface About {
  readonly language: Language;
  readonly title: string;
  readonly description: string;
  /** Full address of the page; undefined when the one who asked did not say where he found us. */
  readonly url: string | undefined;
  readonly imageUrl: string | undefined;
}

const SITE: Record<Language, string> = { ko: '자리', en: 'Jari' };
const LOCALE: Record<Language, string> = { ko: 'ko-KR', en: 'en-GB' };
const IMAGE = { path: '/og-image.png', width: 1200, height: 630 };

/** @param origin e.g. "https://tickets.example" */
export function aboutEvent(
  event: Event,
  timeZone: string,
  language: Language,
  origin: string | undefined,
): About {
  const when = new Intl.DateTimeFormat(LOCALE[language], {
    timeZone,
    dateStyle: 'full',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(event.startsAt);
  const price = priceFrom(event, language);
  const facts = [when, textIn(event.venue, language), ...(price === undefined ? [] : [price])];
  return {
    language,
    title: textIn(event.title, language),
    description: facts.join(' · '),
    url: origin === undefined ? undefined : `${origin}/events/${event.eventId}`,
    imageUrl: origin === undefined ? undefined : origin + IMAGE.path,
  };
}

/**
 * Puts what a page is about into its HTML, in place of the description that every page has. The rest stays as it
 * was built, so that the hashes in its policy still fit its scripts.
 */
export function fillIn(html: string, about: About): string {
  const title = `<title>${escape(about.title)} · ${SITE[about.language]}</title>`;
  const head = html.indexOf('</head>');
  return (
    html
      .slice(0, head)
      // The prerendered page has a title of its own, which the app replaces as soon as it runs.
      .replace(/<title>[^<]*<\/title>/, '')
      .replace(DESCRIPTION, () => [title, ...tags(about)].join('\n    ')) + html.slice(head)
  );
}

/** False for a page that says nowhere what it is about, so that nothing could be put in. */
export function canBeFilled(html: string): boolean {
  return DESCRIPTION.test(html) && html.includes('</head>');
}

const DESCRIPTION = /<meta name="description"[^>]*>/;

function tags(about: About): string[] {
  const { language, title, description, url, imageUrl } = about;
  const property = (name: string, content: string) =>
    `<meta property="og:${name}" content="${escape(content)}" />`;
  return [
    `<meta name="description" content="${escape(description)}" />`,
    property('type', 'website'),
    property('site_name', SITE[language]),
    property('title', title),
    property('description', description),
    property('locale', LOCALE[language].replace('-', '_')),
    ...(url === undefined ? [] : [property('url', url), `<link rel="canonical" href="${escape(url)}" />`]),
    ...(imageUrl === undefined
      ? []
      : [
          property('image', imageUrl),
          property('image:width', String(IMAGE.width)),
          property('image:height', String(IMAGE.height)),
          '<meta name="twitter:card" content="summary_large_image" />',
        ]),
  ];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}

function priceFrom({ prices, currency }: Event, language: Language): string | undefined {
  const lowest = lowestPrice(prices);
  if (currency === null || lowest === undefined || lowest === 0) return undefined;
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const digits = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2;
  const value = lowest / 10 ** digits;
  const whole = Number.isInteger(value) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  const price = new Intl.NumberFormat(LOCALE[language], { ...style, ...whole }).format(value);
  return language === 'ko' ? `${price}부터` : `from ${price}`;
}
