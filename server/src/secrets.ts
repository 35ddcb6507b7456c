import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, type Config } from './config.ts';

type Given = Pick<Config, 'mode' | 'adminTokens' | 'sessionSecrets' | 'personalDataKeys' | 'ticketKeys'>;

export interface Secrets {
  readonly adminTokens: readonly string[];
  readonly sessionSecrets: readonly string[];
  /** The first encrypts, all decrypt. */
  readonly personalDataKeys: readonly string[];
  /** The first signs, all are good at the door. */
  readonly ticketSecrets: readonly string[];
  /** The admin token if it was made just now, so that it must be shown once. */
  readonly newAdminToken: string | undefined;
}

const names = ['adminToken', 'sessionSecret', 'personalDataKey', 'ticketSecret'] as const;
type Stored = Partial<Record<(typeof names)[number], string>>;

/**
 * The secrets that were given, completed by generated ones that are kept in the data folder (readable by its
 * owner only), so that sessions and tickets survive a restart.
 *
 * A key for personal data is generated for the embedded database alone, which lies in the same folder: one that got
 * lost apart from its database would take all names with it. A generated one goes on decrypting behind those given.
 *
 * Tickets are signed with what SESSION_SECRET says where only that is given: several servers have it in common, and a
 * server without a lasting folder would make every ticket worthless by starting anew. A generated key is good at the door
 * behind those given, too: the tickets that it has signed are printed.
 */
export function provideSecrets(given: Given, dataDir: string): Secrets {
  const { mode, adminTokens, sessionSecrets, personalDataKeys } = given;
  const isEmbedded = mode === 'embedded';
  if (!isEmbedded && personalDataKeys.length === 0) {
    throw new ConfigError(
      'PERSONAL_DATA_KEYS must be set where DATABASE_URL is: names and phones are encrypted with it, and whoever ' +
        'loses it loses them. `openssl rand -base64 32` makes one; keep it apart from the backups.',
    );
  }
  const forTickets = given.ticketKeys.length > 0 ? given.ticketKeys : sessionSecrets;
  if (!isEmbedded && adminTokens.length > 0 && sessionSecrets.length > 0) {
    const newAdminToken = undefined;
    return { adminTokens, sessionSecrets, personalDataKeys, ticketSecrets: forTickets, newAdminToken };
  }
  const path = join(dataDir, 'secrets.json');
  const found = readStored(path);
  const stored = found ?? {};
  const complete: Stored & { adminToken: string; sessionSecret: string } = {
    ...stored,
    adminToken: stored.adminToken ?? newSecret(18),
    sessionSecret: stored.sessionSecret ?? newSecret(32),
  };
  if (forTickets.length === 0) complete.ticketSecret ??= newSecret(32);
  if (isEmbedded && personalDataKeys.length === 0) complete.personalDataKey ??= newSecret(32);
  const isComplete = names.every((name) => complete[name] === stored[name]);
  if (!isComplete && !write(path, complete, found === undefined)) {
    const won = provideSecrets(given, dataDir);
    // Whoever has made it may not get as far as showing it.
    return { ...won, newAdminToken: adminTokens.length > 0 ? undefined : won.adminTokens[0] };
  }
  const keptKey = isEmbedded ? complete.personalDataKey : undefined;
  const { ticketSecret } = complete;
  const isAdminTokenNew = adminTokens.length === 0 && stored.adminToken === undefined;
  return {
    adminTokens: adminTokens.length > 0 ? adminTokens : [complete.adminToken],
    sessionSecrets: sessionSecrets.length > 0 ? sessionSecrets : [complete.sessionSecret],
    personalDataKeys: keptKey === undefined ? personalDataKeys : [...personalDataKeys, keptKey],
    ticketSecrets: ticketSecret === undefined ? forTickets : [...forTickets, ticketSecret],
    newAdminToken: isAdminTokenNew ? complete.adminToken : undefined,
  };
}

function newSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * Written beside and put in place, so that a crash leaves the old file or the new one, never half of one. The first one
 * replaces none: of two servers that start at once one is refused the folder, and if its file were the one that stays,
 * the other would encrypt with a key that is nowhere. False where there is one by now, which counts.
 */
function write(path: string, secrets: Stored, isFirst: boolean): boolean {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  writeFileSync(beside, JSON.stringify(secrets, null, 2), { mode: 0o600, flush: true });
  if (!isFirst) {
    renameSync(beside, path);
    return true;
  }
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // A file system without links.
    renameSync(beside, path);
    return true;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Undefined when there is no file. */
function readStored(path: string): Stored | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const parsed: unknown = JSON.parse(content);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const stored: Stored = {};
  for (const [name, value] of Object.entries(parsed)) {
    const known = names.find((each) => each === name);
    if (known !== undefined && typeof value === 'string') stored[known] = value;
  }
  return stored;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
