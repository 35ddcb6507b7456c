import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const exists = (path: string) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

const compose = read('compose.yaml');
const dockerfiles = ['server/Dockerfile', 'gateway/Dockerfile'];

/** Names that compose takes from .env. */
const variables = new Set([...compose.matchAll(/\$\{(\w+)/g)].map((match) => match[1] ?? ''));

describe('the containers', () => {
  test.each(dockerfiles)('%s runs as a user with no rights, from bases with exact versions', (path) => {
    const text = read(path);
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER (node|nobody)$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    for (const [, base] of text.matchAll(/^FROM (\S+)/gm)) expect(base).toMatch(/:\d+\.\d+\.\d+/);
  });

  test.each(dockerfiles)('%s copies only what there is', (path) => {
    const sources = [...read(path).matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words]) =>
      (words ?? '').split(' ').slice(0, -1),
    );
    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((source) => !exists(source))).toEqual([]);
  });

  test('start what the tests start', () => {
    expect(read('server/Dockerfile')).toContain('CMD ["node", "server/dist/main.js"]');
    expect(read('tools/stack/server.ts')).toContain("'../../server/dist/main.js'");
    expect(read('gateway/Dockerfile')).toContain('CMD ["gateway/start.sh"]');
    expect(read('tools/stack/gateway.ts')).toContain("'../../gateway/start.sh'");
  });

  test('share one Redis script: the image’s is the servers’ own', () => {
    const path = 'server/src/adapters/redis/lua/join.lua';
    expect(read('gateway/Dockerfile')).toContain(`COPY ${path} join.lua`);
    expect(read('gateway/start.sh')).toContain(path);
  });

  test('cannot be started without the secrets, and contain none', () => {
    for (const name of [
      'POSTGRES_PASSWORD',
      'REDIS_PASSWORD',
      'SESSION_SECRET',
      'GATEWAY_SECRET',
      'ADMIN_TOKEN',
      'PERSONAL_DATA_KEYS',
    ]) {
      expect(
        [...compose.matchAll(new RegExp(`\\$\\{${name}\\b(.{2})`, 'g'))].map(([, use]) => use),
      ).not.toContain('}');
      expect(compose).toContain(`\${${name}:?`);
    }
  });

  test('show nothing to other machines unless told to: only the gateway has a port, on loopback', () => {
    expect([...compose.matchAll(/^ +ports: (.*)$/gm)].map(([, ports]) => ports)).toEqual([
      "['${GATEWAY_PUBLISH:-127.0.0.1:8080}:8080']",
    ]);
  });

  test('have every setting explained in docs/operations.md', () => {
    const manual = read('docs/operations.md');
    const started = [...read('gateway/start.sh').matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const names = [
      ...variables,
      ...started,
      ...[...read('server/src/config.ts').matchAll(/\(env, '(\w+)'/g)].map((match) => match[1] ?? ''),
    ];
    expect(names.length).toBeGreaterThan(40);
    expect([...new Set(names)].filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
  });
});
