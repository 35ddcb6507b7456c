import type {
  NewOrganiserRecord,
  NewSessionRecord,
  OrganiserChange,
  OrganiserRecord,
  OrganiserStore,
  SessionRecord,
} from '../../src/ports/organiser-store.ts';

/** Organisers and their sessions without durability, for tests. Its answers are the same as PostgreSQL's. */
export class MemoryOrganisers implements OrganiserStore {
  private readonly organisers = new Map<string, OrganiserRecord & { readonly tokenHash: string }>();
  private readonly sessions = new Map<string, NewSessionRecord>();

  async list(): Promise<readonly OrganiserRecord[]> {
    await Promise.resolve();
    return [...this.organisers.values()].map(withoutToken).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async create({ name, role, tokenHash, at }: NewOrganiserRecord): Promise<OrganiserRecord | 'taken'> {
    await Promise.resolve();
    if (this.organisers.has(name)) return 'taken';
    const organiser = { name, role, tokenHash, version: 1, createdAt: at, tokenMadeAt: at };
    this.organisers.set(name, organiser);
    return withoutToken(organiser);
  }

  async change(name: string, { role, token }: OrganiserChange): Promise<OrganiserRecord | undefined> {
    await Promise.resolve();
    const known = this.organisers.get(name);
    if (known === undefined) return undefined;
    const changed = {
      ...known,
      role: role ?? known.role,
      tokenHash: token?.tokenHash ?? known.tokenHash,
      tokenMadeAt: token?.at ?? known.tokenMadeAt,
      version: known.version + 1,
    };
    this.organisers.set(name, changed);
    return withoutToken(changed);
  }

  async remove(name: string): Promise<boolean> {
    await Promise.resolve();
    for (const [hash, { owner }] of this.sessions) if (owner.name === name) this.sessions.delete(hash);
    return this.organisers.delete(name);
  }

  async findByToken(tokenHash: string): Promise<OrganiserRecord | undefined> {
    await Promise.resolve();
    const found = [...this.organisers.values()].find((organiser) => organiser.tokenHash === tokenHash);
    return found === undefined ? undefined : withoutToken(found);
  }

  async openSession(session: NewSessionRecord, now: number): Promise<boolean> {
    await Promise.resolve();
    for (const [hash, { endsAt }] of this.sessions) if (endsAt < now) this.sessions.delete(hash);
    const { owner } = session;
    if (owner.name !== null && this.organisers.get(owner.name)?.version !== owner.version) return false;
    this.sessions.set(session.sessionHash, session);
    return true;
  }

  async findSession(sessionHash: string, now: number): Promise<SessionRecord | undefined> {
    await Promise.resolve();
    const session = this.sessions.get(sessionHash);
    if (session === undefined || session.expiresAt <= now || session.endsAt <= now) return undefined;
    const { expiresAt, endsAt, owner } = session;
    if (owner.name === null) return { expiresAt, endsAt, of: { ownerPrint: owner.ownerPrint } };
    const organiser = this.organisers.get(owner.name);
    if (organiser?.version !== owner.version) return undefined;
    return { expiresAt, endsAt, of: { name: organiser.name, role: organiser.role } };
  }

  async prolongSession(sessionHash: string, expiresAt: number): Promise<void> {
    await Promise.resolve();
    const session = this.sessions.get(sessionHash);
    if (session === undefined) return;
    const later = Math.min(session.endsAt, Math.max(session.expiresAt, expiresAt));
    this.sessions.set(sessionHash, { ...session, expiresAt: later });
  }

  async endSession(sessionHash: string): Promise<void> {
    await Promise.resolve();
    this.sessions.delete(sessionHash);
  }
}

function withoutToken({ name, role, version, createdAt, tokenMadeAt }: OrganiserRecord): OrganiserRecord {
  return { name, role, version, createdAt, tokenMadeAt };
}
