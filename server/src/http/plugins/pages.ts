import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written by the web app's build. */
const LIST = 'pages.json';

/**
 * The addresses of the web app's pages, as `/events/[event]/reserve`. An app that brings no list may have a
 * page anywhere.
 */
export class Pages {
  private readonly patterns: readonly RegExp[] | undefined;

  private constructor(routes: readonly string[] | undefined) {
    this.patterns = routes?.map(patternOf);
  }

  static in(folder: string): Pages {
    const file = join(folder, LIST);
    if (!existsSync(file)) return new Pages(undefined);
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Pages(Array.isArray(list) ? list.map(String) : undefined);
  }

  has(path: string): boolean {
    return this.patterns?.some((pattern) => pattern.test(path)) ?? true;
  }
}

/** The event that a page is about, if it is about one. */
export function eventOfPage(path: string): string | undefined {
  return /^\/events\/([a-z0-9][a-z0-9_-]{0,63})(\/|$)/.exec(path)?.[1];
}

function patternOf(route: string): RegExp {
  const segments = route.split('/').filter((segment) => !/^\(.*\)$/.test(segment));
  const parts = segments.map((segment) =>
    /^\[.*\]$/.test(segment) ? '[^/]+' : segment.replace(/[^\w-]/g, '\\$&'),
  );
  return new RegExp(`^${parts.join('/')}/?$`);
}
