import type * as FileSystem from 'node:fs';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { provideSecrets } from '../src/secrets.ts';
import { PERSONAL_DATA_KEY } from './support/person-keys.ts';

/** What happens once, right after a file was looked for. */
const meanwhile = vi.hoisted((): { happens: () => void } => ({ happens: () => undefined }));
vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof FileSystem>();
  const readFileSync = (path: string, encoding: 'utf8'): string => {
    const { happens } = meanwhile;
    meanwhile.happens = () => undefined;
    try {
      return actual.readFileSync(path, encoding);
    } finally {
      happens();
    }
  };
  return { ...actual, readFileSync };
});

const nothing = {
  mode: 'embedded',
  adminTokens: [],
  sessionSecrets: [],
  personalDataKeys: [],
  ticketKeys: [],
} as const;

describe('secrets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jari-secrets-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that were not given are made once, kept for their owner alone, and shown once', () => {
    const first = provideSecrets(nothing, folder);
    expect(first.newAdminToken).toBe(first.adminTokens[0]);
    expect(first.personalDataKeys).toHaveLength(1);
    expect(readConfig({ PERSONAL_DATA_KEYS: first.personalDataKeys[0] }).personalDataKeys).toEqual(
      first.personalDataKeys,
    );
    expect(statSync(join(folder, 'secrets.json')).mode & 0o077).toBe(0);
    const second = provideSecrets(nothing, folder);
    expect(second).toEqual({ ...first, newAdminToken: undefined });
  });

  it('are those of the quicker one of two that start at once: it may be the one that goes on', () => {
    let quicker: unknown;
    meanwhile.happens = () => (quicker = provideSecrets(nothing, folder));
    const slower = provideSecrets(nothing, folder);
    // With the token that must be shown: only one of the two gets as far as that.
    expect(slower).toEqual(quicker);
    expect(slower.newAdminToken).toBe(slower.adminTokens[0]);
    expect(provideSecrets(nothing, folder)).toEqual({ ...slower, newAdminToken: undefined });
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('that were given are all that counts', () => {
    const given = {
      mode: 'server',
      adminTokens: ['one', 'two'],
      sessionSecrets: ['three', 'four'],
      personalDataKeys: ['five'],
      ticketKeys: ['six', 'seven'],
    } as const;
    const { mode, ticketKeys: ticketSecrets, ...expected } = given;
    expect(provideSecrets(given, folder)).toEqual({ ...expected, ticketSecrets, newAdminToken: undefined });
    const made = provideSecrets(nothing, folder);
    expect(
      provideSecrets({ ...nothing, mode, adminTokens: ['one'], personalDataKeys: ['5'] }, folder),
    ).toEqual({
      adminTokens: ['one'],
      sessionSecrets: made.sessionSecrets,
      personalDataKeys: ['5'],
      ticketSecrets: made.ticketSecrets,
      newAdminToken: undefined,
    });
  });

  it('that sign sessions sign tickets as well where they alone were given', () => {
    const { ticketSecrets } = provideSecrets({ ...nothing, sessionSecrets: ['three', 'four'] }, folder);
    expect(ticketSecrets).toEqual(['three', 'four']);
    // As a rotation of what was generated must not make tickets worthless.
    const made = provideSecrets(nothing, folder);
    expect(made.ticketSecrets).not.toEqual(made.sessionSecrets);
  });

  it('of a version that signed no tickets get the one that is missing', () => {
    writeFileSync(join(folder, 'secrets.json'), '{"adminToken":"a","sessionSecret":"b"}');
    const made = provideSecrets(nothing, folder);
    expect(made).toMatchObject({ adminTokens: ['a'], sessionSecrets: ['b'], newAdminToken: undefined });
    expect(provideSecrets(nothing, folder).ticketSecrets).toEqual(made.ticketSecrets);
  });

  it('keep a generated key for personal data behind one that is given later', () => {
    const [generated] = provideSecrets(nothing, folder).personalDataKeys;
    const given = provideSecrets({ ...nothing, personalDataKeys: [PERSONAL_DATA_KEY] }, folder);
    expect(given.personalDataKeys).toEqual([PERSONAL_DATA_KEY, generated]);
  });

  it('keep a generated key of tickets behind what is given later: tickets that were printed stay good', () => {
    const [generated] = provideSecrets(nothing, folder).ticketSecrets;
    const withSessions = provideSecrets({ ...nothing, sessionSecrets: ['three'] }, folder);
    expect(withSessions.ticketSecrets).toEqual(['three', generated]);
    const withKeys = provideSecrets({ ...nothing, ticketKeys: ['six'] }, folder);
    expect(withKeys.ticketSecrets).toEqual(['six', generated]);
  });

  it('make no key of tickets that signs none', () => {
    const given = { ...nothing, sessionSecrets: ['three'] };
    provideSecrets(given, folder);
    expect(provideSecrets(given, folder).ticketSecrets).toEqual(['three']);
  });

  it('make no key for a database that lies elsewhere: it must be given', () => {
    for (const mode of ['server', 'full'] as const) {
      expect(() => provideSecrets({ ...nothing, mode }, folder)).toThrow(/^PERSONAL_DATA_KEYS must be set/);
    }
  });
});
