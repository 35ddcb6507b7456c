import { expect, it } from 'vitest';
import type { EventDescription } from '../../src/domain/event.ts';
import type { NewPlan } from '../../src/ports/ledger.ts';
import { planOf, seatsInRow } from '../support/plans.ts';
import { eventOf, type Fixture } from './ledger.ts';

let plans = 0;

/** A plan of one row, with a name that no other has. */
function newPlan(seatCount = 4): NewPlan {
  const name = `Hall ${++plans} of “plans” \\ 극장`;
  const rows = [{ name: 'A', category: 'Stalls', seats: seatsInRow(seatCount, 1) }];
  const planId = plans.toString(16).padStart(32, '0');
  const categories = [{ name: 'Stalls', color: '#112233', seat_count: seatCount }];
  const sections = [{ name: 'Hall', seat_count: seatCount, standing: false }];
  return {
    planId,
    name,
    seatCount,
    // Spaces and the order of members are part of what a plan is named by.
    document: JSON.stringify(planOf([{ name: 'Hall', rows }], { name }), null, 1),
    summary: { id: planId, name, seat_count: seatCount, sections, categories },
  };
}

/** Halls that are drawn by plans. */
export function describePlans(fixture: Fixture): void {
  it('keeps a plan once, and gives it back as it was', async () => {
    const plan = newPlan();
    const told = await Promise.all(
      [fixture.ledger, fixture.other, fixture.ledger].map((ledger) => ledger.putPlan(plan)),
    );
    expect(told.toSorted()).toEqual(['created', 'known', 'known']);
    expect(await fixture.other.putPlan({ ...plan, name: 'Other', document: '{}' })).toBe('known');
    expect(await fixture.other.findPlan(plan.planId)).toBe(plan.document);
    expect(await fixture.other.findPlanSummary(plan.planId)).toEqual(plan.summary);
  });

  it('knows nothing of a plan that was not given', async () => {
    expect(await fixture.ledger.findPlan('f'.repeat(32))).toBeUndefined();
    expect(await fixture.ledger.findPlanSummary('f'.repeat(32))).toBeUndefined();
  });

  it('lists all plans, the newest first', async () => {
    const [older, newer] = [newPlan(), newPlan()];
    await fixture.ledger.putPlan(older);
    await fixture.ledger.putPlan(newer);
    expect((await fixture.other.listPlans()).slice(0, 2)).toEqual([newer.summary, older.summary]);
  });

  it('gives an event the hall of its plan, with all seats available', async () => {
    const plan = newPlan(7);
    await fixture.ledger.putPlan(plan);
    const layout = { planId: plan.planId, seatCount: 7 };
    const eventId = await fixture.newEvent({ layout });
    const snapshot = await fixture.other.load(eventId);
    expect(snapshot).toMatchObject({ event: { layout }, states: 'aaaaaaa' });
    expect(snapshot?.hall.seatCount).toBe(7);
    expect(snapshot?.hall.label(7)).toBe('A · 7');
    const listed = (await fixture.other.listEvents()).find((each) => each.eventId === eventId);
    expect(listed).toMatchObject({ layout, availableCount: 7 });
  });

  it('refuses to give an event that has begun another plan, or rows instead of one', async () => {
    const [own, another] = [newPlan(9), newPlan(9)];
    await fixture.ledger.putPlan(own);
    await fixture.ledger.putPlan(another);
    const layout = { planId: own.planId, seatCount: 9 };
    const begun = async (given: Partial<EventDescription>) => {
      const writer = await fixture.newWriter(given);
      await fixture.ledger.append(writer.block([1]).batch());
      return writer.eventId;
    };
    const eventId = await begun({ layout });
    const grid = { rows: 3, seatsPerRow: 3 };
    for (const other of [{ planId: another.planId, seatCount: 9 }, grid]) {
      const put = await fixture.ledger.putEvent(eventOf(eventId, { layout: other }));
      expect(put).toEqual({ outcome: 'hall_differs' });
    }
    const onGrid = await begun({ layout: grid });
    expect(await fixture.ledger.putEvent(eventOf(onGrid, { layout }))).toEqual({ outcome: 'hall_differs' });
    expect(await fixture.ledger.putEvent(eventOf(eventId, { layout }))).toMatchObject({
      outcome: 'updated',
      event: { layout, version: 2 },
    });
  });
}
