export * from './admission.ts';
export * from './changes.ts';
export * from './events.ts';
export * from './holds.ts';
export * from './problem.ts';
export * from './reasons.ts';
export * from './reservations.ts';
export * from './seats.ts';
