import type { PlanDocument } from '@jari/contract';
import { frontOf } from './flatten.ts';
import type { Area, Hall, Id, Row, Seat, Section } from './hall.ts';

/** A plan as a hall to draw on: rows stand by themselves, because a plan does not say how they were laid out. */
export function unfold(plan: PlanDocument): Hall {
  let nextId = 1;
  const take = () => nextId++;
  const categories = plan.categories.map(({ name, color }) => ({ id: take(), name, color }));
  const ids = new Map(categories.map(({ id, name }) => [name, id]));
  const categoryOf = (name: string | undefined): Id | undefined =>
    name === undefined ? undefined : ids.get(name);
  const sections = plan.sections.map(({ name, rows = [], standing, kept }): Section => ({
    id: take(),
    name,
    rows: rows.map((row): Row => ({
      id: take(),
      name: row.name,
      seats: row.seats.map(({ number, x, y, category, marks = [], guid, kept: keptOfSeat }): Seat => ({
        id: take(),
        number,
        x,
        y,
        category: categoryOf(category ?? row.category),
        marks,
        ...(guid === undefined ? {} : { guid }),
        ...(keptOfSeat === undefined ? {} : { kept: keptOfSeat }),
      })),
      ...(row.kept === undefined ? {} : { kept: row.kept }),
    })),
    ...(standing
      ? {
          standing: {
            capacity: standing.capacity,
            category: categoryOf(standing.category),
            outline: standing.outline,
          },
        }
      : {}),
    ...(kept === undefined ? {} : { kept }),
  }));
  const areas = (plan.areas ?? []).map((area): Area => ({ ...area, id: take() }));
  const { focus } = plan;
  const stage = focus && areas.find((area) => isSame(frontOf(area), focus));
  return {
    name: plan.name,
    categories,
    sections,
    areas,
    blocks: [],
    ...(stage ? { stage: stage.id } : focus ? { focus } : {}),
    ...(plan.kept === undefined ? {} : { kept: plan.kept }),
    nextId,
  };
}

function isSame(one: { x: number; y: number }, other: { x: number; y: number }): boolean {
  return one.x === other.x && one.y === other.y;
}
