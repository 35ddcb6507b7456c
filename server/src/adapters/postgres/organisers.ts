import type {
  NewOrganiserRecord,
  NewSessionRecord,
  OrganiserChange,
  OrganiserRecord,
  OrganiserStore,
  Role,
  SessionRecord,
} from '../../ports/organiser-store.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface OrganiserRow {
  readonly name: string;
  readonly role: Role;
  readonly version: number;
  readonly created_at: number;
  readonly token_made_at: number;
}

/** Either name and role are null, or the print is. */
interface SessionRow {
  readonly name: string | null;
  readonly role: Role | null;
  readonly owner_print: string | null;
  readonly expires_at: number;
  readonly ends_at: number;
}

/** Who works for the house and who of them is signed in, in PostgreSQL. */
export class PostgresOrganisers implements OrganiserStore {
  constructor(private readonly runner: Runner) {}

  async list(): Promise<readonly OrganiserRecord[]> {
    return (await this.runner.read<OrganiserRow>(statements.listOrganisers)).map(toOrganiser);
  }

  async create({ name, role, tokenHash, at }: NewOrganiserRecord): Promise<OrganiserRecord | 'taken'> {
    const values = [name, role, bytes(tokenHash), at];
    const [row] = await this.runner.write<OrganiserRow>(statements.createOrganiser, values);
    return row === undefined ? 'taken' : toOrganiser(row);
  }

  async change(name: string, { role, token }: OrganiserChange): Promise<OrganiserRecord | undefined> {
    const hash = token === undefined ? null : bytes(token.tokenHash);
    const values = [name, role ?? null, hash, token?.at ?? null];
    const [row] = await this.runner.write<OrganiserRow>(statements.changeOrganiser, values);
    return row === undefined ? undefined : toOrganiser(row);
  }

  async remove(name: string): Promise<boolean> {
    return (await this.runner.write(statements.removeOrganiser, [name])).length > 0;
  }

  async findByToken(tokenHash: string): Promise<OrganiserRecord | undefined> {
    const [row] = await this.runner.read<OrganiserRow>(statements.findOrganiserByToken, [bytes(tokenHash)]);
    return row === undefined ? undefined : toOrganiser(row);
  }

  async openSession(
    { sessionHash, owner, expiresAt, endsAt }: NewSessionRecord,
    now: number,
  ): Promise<boolean> {
    const whose =
      owner.name === null ? [null, null, bytes(owner.ownerPrint)] : [owner.name, String(owner.version), null];
    const values = [bytes(sessionHash), ...whose, expiresAt, endsAt, now];
    return (await this.runner.write(statements.openOrganiserSession, values)).length > 0;
  }

  async findSession(sessionHash: string, now: number): Promise<SessionRecord | undefined> {
    const values = [bytes(sessionHash), now];
    const [row] = await this.runner.read<SessionRow>(statements.findOrganiserSession, values);
    return row === undefined ? undefined : toSession(row);
  }

  async prolongSession(sessionHash: string, expiresAt: number): Promise<void> {
    await this.runner.write(statements.prolongOrganiserSession, [bytes(sessionHash), expiresAt]);
  }

  async endSession(sessionHash: string): Promise<void> {
    await this.runner.write(statements.endOrganiserSession, [bytes(sessionHash)]);
  }
}

function toOrganiser(row: OrganiserRow): OrganiserRecord {
  const { name, role, version, created_at: createdAt, token_made_at: tokenMadeAt } = row;
  return { name, role, version, createdAt, tokenMadeAt };
}

function toSession(row: SessionRow): SessionRecord {
  const { name, role, owner_print: ownerPrint, expires_at: expiresAt, ends_at: endsAt } = row;
  if (name !== null && role !== null) return { expiresAt, endsAt, of: { name, role } };
  if (ownerPrint === null) throw new Error('a session is nobody’s');
  return { expiresAt, endsAt, of: { ownerPrint } };
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
