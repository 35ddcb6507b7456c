import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BoxOffice } from '../../src/box-office/box-office.ts';
import { asAdmin } from '../support/app.ts';
import { openAuditedHouse, type AuditedHouse } from '../support/audited-house.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

/** A map keeps its count to itself; a bug in it could do this. */
const miscount = ({ seatMap }: BoxOffice) =>
  void (seatMap as unknown as { availableCount: number }).availableCount++;

describeOnPostgres('An audit that is asked for', (server) => {
  let house: AuditedHouse;
  beforeAll(async () => {
    house = await openAuditedHouse(await server().createDatabase());
  });
  afterAll(() => house.close());

  it('audits all events when none is named', async () => {
    const { id } = await house.sellALittle();
    const answer = await house.app.inject({ url: '/api/v1/admin/audit', headers: asAdmin });
    const events = answer.json<{ events: { event: string }[] }>().events.map(({ event }) => event);
    expect(events).toContain(id);
    expect(events).toContain('default');
  });

  it('runs one at a time, and says so to whoever asks meanwhile', async () => {
    const { id } = await house.sellALittle();
    const ask = () => house.app.inject({ url: `/api/v1/admin/audit?event=${id}`, headers: asAdmin });
    const answers = await Promise.all([ask(), ask()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 429]);
    const busy = answers.find(({ statusCode }) => statusCode === 429);
    expect(busy?.json()).toMatchObject({ reason: 'rate_limited' });
    expect(busy?.headers['retry-after']).toBe('10');
  });

  it('waits for another server that audits the same ledger', async () => {
    await house.sql.query('select pg_advisory_lock(1245794889, 3)');
    const answer = await house.app.inject({ url: '/api/v1/admin/audit?event=default', headers: asAdmin });
    await house.sql.query('select pg_advisory_unlock(1245794889, 3)');
    expect(answer.statusCode).toBe(429);
    expect((await house.audit('default')).ok).toBe(true);
  });

  it('is for organisers, and knows what events there are', async () => {
    const status = async (url: string, headers = {}) => (await house.app.inject({ url, headers })).statusCode;
    expect(await status('/api/v1/admin/audit')).toBe(401);
    expect(await status('/api/v1/admin/audit?event=nowhere', asAdmin)).toBe(404);
    expect(await status('/api/v1/admin/audit?event=NOT+AN+ID', asAdmin)).toBe(400);
  });

  it('is measured', async () => {
    const { id, office } = await house.sellALittle();
    miscount(office);
    await house.audit(id);
    const metrics = async () => (await house.app.inject('/metrics')).body;
    expect(await metrics()).toContain('jari_audit_findings{check="memory"} 1');
    await house.repair(id);
    expect(await metrics()).toContain('jari_audit_findings{check="memory"} 0');
    expect(await metrics()).toMatch(/jari_audit_runs_total{outcome="findings"} \d/);
  });
});
