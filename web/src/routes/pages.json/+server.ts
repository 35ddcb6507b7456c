/** A file of the build: the addresses that are pages, so that the server can tell an unknown one from them. */
export const prerender = true;

const pages = Object.keys(import.meta.glob('/src/routes/**/+page.svelte')).map(
  (file) => file.slice('/src/routes'.length, -'/+page.svelte'.length) || '/',
);

export const GET = () => new Response(JSON.stringify(pages.sort()));
