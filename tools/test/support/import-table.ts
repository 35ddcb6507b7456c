import { frameRows } from './import-table/frame.ts';
import { outsideRows } from './import-table/outside.ts';
import type { Row } from './import-table/row.ts';
import { serverRows } from './import-table/server.ts';
import { toolRows } from './import-table/tools.ts';

/** Which folder may import which: the layout of the project as data. */
export const importTable: readonly Row[] = [...outsideRows, ...serverRows, ...toolRows, ...frameRows];
