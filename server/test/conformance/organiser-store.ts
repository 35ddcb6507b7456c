import { expect, it } from 'vitest';
import type { NewSessionRecord, SessionOwner } from '../../src/ports/organiser-store.ts';
import type { Store } from '../../src/ports/store.ts';

/** What every store of organisers and of their trail promises. Names are a test's own. */
export function describeOrganisers(fixture: { readonly ledger: Store; readonly other: Store }): void {
  const hash = (text: string) => Buffer.from(text.padEnd(32, '.')).toString('hex');
  const created = (name: string, role: 'organiser' | 'desk' = 'desk') =>
    fixture.ledger.organisers.create({ name, role, tokenHash: hash(name), at: 1_000.5 });
  const session = (id: string, owner: SessionOwner): NewSessionRecord => ({
    sessionHash: hash(id),
    owner,
    expiresAt: 2_000,
    endsAt: 5_000,
  });
  const open = (id: string, name: string, version = 1) =>
    fixture.ledger.organisers.openSession(session(id, { name, version }), 1_000);
  const find = (id: string, now = 1_500) => fixture.other.organisers.findSession(hash(id), now);

  it('keeps an organiser, whom every instance knows by the token from then on', async () => {
    const record = { name: 'kim', role: 'desk', version: 1, createdAt: 1_000.5, tokenMadeAt: 1_000.5 };
    expect(await created('kim')).toEqual(record);
    expect(await created('kim', 'organiser')).toBe('taken');
    expect(await fixture.other.organisers.findByToken(hash('kim'))).toEqual(record);
    expect(await fixture.other.organisers.findByToken(hash('nobody'))).toBeUndefined();
    expect(await fixture.other.organisers.list()).toContainEqual(record);
  });

  it('gives an organiser another role or token as of a new version, and the old token is worthless', async () => {
    await created('lee');
    const promoted = await fixture.ledger.organisers.change('lee', { role: 'organiser' });
    expect(promoted).toMatchObject({ role: 'organiser', version: 2, tokenMadeAt: 1_000.5 });
    const token = { tokenHash: hash('lee-again'), at: 2_000 };
    expect(await fixture.ledger.organisers.change('lee', { token })).toMatchObject({
      role: 'organiser',
      version: 3,
      tokenMadeAt: 2_000,
    });
    expect(await fixture.ledger.organisers.findByToken(hash('lee'))).toBeUndefined();
    expect(await fixture.ledger.organisers.change('nobody', { role: 'desk' })).toBeUndefined();
  });

  it('knows a session at every instance until it is over, used or not', async () => {
    await created('park');
    expect(await open('s-park', 'park')).toBe(true);
    expect(await find('s-park')).toEqual({
      expiresAt: 2_000,
      endsAt: 5_000,
      of: { name: 'park', role: 'desk' },
    });
    expect(await find('s-park', 2_000)).toBeUndefined();
    await fixture.ledger.organisers.prolongSession(hash('s-park'), 4_000);
    expect(await find('s-park', 3_000)).toMatchObject({ expiresAt: 4_000 });
    // Another tab’s request that was slower.
    await fixture.ledger.organisers.prolongSession(hash('s-park'), 3_500);
    expect(await find('s-park', 3_600)).toMatchObject({ expiresAt: 4_000 });
    await fixture.ledger.organisers.prolongSession(hash('s-park'), 9_000);
    expect(await find('s-park', 4_999)).toMatchObject({ expiresAt: 5_000 });
    expect(await find('s-park', 5_000)).toBeUndefined();
  });

  it('ends the sessions of whoever is changed or removed, at every instance, and opens none for them', async () => {
    await created('choi');
    await open('s-choi', 'choi');
    await fixture.ledger.organisers.change('choi', { role: 'organiser' });
    expect(await find('s-choi')).toBeUndefined();
    expect(await open('s-late', 'choi', 1)).toBe(false);
    expect(await open('s-choi-2', 'choi', 2)).toBe(true);
    expect(await fixture.ledger.organisers.remove('choi')).toBe(true);
    expect(await find('s-choi-2')).toBeUndefined();
    expect(await open('s-choi-3', 'choi', 2)).toBe(false);
    // Whoever has the name next has no part in what was theirs.
    await created('choi');
    expect(await find('s-choi')).toBeUndefined();
    expect(await fixture.ledger.organisers.remove('nobody')).toBe(false);
  });

  it('keeps an owner’s session with the print of the token that opened it, and forgets one that signs out', async () => {
    const ownerPrint = hash('print');
    const owner = { name: null, ownerPrint };
    expect(await fixture.ledger.organisers.openSession(session('s-owner', owner), 1_000)).toBe(true);
    expect(await find('s-owner')).toEqual({ expiresAt: 2_000, endsAt: 5_000, of: { ownerPrint } });
    await fixture.ledger.organisers.endSession(hash('s-owner'));
    expect(await find('s-owner')).toBeUndefined();
  });

  it('keeps a trail, newest first, of all and of one event, by pages', async () => {
    const { trail } = fixture.ledger;
    const note = (action: string, eventId: string | null) =>
      trail.note({ actor: 'organiser:kim', action, eventId, detail: { role: 'desk', seats: [1, 2] } });
    await note('one.done', 'trail-a');
    await note('two.done', null);
    await note('three.done', 'trail-a');
    const all = await fixture.other.trail.list({ limit: 3 });
    expect(all.map(({ action }) => action)).toEqual(['three.done', 'two.done', 'one.done']);
    const [third, second, first] = all;
    expect(third).toMatchObject({
      actor: 'organiser:kim',
      eventId: 'trail-a',
      detail: { role: 'desk', seats: [1, 2] },
    });
    expect(third?.at).toBeGreaterThan(1.6e12);
    expect(second).toMatchObject({ eventId: null });
    const ofEvent = { eventId: 'trail-a', limit: 10 };
    expect(await trail.list(ofEvent)).toEqual([third, first]);
    expect(await trail.list({ ...ofEvent, before: third?.entryId })).toEqual([first]);
    expect(await trail.list({ limit: 10, after: second?.entryId })).toEqual([third]);
  });
}
