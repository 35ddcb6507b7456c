import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Secrets {
  readonly adminTokens: readonly string[];
  readonly sessionSecrets: readonly string[];
  /** The admin token if it was made just now, so that it must be shown once. */
  readonly newAdminToken: string | undefined;
}

interface Stored {
  adminToken?: string;
  sessionSecret?: string;
}

/**
 * The secrets that were given, completed by generated ones that are kept in the data folder (readable by its
 * owner only), so that sessions survive a restart.
 */
export function provideSecrets(
  given: { readonly adminTokens: readonly string[]; readonly sessionSecrets: readonly string[] },
  dataDir: string,
): Secrets {
  const isAdminTokenGiven = given.adminTokens.length > 0;
  const isSessionSecretGiven = given.sessionSecrets.length > 0;
  if (isAdminTokenGiven && isSessionSecretGiven) {
    const { adminTokens, sessionSecrets } = given;
    return { adminTokens, sessionSecrets, newAdminToken: undefined };
  }
  const path = join(dataDir, 'secrets.json');
  const stored = readStored(path);
  const isAdminTokenNew = !isAdminTokenGiven && stored.adminToken === undefined;
  const complete = {
    adminToken: stored.adminToken ?? randomBytes(18).toString('base64url'),
    sessionSecret: stored.sessionSecret ?? randomBytes(32).toString('base64url'),
  };
  if (stored.adminToken === undefined || stored.sessionSecret === undefined) {
    mkdirSync(dataDir, { recursive: true });
    // Written beside and renamed, so that a crash leaves the old file or the new one, never half of one.
    writeFileSync(`${path}.new`, JSON.stringify(complete, null, 2), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return {
    adminTokens: isAdminTokenGiven ? given.adminTokens : [complete.adminToken],
    sessionSecrets: isSessionSecretGiven ? given.sessionSecrets : [complete.sessionSecret],
    newAdminToken: isAdminTokenNew ? complete.adminToken : undefined,
  };
}

function readStored(path: string): Stored {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const parsed: unknown = JSON.parse(content);
  const stored: Stored = {};
  if (typeof parsed === 'object' && parsed !== null) {
    if ('adminToken' in parsed && typeof parsed.adminToken === 'string')
      stored.adminToken = parsed.adminToken;
    if ('sessionSecret' in parsed && typeof parsed.sessionSecret === 'string') {
      stored.sessionSecret = parsed.sessionSecret;
    }
  }
  return stored;
}
