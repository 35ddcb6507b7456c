import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Secrets {
  readonly adminTokens: readonly string[];
  readonly sessionSecrets: readonly string[];
  readonly ticketSecrets: readonly string[];
  /** The admin token if it was made just now, so that it must be shown once. */
  readonly newAdminToken: string | undefined;
}

export interface GivenSecrets {
  readonly adminTokens: readonly string[];
  readonly sessionSecrets: readonly string[];
  readonly ticketKeys: readonly string[];
}

interface Stored {
  adminToken?: string;
  sessionSecret?: string;
  ticketSecret?: string;
}

/**
 * The secrets that were given, completed by generated ones that are kept in the data folder (readable by its
 * owner only), so that sessions and tickets survive a restart.
 *
 * Tickets are signed with what SESSION_SECRET says where only that is given: several servers have it in common, and a
 * server without a lasting folder would make every ticket worthless by starting anew.
 */
export function provideSecrets(given: GivenSecrets, dataDir: string): Secrets {
  const isAdminTokenGiven = given.adminTokens.length > 0;
  const isSessionSecretGiven = given.sessionSecrets.length > 0;
  const givenForTickets = given.ticketKeys.length > 0 ? given.ticketKeys : given.sessionSecrets;
  if (isAdminTokenGiven && isSessionSecretGiven) {
    const { adminTokens, sessionSecrets } = given;
    return { adminTokens, sessionSecrets, ticketSecrets: givenForTickets, newAdminToken: undefined };
  }
  const path = join(dataDir, 'secrets.json');
  const stored = readStored(path);
  const isAdminTokenNew = !isAdminTokenGiven && stored.adminToken === undefined;
  const complete = {
    adminToken: stored.adminToken ?? randomBytes(18).toString('base64url'),
    sessionSecret: stored.sessionSecret ?? randomBytes(32).toString('base64url'),
    ticketSecret: stored.ticketSecret ?? randomBytes(32).toString('base64url'),
  };
  if (Object.keys(stored).length < Object.keys(complete).length) {
    mkdirSync(dataDir, { recursive: true });
    // Written beside and renamed, so that a crash leaves the old file or the new one, never half of one.
    writeFileSync(`${path}.new`, JSON.stringify(complete, null, 2), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return {
    adminTokens: isAdminTokenGiven ? given.adminTokens : [complete.adminToken],
    sessionSecrets: isSessionSecretGiven ? given.sessionSecrets : [complete.sessionSecret],
    ticketSecrets: givenForTickets.length > 0 ? givenForTickets : [complete.ticketSecret],
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
  if (typeof parsed !== 'object' || parsed === null) return stored;
  if ('adminToken' in parsed && typeof parsed.adminToken === 'string') stored.adminToken = parsed.adminToken;
  if ('sessionSecret' in parsed && typeof parsed.sessionSecret === 'string') {
    stored.sessionSecret = parsed.sessionSecret;
  }
  if ('ticketSecret' in parsed && typeof parsed.ticketSecret === 'string') {
    stored.ticketSecret = parsed.ticketSecret;
  }
  return stored;
}
