import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provideSecrets } from '../src/secrets.ts';

describe('secrets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jari-secrets-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that were not given are made once, and shown once', () => {
    const first = provideSecrets({ adminTokens: [], sessionSecrets: [] }, folder);
    expect(first.newAdminToken).toBe(first.adminTokens[0]);
    const second = provideSecrets({ adminTokens: [], sessionSecrets: [] }, folder);
    expect(second).toEqual({ ...first, newAdminToken: undefined });
  });

  it('that were given are all that counts', () => {
    const given = { adminTokens: ['one', 'two'], sessionSecrets: ['three', 'four'] };
    expect(provideSecrets(given, folder)).toEqual({ ...given, newAdminToken: undefined });
    const made = provideSecrets({ adminTokens: [], sessionSecrets: [] }, folder);
    expect(provideSecrets({ adminTokens: ['one'], sessionSecrets: [] }, folder)).toEqual({
      adminTokens: ['one'],
      sessionSecrets: made.sessionSecrets,
      newAdminToken: undefined,
    });
  });
});
