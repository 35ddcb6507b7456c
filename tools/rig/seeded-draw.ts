export { seededDraw } from '../../rehearsal/src/seeded-draw.ts';
