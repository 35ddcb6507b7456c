import type { Config } from './config.ts';

/** What whoever starts the server wants to know. */
export function greeting(config: Config, url: string, newAdminToken: string | undefined): readonly string[] {
  const store =
    config.mode === 'embedded'
      ? `embedded, seats are kept in ${config.dataDir}`
      : `${config.mode}, seats are kept in PostgreSQL`;
  const token = newAdminToken === undefined ? [] : [`  Organiser's token (shown only now): ${newAdminToken}`];
  return [
    '',
    `  Jari is open: ${url}`,
    `  API: ${url}/docs    Mode: ${store}`,
    ...token,
    '  Ctrl-C ends it; nothing that was acknowledged is lost.',
    '',
  ];
}
