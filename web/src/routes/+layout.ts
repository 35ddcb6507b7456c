// Pages are drawn in the browser; only the hall (`/`) is prerendered as well, for its first paint.
export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';
