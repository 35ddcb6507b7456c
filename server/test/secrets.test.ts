import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provideSecrets } from '../src/secrets.ts';

const nothing = { adminTokens: [], sessionSecrets: [], ticketKeys: [] };
const given = {
  adminTokens: ['one', 'two'],
  sessionSecrets: ['three', 'four'],
  ticketKeys: ['five', 'six'],
};

describe('secrets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jari-secrets-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that were not given are made once, and shown once', () => {
    const first = provideSecrets(nothing, folder);
    expect(first.newAdminToken).toBe(first.adminTokens[0]);
    const second = provideSecrets(nothing, folder);
    expect(second).toEqual({ ...first, newAdminToken: undefined });
  });

  it('that were given are all that counts', () => {
    const { ticketKeys, ...rest } = given;
    expect(provideSecrets(given, folder)).toEqual({
      ...rest,
      ticketSecrets: ticketKeys,
      newAdminToken: undefined,
    });
    const made = provideSecrets(nothing, folder);
    expect(provideSecrets({ ...nothing, adminTokens: ['one'] }, folder)).toEqual({
      ...made,
      adminTokens: ['one'],
      newAdminToken: undefined,
    });
  });
  it('that sign sessions sign tickets as well where they alone were given', () => {
    const { ticketSecrets } = provideSecrets({ ...given, ticketKeys: [] }, folder);
    expect(ticketSecrets).toEqual(given.sessionSecrets);
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
});
