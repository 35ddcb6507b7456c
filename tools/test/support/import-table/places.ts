/** Folders that several rows name. */
export const contract = 'contract/src';
export const client = 'client/src';
export const domain = 'server/src/domain';
export const ports = 'server/src/ports';
export const boxOffice = 'server/src/box-office';
export const http = 'server/src/http';
export const realtime = 'server/src/realtime';
export const views = 'server/src/views';
export const plans = 'server/src/plans';
export const rig = 'tools/rig';
export const rehearsal = 'rehearsal/src';
export const config = 'server/src/config.ts';
export const app = 'server/src/app.ts';
